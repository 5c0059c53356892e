package dev.bide.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bide.Async;
import dev.bide.Poll;
import dev.bide.Task;
import dev.bide.runtime.Context;
import dev.bide.runtime.Scheduler;
import dev.bide.runtime.TaskDump;
import dev.bide.runtime.Timers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WebSchedulerTest {
  private final FakeLoop loop = new FakeLoop();
  private final WebScheduler scheduler = new WebScheduler(loop);
  private final List<String> log = new ArrayList<>();

  private interface Poller {
    @Nullable Object poll(Context cx);
  }

  private static Async<@Nullable Void, RuntimeException> leaf(Poller poller) {
    return new Async<>() {
      @Override
      public @Nullable Object poll(Context cx) {
        return poller.poll(cx);
      }

      @Override
      public void cancel() {}
    };
  }

  private Async<@Nullable Void, RuntimeException> logs(String line) {
    return leaf(_ -> {
      log.add(line);
      return null;
    });
  }

  @Test
  void runsNothingBeforeTheHostCalls() {
    scheduler.spawn(logs("a"));
    scheduler.spawn(logs("b"));
    assertThat(log).isEmpty();
    loop.runSoon();
    assertThat(log).containsExactly("a", "b");
  }

  @Test
  void sleepsByTheHostsTimer() {
    Task<?, ?> task = scheduler.spawn(Async.sleep(Duration.ofMillis(20)));
    loop.runSoon();
    loop.advance(19);
    assertThat(task.isEnded()).isFalse();
    loop.advance(1);
    assertThat(task.isEnded()).isTrue();
    assertThat(loop.timerAt).isNull();
  }

  @Test
  void anEarlyTimerIsSetAgain() {
    Task<?, ?> task = scheduler.spawn(Async.sleep(Duration.ofMillis(20)));
    loop.runSoon();
    loop.now += 19.5;
    loop.fireTimerEarly();
    assertThat(task.isEnded()).isFalse();
    assertThat(loop.timerAt).isEqualTo(120);
    loop.advance(0.5);
    assertThat(task.isEnded()).isTrue();
  }

  @Test
  void waitsLongerThanTheHostCanCount() {
    Task<?, ?> task = scheduler.spawn(Async.sleep(Duration.ofDays(60)));
    loop.runSoon();
    assertThat(loop.timerAt).isEqualTo(100 + (double) Integer.MAX_VALUE);
    loop.advance(60 * 86_400_000d - 1);
    assertThat(task.isEnded()).isFalse();
    loop.advance(1);
    assertThat(task.isEnded()).isTrue();
  }

  @Test
  void aCancelledSleepStopsTheTimer() {
    Task<?, ?> task = scheduler.spawn(Async.sleep(Duration.ofMillis(20)));
    loop.runSoon();
    assertThat(loop.timerAt).isNotNull();
    task.cancel();
    loop.runSoon();
    assertThat(task.isEnded()).isTrue();
    assertThat(loop.timerAt).isNull();
  }

  @Test
  void tasksThatAreAlwaysReadyLetTheHostGoFirst() {
    int[] turns = new int[1];
    scheduler.spawn(
        leaf(cx -> {
          turns[0]++;
          loop.now += 1;
          cx.waker().wake();
          return turns[0] == 100 ? null : Poll.PENDING;
        }));
    loop.runSoon();
    assertThat(turns[0]).isEqualTo(WebScheduler.PATIENCE_MILLIS);
    int hostTurns = 0;
    while (loop.runAfterHost()) {
      hostTurns++;
    }
    assertThat(turns[0]).isEqualTo(100);
    assertThat(hostTurns).isEqualTo(12);
  }

  @Test
  void reportsFailuresToTheConsole() {
    scheduler.spawn(
        Async.<Integer, RuntimeException>failed(
            new IllegalStateException("planted", new IllegalArgumentException("cause"))));
    loop.runSoon();
    assertThat(loop.errors).singleElement().asString().contains("planted", "cause");
  }

  /** A trap takes the stack away without running a catch: here by a thread that never goes on. */
  @Test
  void aTrapTakesItsTaskAndNoOther() throws InterruptedException {
    CountDownLatch trapped = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    Task<?, ?> first = scheduler.spawn(logs("first"));
    Task<?, ?> traps =
        scheduler.spawn(
            leaf(_ -> {
              log.add("traps");
              trapped.countDown();
              try {
                never.await();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
              return null;
            }));
    Task<?, ?> third = scheduler.spawn(logs("third"));
    Thread.ofPlatform().daemon().start(loop::runSoon);
    trapped.await();
    loop.trap(); // the guard, after the stack is gone
    loop.runSoon();

    assertThat(log).containsExactly("first", "traps", "third");
    assertThat(first.isEnded() && traps.isEnded() && third.isEnded()).isTrue();
    assertThat(scheduler.dump().tasks()).isEmpty();
    assertThat(loop.errors)
        .singleElement()
        .asString()
        .contains("can no longer run this task", "RuntimeError: planted trap");
  }

  @Test
  void aTrapInACallbackIsReportedAndTheTimerSetAgain() {
    Task<?, ?> task = scheduler.spawn(Async.sleep(Duration.ofMillis(20)));
    loop.runSoon();
    loop.timerAt = null; // it fired, and what it called trapped
    loop.trap();
    loop.runSoon();
    loop.advance(20);
    assertThat(task.isEnded()).isTrue();
    assertThat(loop.errors).hasSize(1);
  }

  @Test
  void tellsWhatItsTasksWaitFor() {
    Task<?, ?> sleeps = scheduler.spawn(Async.sleep(Duration.ofMillis(20)));
    Task<?, ?> joins = scheduler.spawn(sleeps.join());
    loop.runSoon();
    assertThat(scheduler.dump().tasks())
        .extracting(TaskDump.Entry::task)
        .containsExactly(sleeps, joins);
    String name = TaskDump.nameOf(sleeps);
    assertThat(scheduler.dump().toString().lines())
        .containsExactly(
            "runtime 'web', 2 tasks",
            "  " + name + ", waits",
            "    for a time, by sleep",
            "  " + TaskDump.nameOf(joins) + ", waits",
            "    for the end of " + name);
    loop.advance(20);
    assertThat(scheduler.dump().tasks()).isEmpty();
  }

  @Test
  void aTaskTellsThatItRuns() {
    List<TaskDump> dumps = new ArrayList<>();
    scheduler.spawn(
        leaf(_ -> {
          dumps.add(scheduler.dump());
          return null;
        }));
    loop.runSoon();
    assertThat(dumps.getFirst().tasks())
        .singleElement()
        .extracting(TaskDump.Entry::doing)
        .isEqualTo(TaskDump.Doing.RUNS);
  }

  @Test
  void offersTimersOnly() {
    assertThat(scheduler.capability(Timers.class)).isNotNull();
    assertThat(scheduler.capability(Runnable.class)).isNull();
    assertThat(scheduler.migrates()).isFalse();
    assertThat(scheduler.thread()).isSameAs(((Scheduler) scheduler).ownThread());
  }
}
