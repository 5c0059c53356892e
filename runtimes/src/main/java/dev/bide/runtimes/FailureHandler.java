package dev.bide.runtimes;

/**
 * Is told of what nobody else can see: the failure of a detached task, of a clean-up, of a task
 * that can no longer run, of the runtime's own callbacks. Called on whichever thread found it, the
 * runtime's as a rule. What it throws is printed, and has no further effect.
 */
@FunctionalInterface
public interface FailureHandler {
  /**
   * A failure.
   *
   * @param runtime the runtime's name
   * @param what what failed, in words
   */
  void failed(String runtime, String what, Throwable failure);

  /** Prints it to {@code System.err} with its stack trace, as threads do with theirs. */
  static FailureHandler printing() {
    return FailurePrinter.INSTANCE;
  }
}
