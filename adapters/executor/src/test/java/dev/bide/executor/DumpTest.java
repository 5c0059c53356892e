package dev.bide.executor;

import static dev.bide.Async.async;
import static dev.bide.Async.join;
import static dev.bide.Async.shielded;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bide.Async;
import dev.bide.Task;
import dev.bide.runtime.TaskDump;
import dev.bide.runtime.TaskDump.Doing;
import dev.bide.sync.AsyncChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class DumpTest {
  private final AsyncChannel<Integer> channel = AsyncChannel.bounded(1);

  private Async<String, RuntimeException> receives() {
    return async(() -> String.valueOf(channel.receive().await()));
  }

  @Test
  void whatWaitsWhatRunsAndWhatHasGotNoThread() throws InterruptedException {
    CountDownLatch end = new CountDownLatch(1);
    try (ExecutorService one = Executors.newSingleThreadExecutor();
        ExecutorRuntime rt = ExecutorRuntime.on(one)) {
      CountDownLatch waits = new CountDownLatch(1);
      rt.spawn(() -> receives().await());
      rt.spawn(() -> waits.countDown());
      waits.await();
      CountDownLatch begun = new CountDownLatch(1);
      rt.spawn(() -> blocks(begun, end));
      rt.spawn(() -> 1);
      begun.await();
      TaskDump dump = rt.dump();
      end.countDown();
      channel.close();
      assertThat(dump.tasks())
          .extracting(TaskDump.Entry::doing)
          .containsExactly(Doing.WAITS, Doing.RUNS, Doing.READY);
      assertThat(dump.tasks().get(0).waits())
          .singleElement()
          .satisfies(w -> {
            assertThat(w.what()).isEqualTo("an item of a channel");
            assertThat(w.lines().getFirst().getFileName()).isEqualTo("DumpTest.java");
          });
      assertThat(dump.tasks().get(1).stack())
          .extracting(StackTraceElement::getMethodName)
          .contains("blocks");
    }
  }

  private static void blocks(CountDownLatch begun, CountDownLatch end) {
    begun.countDown();
    try {
      end.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** A task that is looked at seems to run: what wakes it meanwhile must not be lost. */
  @Test
  void noWakeUpIsLostWhileATaskIsLookedAt() throws InterruptedException {
    int items = 20_000;
    try (ExecutorService two = Executors.newFixedThreadPool(2);
        ExecutorRuntime rt = ExecutorRuntime.on(two)) {
      CountDownLatch end = new CountDownLatch(1);
      List<Throwable> failed = Collections.synchronizedList(new ArrayList<>());
      Thread asking =
          new Thread(() -> {
            try {
              while (end.getCount() > 0) {
                String text = rt.dump().toString();
                assertThat(text).startsWith("runtime '" + rt.name() + "'");
              }
            } catch (Throwable t) {
              failed.add(t);
            }
          });
      asking.start();
      AsyncChannel<Integer> back = AsyncChannel.bounded(1);
      Task<Integer, RuntimeException> echo =
          rt.spawn(() -> {
            int n = 0;
            for (int i : channel.stream().await()) {
              back.send(i).await();
              n++;
            }
            return n;
          });
      int sum =
          rt.run(() -> {
            int n = 0;
            for (int i = 0; i < items; i++) {
              Integer one = join(channel.send(1), back.receive()).await().second();
              n += one == null ? 0 : one;
            }
            channel.close();
            return n + echo.await();
          });
      end.countDown();
      asking.join();
      assertThat(sum).isEqualTo(2 * items);
      assertThat(failed).isEmpty();
    }
  }

  @Test
  void anAbandonedTasksReportSaysWhereItWaited() throws InterruptedException {
    List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
    try (ExecutorService one = Executors.newSingleThreadExecutor()) {
      ExecutorRuntime rt =
          ExecutorRuntime.builder(one)
              .cancelLimit(Duration.ZERO)
              .abortLimit(Duration.ZERO)
              .onFailure((name, what, t) -> failures.add(t))
              .build();
      CountDownLatch waits = new CountDownLatch(1);
      rt.spawn(() -> shielded(() -> receives().await()).await());
      rt.spawn(() -> waits.countDown());
      waits.await();
      CountDownLatch begun = new CountDownLatch(1);
      CountDownLatch end = new CountDownLatch(1);
      one.execute(() -> blocks(begun, end)); // nothing has a turn any more
      begun.await();
      rt.close();
      end.countDown();
      assertThat(failures)
          .singleElement()
          .satisfies(t -> {
            assertThat(t).hasMessageContaining("can no longer run this task");
            assertThat(t.getSuppressed())
                .extracting(s -> s.getStackTrace()[0].getClassName())
                .anyMatch(c -> c.endsWith("Receive"));
          });
    }
  }
}
