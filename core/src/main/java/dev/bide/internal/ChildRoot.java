package dev.bide.internal;

import dev.bide.Async;
import org.jspecify.annotations.Nullable;

/** A root beside its task's main one. All its fields belong to whoever polls the task. */
class ChildRoot extends Root {
  final @Nullable Owner owner;

  /** The owner's: which of its children this is. */
  int index;

  /** In the task's list of roots that have not ended. */
  @Nullable ChildRoot liveNext;

  /** In the task's list of roots that have not ended. */
  @Nullable ChildRoot livePrevious;

  /** Is told when a child has ended, in the child's task. */
  interface Owner {
    /** It has ended. */
    void childEnded(ChildRoot child);
  }

  ChildRoot(TaskCore<?, ?> task, Async<?, ?> body, @Nullable Owner owner) {
    super(task, body);
    this.owner = owner;
    task.addLive(this);
  }

  @Override
  final @Nullable Owner owner() {
    return owner;
  }
}
