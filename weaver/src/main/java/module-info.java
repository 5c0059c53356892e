/** Compiles async blocks to state machines, over class files, with its front ends and checks. */
@org.jspecify.annotations.NullMarked
module dev.bide.weaver {
  requires static org.jspecify;
}
