/** Runs tasks on a libuv event loop, in this process. */
@org.jspecify.annotations.NullMarked
module dev.bide.libuv {
  requires transitive dev.bide;
  requires static org.jspecify;

  exports dev.bide.libuv;
}
