package dev.bide.testing.contract;

import dev.bide.runtime.Scheduler;
import java.time.Duration;
import java.util.List;

/**
 * A runtime under the suite. Made afresh for each check, which runs on one thread: a confined
 * runtime's own, or any that is not the runtime's.
 */
public interface Host extends AutoCloseable {
  /** The runtime. */
  Scheduler scheduler();

  /** Returns when nothing is ready at the present time; until then tasks run. */
  void settle();

  /** Lets so much time go on, and settles. Virtual time where the runtime has it. */
  void advance(Duration time);

  /** Does something as a thread that is not the runtime's, and returns when it is done. */
  void outside(Runnable act);

  /** The failures that reached the runtime's handler. */
  List<Throwable> failures();

  /** Closes the runtime after a check. */
  @Override
  void close();
}
