/** Executors, timers and I/O drivers on the JVM. */
@org.jspecify.annotations.NullMarked
module dev.bide.runtimes {
  requires transitive dev.bide;
  requires static org.jspecify;

  exports dev.bide.runtimes;

  // Looked up in advance, for the JDK to find it sooner.
  uses java.nio.channels.spi.SelectorProvider;
}
