/** Runs tasks on any {@link java.util.concurrent.Executor}. */
@org.jspecify.annotations.NullMarked
module dev.bide.executor {
  requires transitive dev.bide;
  requires static org.jspecify;
}
