/** Executors, timers and I/O drivers on the JVM. */
@org.jspecify.annotations.NullMarked
module dev.bide.runtimes {
  requires transitive dev.bide;
  requires static org.jspecify;

  exports dev.bide.runtimes;
}
