package dev.bide.twins.run;

import dev.bide.Async;
import dev.bide.Cancelled;
import dev.bide.Task;
import dev.bide.runtime.Context;
import dev.bide.twins.Schedule;
import dev.bide.twins.Show;
import dev.bide.twins.Trial;
import dev.bide.twins.async.AsyncTrial;
import dev.bide.twins.sync.SyncTrial;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** Runs one twin once. */
final class Runner {
  private static final String CANCELLED = "cancelled";
  private static final String REPORTED = ", and reported: ";
  private static final String CLEAN_UP = "the clean-up of what was cancelled failed";

  private Runner() {}

  /** Calls the program. */
  static Run sync(Method program, Schedule schedule) {
    SyncTrial trial = new SyncTrial(schedule);
    Trial.enter(trial);
    try {
      Object value = invoke(program);
      return new Run("value " + Show.value(value), trial.events(), trial.waits(), List.of());
    } catch (Throwable t) {
      return new Run(
          thrown(t, schedule.polled()), trial.events(), trial.waits(), lines(t, program));
    } finally {
      Trial.enter(null);
    }
  }

  /** Runs the program's computation on a scheduler of its own. */
  static Run async(Method program, Schedule schedule) {
    AsyncTrial trial = new AsyncTrial(schedule);
    TwinScheduler scheduler = new TwinScheduler();
    Trial.enter(trial);
    try {
      return run(program, schedule, trial, scheduler);
    } catch (Throwable t) {
      return new Run("not run: " + Show.failure(t), trial.events(), trial.waits(), List.of());
    } finally {
      Trial.enter(null);
    }
  }

  @SuppressWarnings("unchecked") // what the program's method gives
  private static Run run(
      Method program, Schedule schedule, AsyncTrial trial, TwinScheduler scheduler)
      throws Throwable {
    Async<@Nullable Object, Exception> computation =
        (Async<@Nullable Object, Exception>) invoke(program);
    if (computation == null) {
      throw new IllegalStateException(program + " gives no computation");
    }
    ByHand byHand = new ByHand(computation);
    Task<@Nullable Object, Exception> task =
        scheduler.start(schedule.polled() ? byHand : computation);
    trial.onCancel(schedule.polled() ? byHand::cancel : task::cancel);
    boolean ended = scheduler.run(trial::wakeNext);
    String outcome;
    List<String> lines = List.of();
    if (!ended) {
      outcome = "does not end: too many turns";
    } else if (!task.isEnded()) {
      outcome = "does not end: nothing wakes it";
    } else {
      try {
        outcome = "value " + Show.value(task.resultNow());
      } catch (Throwable t) {
        Throwable seen = byHand.failure == null ? t : byHand.failure;
        outcome = thrown(seen, schedule.polled());
        lines = lines(seen, program);
      }
    }
    for (String failure : scheduler.failures()) {
      if (!failure.startsWith("a handler swallowed Cancelled")) {
        outcome += REPORTED + failure;
      }
    }
    return new Run(outcome, trial.events(), trial.waits(), lines);
  }

  private static @Nullable Object invoke(Method program) throws Throwable {
    try {
      return program.invoke(null);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  /**
   * A task that was cancelled does not say more than that: what is suppressed in the sync program's
   * {@code Cancelled}, the task has reported.
   */
  private static String thrown(Throwable t, boolean polled) {
    if (polled || !(t instanceof Cancelled || t instanceof CancellationException)) {
      return "throws " + Show.failure(t);
    }
    StringBuilder outcome = new StringBuilder(CANCELLED);
    for (Throwable ofClosing : t.getSuppressed()) {
      outcome.append(REPORTED).append(CLEAN_UP).append(": ").append(ofClosing);
    }
    return outcome.toString();
  }

  /** Where the exception has been, within the program's file. */
  private static List<String> lines(Throwable t, Method program) {
    String top = program.getDeclaringClass().getName();
    int inner = top.indexOf('$');
    String file = inner < 0 ? top : top.substring(0, inner);
    List<String> lines = new ArrayList<>();
    for (StackTraceElement e : t.getStackTrace()) {
      String c = e.getClassName();
      if ((c.equals(file) || c.startsWith(file + "$")) && e.getLineNumber() > 0) {
        lines.add(e.getFileName() + ":" + e.getLineNumber());
      }
    }
    return lines;
  }

  /** Has the program polled by code that is not woven. */
  private static final class ByHand implements Async<@Nullable Object, Exception> {
    private final Async<@Nullable Object, Exception> program;
    @Nullable Throwable failure;

    ByHand(Async<@Nullable Object, Exception> program) {
      this.program = program;
    }

    @Override
    public @Nullable Object poll(Context cx) throws Exception {
      try {
        return program.poll(cx);
      } catch (Throwable t) {
        failure = t;
        throw t;
      }
    }

    @Override
    public void cancel() {
      program.cancel();
    }
  }
}
