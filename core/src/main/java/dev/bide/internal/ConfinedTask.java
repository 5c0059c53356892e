package dev.bide.internal;

import dev.bide.Async;
import dev.bide.runtime.Scheduler;
import dev.bide.runtime.TaskDump;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A task of a confined scheduler. All that runs it happens on one thread, in plain fields:
 *
 * <pre>
 *              enqueue               run                  end of the turn
 *   (nothing) ---------> scheduled ------> turning ----------------------------> (nothing)
 *                            ^                |
 *                            |__ more to do __|
 * </pre>
 */
final class ConfinedTask<T extends @Nullable Object, X extends Exception> extends TaskCore<T, X> {
  ConfinedTask(Scheduler scheduler, Async<?, ?> body, @Nullable Listener listener) {
    super(scheduler, body, listener);
  }

  @Override
  void begin() {
    wake();
  }

  @Override
  void postRoot(Root r) {
    scheduler.post(r);
  }

  @Override
  void run(Root first, EngineContext cx) {
    if (!abandoned && turn(first, cx)) {
      stage = SCHEDULED;
      scheduler.schedule(this);
    }
  }

  @Override
  public TaskDump.@Nullable Entry look(Function<Object, List<StackTraceElement>> stackOf) {
    if (isOver()) {
      return null;
    }
    return stage == TURNING
        ? running(null, List.of())
        : entry(stage == SCHEDULED ? TaskDump.Doing.READY : TaskDump.Doing.WAITS, waits());
  }

  @Override
  boolean keepToItself() {
    return stage != TURNING && home == scheduler.thread();
  }

  @Override
  void runsNoMore() {}
}
