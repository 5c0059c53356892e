/** Reads the class files that the build makes, and checks what no compiler does. */
@org.jspecify.annotations.NullMarked
module dev.bide.build.classfiles {
  requires static org.jspecify;

  exports dev.bide.build.classfiles;
}
