/**
 * Runs programs as sync code and as woven async code, and compares all that can be seen of both.
 */
@org.jspecify.annotations.NullMarked
module dev.bide.twins {
  requires dev.bide;
  requires dev.bide.weaver;
  requires java.compiler;
  requires jdk.compiler;
  requires static org.jspecify;

  // For the programs, which are in the unnamed modules of loaders of their own.
  exports dev.bide.twins;
  exports dev.bide.twins.async;
  exports dev.bide.twins.sync;

  uses javax.tools.JavaCompiler;
}
