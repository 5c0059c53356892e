/** Compiles async blocks to state machines, over class files, with its front ends and checks. */
@org.jspecify.annotations.NullMarked
module dev.bide.weaver {
  requires static org.jspecify;
  requires java.compiler;
  requires jdk.compiler;
  // What only the agent and the shell need.
  requires static java.instrument;
  requires static jdk.jshell;

  exports dev.bide.weaver;
  exports dev.bide.weaver.folders;

  provides javax.annotation.processing.Processor with
      dev.bide.weaver.javac.BideProcessor;
  provides com.sun.source.util.Plugin with
      dev.bide.weaver.javac.BidePlugin;
}
