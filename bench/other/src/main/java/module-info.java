/** The called side of calls across modules, woven and released apart from its callers. */
@org.jspecify.annotations.NullMarked
module dev.bide.bench.other {
  requires transitive dev.bide;
  requires static org.jspecify;

  exports dev.bide.bench.other;
}
