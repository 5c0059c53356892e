package dev.bide.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bide.Async;
import dev.bide.Task;
import dev.bide.runtime.Context;
import dev.bide.runtime.Scheduler;
import dev.bide.runtime.Work;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A scope that ends on another thread may cancel a task that its scheduler does not know yet. */
class TaskBeginTest {
  private final List<Work> scheduled = new ArrayList<>();
  private final List<Task<?, ?>> began = new ArrayList<>();
  private final List<Task<?, ?>> ended = new ArrayList<>();

  private final Scheduler migrating =
      new Scheduler("pool") {
        @Override
        public Object thread() {
          return Thread.currentThread();
        }

        @Override
        public void schedule(Work work) {
          scheduled.add(work);
        }

        @Override
        public void post(Work message) {
          throw new AssertionError("of a confined scheduler");
        }

        @Override
        public void failed(String what, Throwable failure) {
          throw new AssertionError(what, failure);
        }

        @Override
        public void began(Task<?, ?> task) {
          began.add(task);
        }

        @Override
        public void ended(Task<?, ?> task) {
          assertThat(began).contains(task);
          ended.add(task);
        }
      };

  @Test
  void aCancelBeforeTheBeginningIsDeliveredAfterIt() {
    TaskCore<Integer, RuntimeException> task = TaskCore.of(migrating, Async.of(1), null);
    task.cancel();
    assertThat(scheduled).isEmpty();

    task.begin();
    assertThat(began).containsExactly(task);
    assertThat(scheduled).containsExactly(task);

    task.run(Context.of(migrating));
    assertThat(ended).containsExactly(task);
    assertThat(scheduled).hasSize(1);
    assertThat(task.isEnded()).isTrue();
  }
}
