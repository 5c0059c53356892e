package dev.bide.internal;

import dev.bide.Async;
import dev.bide.Cancelled;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A root beside its task's main one that belongs to no combinator: its task has it in a list until
 * it has ended. All its fields belong to whoever polls the task.
 */
class LooseRoot extends JoinedRoot {
  final @Nullable Owner owner;

  /** In the task's list of those that have not ended. */
  @Nullable LooseRoot liveNext;

  /** In the task's list of those that have not ended. */
  @Nullable LooseRoot livePrevious;

  /** Is told of the end, in the task. */
  interface Owner {
    /** It has ended. */
    void looseEnded(LooseRoot ended);
  }

  LooseRoot(TaskCore<?, ?> task, @Nullable Async<?, ?> body, @Nullable Owner owner) {
    super(task, body);
    this.owner = owner;
    task.addLive(this);
  }

  /** Adds it and those behind it in the list. */
  static void addWaiting(@Nullable LooseRoot first, List<Root> into) {
    for (LooseRoot r = first; r != null; r = r.liveNext) {
      into.add(r);
    }
  }

  /** Whether a combinator has it that somebody waits for: that one hands a cancel on. */
  final boolean hasOwnerThatIsAwaited() {
    return owner instanceof Combinator<?, ?> c && c.isAwaited();
  }

  @Override
  final @Nullable Object owner() {
    return owner;
  }

  @Override
  final void afterEnd() {
    task.removeLive(this);
    Owner o = owner;
    Throwable failure = failure();
    if (o != null) {
      o.looseEnded(this);
    } else if (failure != null && !(failure instanceof Cancelled)) {
      task.scheduler.failed("a computation that '" + task + "' had left behind failed", failure);
    }
  }
}
