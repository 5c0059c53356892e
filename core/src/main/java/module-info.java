/** What every user of Bide imports, and what a runtime implements. */
@org.jspecify.annotations.NullMarked
module dev.bide {
  requires static org.jspecify;

  exports dev.bide;
  exports dev.bide.io;
  exports dev.bide.net;
  exports dev.bide.runtime;
  exports dev.bide.sync;
  exports dev.bide.weave.v1;
}
