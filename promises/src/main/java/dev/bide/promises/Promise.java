package dev.bide.promises;

/** One of the seven stress tests: a small real program, and what must be true of its run. */
interface Promise {
  /** What must hold, in a few words. */
  String title();

  /**
   * Runs it.
   *
   * @throws BrokenPromise when it does not hold
   * @throws MissingTool when this machine lacks what it runs on
   */
  void run(Report report) throws Exception;
}
