/** Compiles async blocks to state machines, over class files, with its front ends and checks. */
@org.jspecify.annotations.NullMarked
module dev.bide.weaver {
  requires static org.jspecify;
  requires java.compiler;
  requires jdk.compiler;

  provides javax.annotation.processing.Processor with
      dev.bide.weaver.javac.BideProcessor;
  provides com.sun.source.util.Plugin with
      dev.bide.weaver.javac.BidePlugin;
}
