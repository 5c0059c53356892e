package dev.bide.libuv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.bide.Async;
import dev.bide.Cancelled;
import dev.bide.Poll;
import dev.bide.Task;
import dev.bide.runtime.Context;
import dev.bide.runtime.TaskDump;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LibuvLoopTest {

  private final List<String> failures = new ArrayList<>();
  private @Nullable LibuvLoop opened;

  @BeforeEach
  void open() {
    try {
      opened = LibuvLoop.open((what, failure) -> failures.add(what + ": " + failure.getMessage()));
    } catch (UnsatisfiedLinkError | NoClassDefFoundError e) {
      System.err.println("SKIPPED the tests of adapters/libuv: " + e);
      abort(e.toString());
    }
  }

  @AfterEach
  void everythingIsFreed() {
    if (opened != null) {
      opened.close();
      assertThat(opened.openHandles()).isZero();
      assertThat(opened.openStubs()).isZero();
    }
  }

  private LibuvLoop loop() {
    if (opened == null) {
      throw new IllegalStateException();
    }
    return opened;
  }

  private int pass(Gate gate) throws IOException {
    return loop().<Integer, IOException>run(gate);
  }

  private interface Poller {
    @Nullable Object poll(Context cx);
  }

  private static Async<@Nullable Void, RuntimeException> leaf(Poller poller) {
    return new Async<>() {
      private boolean cancelled;

      @Override
      public @Nullable Object poll(Context cx) {
        if (cancelled) {
          throw Cancelled.byLeaf();
        }
        return poller.poll(cx);
      }

      @Override
      public void cancel() {
        cancelled = true;
      }
    };
  }

  private static Thread onAnotherThread(Runnable what) {
    Thread other = new Thread(what);
    other.start();
    return other;
  }

  @Test
  void sleepsByLibuvsTimer() {
    long before = System.nanoTime();
    loop().run(Async.sleep(Duration.ofMillis(20)));
    assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(20_000_000);
  }

  @Test
  void givesTheBlocksValueAndFailure() {
    assertThat(loop().<Integer, RuntimeException>run(Async.of(7))).isEqualTo(7);
    assertThatThrownBy(
            () -> loop().<Integer, IOException>run(Async.failed(new IOException("planted"))))
        .isInstanceOf(IOException.class)
        .hasMessage("planted");
    assertThat(failures).isEmpty();
  }

  @Test
  void isWokenFromInsideACallback() throws IOException {
    Gate gate = new Gate(g -> loop().after(Duration.ofMillis(1), g::open));
    assertThat(pass(gate)).isEqualTo(2);
  }

  @Test
  void isWokenFromAnotherThread() throws Exception {
    Gate gate = new Gate();
    Thread other =
        onAnotherThread(() -> {
          try {
            gate.waiting.await();
            gate.open();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        });
    assertThat(pass(gate)).isBetween(1, 2);
    other.join();
  }

  @Test
  void takesTasksFromAnotherThreadAndRunsThemOnItsOwn() throws Exception {
    AtomicReference<@Nullable Thread> ran = new AtomicReference<>();
    Gate gate = new Gate();
    Async<@Nullable Void, RuntimeException> task =
        leaf(_ -> {
          ran.set(Thread.currentThread());
          gate.open();
          return null;
        });
    Thread other = onAnotherThread(() -> loop().scheduler().spawn(task));
    pass(gate);
    other.join();
    assertThat(ran.get()).isSameAs(Thread.currentThread());
  }

  @Test
  void noExceptionCrossesACallback() throws IOException {
    Gate gate = new Gate();
    loop()
        .after(
            Duration.ZERO,
            () -> {
              gate.open();
              throw new AssertionError("planted");
            });
    assertThat(pass(gate)).isPositive();
    assertThat(failures).containsExactly("a libuv callback failed: planted");
  }

  @Test
  void reportsATaskThatNobodyWaitsFor() {
    loop().scheduler().spawn(Async.<Integer, IOException>failed(new IOException("planted")));
    loop().run(Async.sleep(Duration.ofMillis(1)));
    assertThat(failures).singleElement().asString().endsWith(": planted");
  }

  @Test
  void aTaskThatIsAlwaysReadyDoesNotHoldTheLoop() {
    int[] turns = new int[1];
    loop()
        .scheduler()
        .spawn(
            leaf(cx -> {
              turns[0]++;
              cx.waker().wake();
              return Poll.PENDING;
            }));
    loop().run(Async.sleep(Duration.ofMillis(2)));
    assertThat(turns[0]).isPositive();
  }

  @Test
  void cancelsItsTasksWhenClosed() {
    Task<?, ?> task = loop().scheduler().spawn(Async.sleep(Duration.ofHours(1)));
    loop().run(Async.<Integer, RuntimeException>of(1));
    loop().close();
    assertThat(task.isEnded()).isTrue();
    assertThat(failures).isEmpty();
  }

  @Test
  void givesUpWhatComesLater() {
    loop().close();
    Task<Integer, RuntimeException> late = loop().scheduler().spawn(Async.of(1));
    assertThat(late.isEnded()).isTrue();
    assertThat(failures).singleElement().asString().contains("'libuv' can no longer run this task");
  }

  @Test
  void refusesPostsFromOtherThreadsWhenClosed() throws Exception {
    loop().close();
    onAnotherThread(() -> loop().scheduler().spawn(Async.of(1))).join();
    assertThat(failures).singleElement().asString().contains("can no longer run this task");
  }

  @Test
  void belongsToItsThread() throws Exception {
    AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
    onAnotherThread(
            () -> {
              try {
                loop().after(Duration.ZERO, () -> {});
              } catch (WrongThreadException e) {
                thrown.set(e);
              }
            })
        .join();
    assertThat(thrown.get()).isNotNull();
  }

  @Test
  void isNotRunOrClosedFromInside() throws IOException {
    Gate first = new Gate();
    loop()
        .after(
            Duration.ZERO,
            () -> {
              first.open();
              loop().run(Async.<Integer, RuntimeException>of(1));
            });
    pass(first);
    Gate second = new Gate();
    loop()
        .after(
            Duration.ZERO,
            () -> {
              second.open();
              loop().close();
            });
    pass(second);
    assertThat(failures)
        .containsExactly(
            "a libuv callback failed: the loop runs already; inside a task, await",
            "a libuv callback failed: a loop cannot be closed from inside itself");
  }

  @Test
  void closesTimersThatHaveNotFired() {
    loop().after(Duration.ofHours(1), () -> {});
    assertThat(loop().openHandles()).isEqualTo(5);
    loop().close();
    assertThat(loop().openHandles()).isZero();
    assertThat(failures).isEmpty();
  }

  // ---------------------------------------------------------------- dumps

  /** What another thread gets. */
  private List<TaskDump> dumpsFromOutside(Duration patience) {
    List<TaskDump> dumps = new ArrayList<>();
    Thread other = onAnotherThread(() -> dumps.add(loop().dump(patience)));
    try {
      other.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return dumps;
  }

  @Test
  void aTaskAsksWhatTheOthersWaitFor() {
    List<TaskDump> dumps = new ArrayList<>();
    Task<?, ?> sleeps = loop().scheduler().spawn(Async.sleep(Duration.ofHours(1)));
    loop()
        .run(
            leaf(_ -> {
              dumps.add(loop().dump());
              return null;
            }));
    assertThat(dumps.getFirst().tasks())
        .extracting(TaskDump.Entry::doing)
        .containsExactly(TaskDump.Doing.WAITS, TaskDump.Doing.RUNS);
    assertThat(dumps.getFirst().toString())
        .startsWith(
            "runtime 'libuv', 2 tasks\n  "
                + TaskDump.nameOf(sleeps)
                + ", waits\n    for a time, by sleep\n");
  }

  @Test
  void anotherThreadAsksALoopThatIsParked() throws Exception {
    List<TaskDump> dumps = new ArrayList<>();
    Gate gate = new Gate();
    Thread other =
        onAnotherThread(() -> {
          try {
            gate.waiting.await();
            dumps.add(loop().dump(Duration.ofHours(1)));
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          } finally {
            gate.open();
          }
        });
    pass(gate);
    other.join();
    assertThat(dumps).singleElement().satisfies(dump -> assertThat(dump.stuckAt()).isEmpty());
    assertThat(dumps.getFirst().tasks())
        .singleElement()
        .extracting(TaskDump.Entry::doing)
        .isEqualTo(TaskDump.Doing.WAITS);
  }

  @Test
  void aLoopWhoseThreadIsBlockedIsToldByWhereThatIs() {
    List<TaskDump> dumps = new ArrayList<>();
    loop()
        .run(
            leaf(_ -> {
              dumps.addAll(dumpsFromOutside(Duration.ofMillis(1)));
              return null;
            }));
    assertThat(dumps).hasSize(1);
    assertThat(dumps.getFirst().stuckAt())
        .extracting(StackTraceElement::getMethodName)
        .contains("join", "dumpsFromOutside");
    assertThat(dumps.getFirst().toString())
        .startsWith(
            "runtime 'libuv', whose thread '"
                + Thread.currentThread().getName()
                + "' does not come back to its loop");
  }

  @Test
  void aClosedLoopHasNoTasks() throws Exception {
    loop().close();
    assertThat(loop().dump().tasks()).isEmpty();
    AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
    onAnotherThread(
            () -> {
              try {
                loop().dump();
              } catch (IllegalStateException e) {
                thrown.set(e);
              }
            })
        .join();
    assertThat(thrown.get()).isNotNull().rootCause().hasMessage("the libuv loop is closed");
  }
}
