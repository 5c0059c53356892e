/** Runs tasks on any {@link java.util.concurrent.Executor}. */
@org.jspecify.annotations.NullMarked
module dev.bide.executor {
  requires transitive dev.bide;
  requires transitive dev.bide.runtimes;
  requires static org.jspecify;

  exports dev.bide.executor;
}
