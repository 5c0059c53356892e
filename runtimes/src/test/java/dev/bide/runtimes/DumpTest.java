package dev.bide.runtimes;

import static dev.bide.Async.scope;
import static dev.bide.Async.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bide.Async;
import dev.bide.Scope;
import dev.bide.Task;
import dev.bide.runtime.TaskDump;
import dev.bide.runtime.TaskDump.Doing;
import dev.bide.sync.AsyncChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DumpTest {
  private final AsyncChannel<String> channel = AsyncChannel.bounded(1);
  private final Recorder failures = new Recorder();
  private final LocalRuntime rt =
      LocalRuntime.builder().name("test").clock(new VirtualClock()).onFailure(failures).build();

  @AfterEach
  void close() {
    channel.close();
    rt.close();
    assertThat(failures.reports).isEmpty();
  }

  private Async<String, RuntimeException> receives() {
    return Async.async(() -> String.valueOf(channel.receive().await()));
  }

  /** Without what changes from run to run. */
  private static List<String> textOf(TaskDump dump) {
    return dump.toString()
        .replaceAll("task [0-9a-f]+", "task X")
        .replaceAll("\\.java:\\d+", ".java:N")
        .lines()
        .toList();
  }

  @Test
  void aTaskAsksWhatTheOthersWaitFor() {
    TaskDump dump =
        rt.run(() -> {
          Task<String, RuntimeException> first = rt.spawn(() -> receives().await());
          rt.spawn(() -> first.await());
          Task.yield().await();
          Task.yield().await();
          return rt.dump();
        });
    assertThat(textOf(dump))
        .containsExactly(
            "runtime 'test', 3 tasks",
            "  task X, runs",
            "  task X, waits",
            "    for an item of a channel",
            "      at dev.bide.runtimes.DumpTest.lambda$receives$0(DumpTest.java:N)",
            "      at dev.bide.runtimes.DumpTest.lambda$aTaskAsksWhatTheOthersWaitFor$1(DumpTest.java:N)",
            "  task X, waits",
            "    for the end of task X",
            "      at dev.bide.runtimes.DumpTest.lambda$aTaskAsksWhatTheOthersWaitFor$2(DumpTest.java:N)");
    TaskDump.Entry joining = dump.tasks().getLast();
    assertThat(joining.waits().getFirst().what())
        .isEqualTo("the end of " + TaskDump.nameOf(dump.tasks().get(1).task()));
  }

  @Test
  void whoOwnsATaskIsTold() {
    TaskDump dump =
        rt.run(() ->
            scope(
                    (Scope s) -> {
                      s.background(() -> {
                        receives().await();
                      });
                      Task<String, RuntimeException> child = s.spawn(() -> receives().await());
                      Task.yield().await();
                      TaskDump d = rt.dump();
                      child.cancel();
                      return d;
                    })
                .await());
    TaskDump.Entry owner = dump.tasks().getFirst();
    assertThat(owner.owner()).isNull();
    assertThat(dump.tasks().subList(1, 3))
        .allSatisfy(e -> assertThat(e.owner()).isSameAs(owner.task()));
    assertThat(dump.toString())
        .contains(", in a scope of " + TaskDump.nameOf(owner.task()) + ", waits");
  }

  @Test
  void tasksThatWaitAtOnePlaceAreToldTogether() {
    TaskDump dump =
        rt.run(() -> {
          for (int i = 0; i < 1000; i++) {
            rt.spawn(() -> receives().await());
          }
          Task.yield().await();
          Task.yield().await();
          return rt.dump();
        });
    assertThat(dump.tasks()).hasSize(1001);
    assertThat(textOf(dump))
        .contains("  1000 tasks, the first of them task X, waits")
        .hasSizeLessThan(10);
  }

  @Test
  void aChildInsideATaskHasALineOfItsOwn() {
    TaskDump dump =
        rt.run(() -> {
          Task<?, ?> task =
              rt.spawn(() -> Async.join(receives(), sleep(Duration.ofHours(1))).await().first());
          Task.yield().await();
          Task.yield().await();
          TaskDump d = rt.dump();
          task.cancel();
          return d;
        });
    assertThat(dump.tasks().getLast().waits())
        .extracting(TaskDump.Wait::what)
        .containsExactlyInAnyOrder("both of a join", "an item of a channel", "a time, by sleep");
  }

  @Test
  void whereNoThreadRunsItTheOneThatAsksLooks() {
    rt.run(() -> {
      rt.spawn(() -> receives().await());
      Task.yield().await();
      Task.yield().await();
    });
    assertThat(rt.dump().tasks())
        .singleElement()
        .satisfies(e -> {
          assertThat(e.doing()).isEqualTo(Doing.WAITS);
        });
    rt.close();
    assertThat(rt.dump().tasks()).isEmpty();
  }

  @Test
  void anotherThreadAsksWhileTheLoopSleeps() throws InterruptedException {
    try (LocalRuntime real = new LocalRuntime()) {
      CountDownLatch begun = new CountDownLatch(1);
      Thread loop =
          new Thread(() ->
              real.run(() -> {
                begun.countDown();
                receives().await();
              }));
      loop.start();
      begun.await();
      TaskDump dump = real.dump(Duration.ofMinutes(1));
      assertThat(dump.tasks()).singleElement().satisfies(e -> assertThat(e.waits()).hasSize(1));
      assertThat(dump.stuckAt()).isEmpty();
      channel.close();
      loop.join();
    }
  }

  @Test
  void aTaskThatBlocksTheThreadIsTheDump() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    Thread loop = new Thread(() -> rt.run(() -> blocks(begun, end)), "the loop's thread");
    loop.start();
    begun.await();
    TaskDump dump = rt.dump(Duration.ofMillis(1));
    end.countDown();
    loop.join();
    assertThat(dump.tasks()).isEmpty();
    assertThat(dump.stuckAt()).extracting(StackTraceElement::getMethodName).contains("blocks");
    assertThat(dump.toString())
        .startsWith(
            "runtime 'test', whose thread 'the loop's thread' does not come back to its loop")
        .contains("dev.bide.runtimes.DumpTest.blocks(DumpTest.java:");
  }

  private static void blocks(CountDownLatch begun, CountDownLatch end) {
    begun.countDown();
    try {
      end.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void askingDoesNotGetInTheWayOfRunning() throws InterruptedException {
    CountDownLatch end = new CountDownLatch(1);
    Thread asking =
        new Thread(() -> {
          while (end.getCount() > 0) {
            assertThat(rt.dump(Duration.ofMinutes(1)).stuckAt()).isEmpty();
          }
        });
    asking.start();
    for (int i = 0; i < 10_000; i++) {
      int n = i;
      int same = rt.run(() -> n);
      assertThat(same).isEqualTo(n);
    }
    end.countDown();
    asking.join();
  }
}
