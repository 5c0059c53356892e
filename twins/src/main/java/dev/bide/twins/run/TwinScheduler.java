package dev.bide.twins.run;

import dev.bide.AsyncSupplier;
import dev.bide.Task;
import dev.bide.runtime.Context;
import dev.bide.runtime.Scheduler;
import dev.bide.runtime.Work;
import dev.bide.runtime.WorkQueue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs tasks in the order in which they are woken, until nothing is left to do. */
final class TwinScheduler extends Scheduler {
  private static final String OWN = "the one thread";
  private static final int MAX_TURNS = 100_000;

  private final WorkQueue ready = new WorkQueue();
  private final List<String> failures = new ArrayList<>();
  private final Context cx = Context.of(this);

  TwinScheduler() {
    super("twins", OWN);
  }

  @Override
  public Object thread() {
    return OWN;
  }

  @Override
  public void schedule(Work work) {
    ready.add(work);
  }

  @Override
  public void post(Work message) {
    throw new AssertionError("there is no other thread");
  }

  @Override
  public void failed(String what, Throwable failure) {
    failures.add(what + ": " + failure);
  }

  /** What was reported, in order. */
  List<String> failures() {
    return failures;
  }

  Task<@Nullable Object, Exception> start(AsyncSupplier<@Nullable Object, Exception> body) {
    return spawnTaken(body);
  }

  /** Runs until nothing is ready; false when it does not come to an end. */
  boolean run(Wakers wakers) {
    int turns = 0;
    for (; ; ) {
      Work work = ready.poll();
      if (work == null) {
        if (!wakers.wakeNext()) {
          return true;
        }
        continue;
      }
      if (turns++ >= MAX_TURNS) {
        return false;
      }
      work.run(cx);
    }
  }

  /** What is woken from outside. */
  @FunctionalInterface
  interface Wakers {
    /** Wakes one; false when there is none. */
    boolean wakeNext();
  }
}
