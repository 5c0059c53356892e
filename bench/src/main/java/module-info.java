/** Measures what an await costs, each time against a peer in the same run. */
@org.jspecify.annotations.NullMarked
module dev.bide.bench {
  requires dev.bide;
  requires dev.bide.bench.other;
  requires dev.bide.runtimes;
  requires java.management;
  requires jdk.management;
  requires static org.jspecify;
  requires static teavm.interop;
}
