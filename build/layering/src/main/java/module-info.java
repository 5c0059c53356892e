/** Checks of the build on itself: who may depend on whom. */
@org.jspecify.annotations.NullMarked
module dev.bide.build.layering {
  requires java.xml;
  requires jdk.compiler;
  requires static org.jspecify;
}
