package dev.bide.it;

import static dev.bide.Async.async;
import static dev.bide.it.LargeBlocks.here;
import static dev.bide.it.LargeBlocks.isResumedBySeveralMethods;
import static dev.bide.it.LargeBlocks.turnsOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bide.Async;
import dev.bide.AsyncCloseable;
import dev.bide.AsyncTrace;
import dev.bide.Cancelled;
import dev.bide.Poll;
import dev.bide.Task;
import dev.bide.ThreadConfined;
import dev.bide.runtime.Context;
import dev.bide.sync.AsyncChannel;
import dev.bide.testing.TestRuntime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Blocks with so much code that several methods resume them. */
class LargeBlockTest {
  private final TestRuntime runtime = TestRuntime.confined();
  private final List<String> log = new ArrayList<>();
  private int line;

  /** Waits a turn, then has a value, unless it throws. */
  private static final class Leaf implements Async<Integer, RuntimeException> {
    private final int throwsAt;
    private int polls;

    Leaf(int throwsAt) {
      this.throwsAt = throwsAt;
    }

    @Override
    public @Nullable Object poll(Context cx) {
      if (++polls == throwsAt) {
        throw new IllegalStateException("poll " + polls);
      }
      if (polls % 2 == 0) {
        return polls;
      }
      cx.waker().wake();
      return Poll.PENDING;
    }

    @Override
    public void cancel() {}
  }

  private static final class Never implements Async<Integer, RuntimeException> {
    private boolean cancelled;

    @Override
    public Object poll(Context cx) {
      if (cancelled) {
        throw Cancelled.byLeaf();
      }
      return Poll.PENDING;
    }

    @Override
    public void cancel() {
      cancelled = true;
    }
  }

  private Async<Integer, RuntimeException> large(
      Async<Integer, RuntimeException> a, Async<Integer, RuntimeException> last) {
    return async(() -> {
      int sum = 0;
      sum += a.await();
      sum += a.await() * sum;
      sum += a.await() + 3;
      sum += sum * a.await();
      sum += a.await() - 5;
      sum += a.await() ^ sum;
      sum += a.await() + 7;
      sum += sum - a.await();
      sum += a.await() * 9;
      sum += a.await() + sum;
      sum += a.await() + 11;
      sum += a.await() + 12;
      log.add("sum " + sum);
      line = here() + 1;
      return last.await() + sum;
    });
  }

  /** What it computes, without waiting. */
  private static int sum() {
    int sum = 0;
    sum += 2;
    sum += 4 * sum;
    sum += 6 + 3;
    sum += sum * 8;
    sum += 10 - 5;
    sum += 12 ^ sum;
    sum += 14 + 7;
    sum += sum - 16;
    sum += 18 * 9;
    sum += 20 + sum;
    sum += 22 + 11;
    sum += 24 + 12;
    return sum;
  }

  @Test
  void itComputesWhatAnotherDoes() {
    isResumedBySeveralMethods(LargeBlockTest.class, "large");
    assertThat(runtime.run(() -> large(new Leaf(0), new Leaf(0)).await())).isEqualTo(sum() + 2);
  }

  @Test
  void whatALeafThrowsHasTheLineOfItsAwaitOnce() {
    for (int throwsAt : List.of(1, 2)) { // where it is started, and where it goes on
      assertThatThrownBy(() -> runtime.run(() -> large(new Leaf(0), new Leaf(throwsAt)).await()))
          .hasMessage("poll " + throwsAt)
          .satisfies(e ->
              assertThat(e.getStackTrace())
                  .filteredOn(l -> l.getMethodName().startsWith("lambda$large$"))
                  .singleElement()
                  .satisfies(l -> assertThat(l.getLineNumber()).isEqualTo(line)));
    }
  }

  @Test
  void theTraceOfABlockThatItStartsHasTheLineOfTheAwaitOnce() {
    List<List<StackTraceElement>> traces = new ArrayList<>();
    runtime.run(() ->
        large(
                new Leaf(0),
                async(() -> {
                  traces.add(AsyncTrace.current().await());
                  Task.yield().await();
                  traces.add(AsyncTrace.current().await());
                  return 1;
                }))
            .await());
    assertThat(traces)
        .hasSize(2)
        .allSatisfy(trace ->
            assertThat(trace)
                .filteredOn(l -> l.getMethodName().startsWith("lambda$large$"))
                .singleElement()
                .satisfies(l -> assertThat(l.getLineNumber()).isEqualTo(line)));
  }

  @Test
  @SuppressWarnings("NullAway") // that is the test
  void nullThatIsAwaitedIsRefusedThere() {
    assertThatThrownBy(() -> runtime.run(() -> large(new Leaf(0), null).await()))
        .isInstanceOf(NullPointerException.class)
        .satisfies(e ->
            assertThat(e.getStackTrace())
                .filteredOn(l -> l.getMethodName().startsWith("lambda$large$"))
                .singleElement()
                .satisfies(l -> assertThat(l.getLineNumber()).isEqualTo(line)));
  }

  private Async<Integer, RuntimeException> guarded(Leaf a) {
    return async(() -> {
      int sum = 1;
      try {
        sum += a.await();
        sum += a.await() * sum;
        sum += a.await() + 3;
        sum += sum * a.await();
        sum += a.await() - 5;
        sum += a.await() ^ sum;
        sum += a.await() + 7;
        sum += sum - a.await();
        sum += a.await() * 9;
        sum += a.await() + sum;
        sum += a.await() + 11;
        sum += a.await() + 12;
        sum -= a.await();
        sum += a.await() | 1;
      } catch (IllegalStateException e) {
        log.add(e.getMessage() + " " + sum);
        return sum + a.await();
      }
      return sum;
    });
  }

  /** The same, where nothing waits. */
  private int guardedTwin(Leaf a) {
    int sum = 1;
    try {
      sum += value(a);
      sum += value(a) * sum;
      sum += value(a) + 3;
      sum += sum * value(a);
      sum += value(a) - 5;
      sum += value(a) ^ sum;
      sum += value(a) + 7;
      sum += sum - value(a);
      sum += value(a) * 9;
      sum += value(a) + sum;
      sum += value(a) + 11;
      sum += value(a) + 12;
      sum -= value(a);
      sum += value(a) | 1;
    } catch (IllegalStateException e) {
      log.add(e.getMessage() + " " + sum);
      return sum + value(a);
    }
    return sum;
  }

  private static int value(Leaf a) {
    do {
      if (++a.polls == a.throwsAt) {
        throw new IllegalStateException("poll " + a.polls);
      }
    } while (a.polls % 2 != 0);
    return a.polls;
  }

  @Test
  void itsHandlersCatchWhatIsThrownWhereverItIs() {
    isResumedBySeveralMethods(LargeBlockTest.class, "guarded");
    for (int throwsAt = 0; throwsAt <= 30; throwsAt++) {
      log.clear();
      int expected = guardedTwin(new Leaf(throwsAt));
      List<String> expectedLog = List.copyOf(log);
      log.clear();
      Leaf leaf = new Leaf(throwsAt);
      assertThat(runtime.run(() -> guarded(leaf).await()))
          .as("thrown at poll %s", throwsAt)
          .isEqualTo(expected);
      assertThat(log).isEqualTo(expectedLog);
    }
  }

  private Async<Integer, RuntimeException> received(AsyncChannel<Integer> from) {
    return async(() -> {
      int sum = from.receive().await();
      sum = sum * 3 + from.receive().await();
      sum = sum * 3 + from.receive().await();
      sum = sum * 3 + from.receive().await();
      try (Closed c = new Closed()) {
        sum = sum * 3 + from.receive().await();
        log.add("in " + c.log.size());
        sum = sum * 3 + from.receive().await();
      }
      try (Closed c = null) {
        sum = sum * 3 + from.receive().await() + (c == null ? 0 : 1);
      }
      sum = sum * 3 + from.receive().await();
      sum = sum * 3 + from.receive().await();
      sum = sum * 3 + from.receive().await();
      return sum;
    });
  }

  private final class Closed implements AsyncCloseable<RuntimeException> {
    private final List<String> log = LargeBlockTest.this.log;

    @Override
    public Async<@Nullable Void, RuntimeException> closeAsync() {
      return async(() -> {
        Task.yield().await();
        log.add("closed");
      });
    }
  }

  @Test
  void leavesOfTheLibraryAreReadyOrWait() {
    isResumedBySeveralMethods(LargeBlockTest.class, "received");
    int expected = 0;
    for (int i = 1; i <= 10; i++) {
      expected = expected * 3 + i;
    }
    for (int capacity : List.of(1, 3, 10)) {
      log.clear();
      int sum =
          runtime.run(() -> {
            AsyncChannel<Integer> channel = AsyncChannel.local(capacity);
            Async<Integer, RuntimeException> receives = received(channel);
            Async<Integer, RuntimeException> sends =
                async(() -> {
                  for (int i = 1; i <= 10; i++) {
                    channel.send(i).await();
                  }
                  return 0;
                });
            return Async.join(receives, sends).await().first();
          });
      assertThat(sum).as("with room for %s", capacity).isEqualTo(expected);
      assertThat(log).containsExactly("in 0", "closed");
    }
  }

  private Async<Integer, RuntimeException> awaits(
      int times, Async<Integer, RuntimeException>[] as) {
    return async(() -> {
      int sum = 0;
      for (int i = 0; i < times; i++) {
        sum += as[i].await();
      }
      return sum;
    });
  }

  private Async<Integer, RuntimeException> awaitsAndMore(
      int times, Async<Integer, RuntimeException>[] as) {
    return async(() -> {
      int sum = 0;
      Task.yield().await();
      for (int i = 0; i < times; i++) {
        sum += as[i].await();
        if (sum < 0) { // never
          sum += as[i].await() + 1;
          sum += as[i].await() + 2;
          sum += as[i].await() + 3;
          sum += as[i].await() + 4;
          sum += as[i].await() + 5;
          sum += as[i].await() + 6;
          sum += as[i].await() + 7;
          sum += as[i].await() + 8;
          sum += as[i].await() + 9;
          sum += as[i].await() + 10;
          sum += as[i].await() + 11;
          sum += as[i].await() + 12;
        }
      }
      return sum;
    });
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Async<Integer, RuntimeException>[] ready(int n) {
    Async<Integer, RuntimeException>[] all = new Async[n];
    Arrays.setAll(all, i -> async(() -> 1));
    return all;
  }

  @Test
  void aLoopThatNeverWaitsGivesUpItsTurnAsOftenAsInASmallBlock() {
    isResumedBySeveralMethods(LargeBlockTest.class, "awaitsAndMore");
    int n = 100_000;
    int small = turnsOf(runtime, awaits(n, ready(n)));
    assertThat(small).isGreaterThan(n / 1000);
    assertThat(turnsOf(runtime, awaitsAndMore(n, ready(n)))).isEqualTo(small + 1); // it yields once
  }

  private Async<Integer, RuntimeException> undone(Async<Integer, RuntimeException> a) {
    return async(() -> {
      int sum = 0;
      try {
        sum += a.await();
        sum += a.await() * sum;
        sum += a.await() + 3;
        sum += sum * a.await();
        sum += a.await() - 5;
        sum += a.await() ^ sum;
        sum += a.await() + 7;
        sum += sum - a.await();
        Async<Integer, RuntimeException> never = new Never();
        sum += never.await();
        sum += a.await();
      } catch (Cancelled c) {
        log.add("cancelled " + sum);
        sum += a.await();
        sum += a.await();
        log.add("undone " + sum);
        throw c;
      }
      return sum;
    });
  }

  @Test
  void aCancelUnwindsIt() {
    isResumedBySeveralMethods(LargeBlockTest.class, "undone");
    var task =
        runtime.spawn(() -> {
          try {
            undone(new Leaf(0)).await();
          } finally {
            log.add("ended");
          }
        });
    runtime.runUntilIdle();
    assertThat(log).isEmpty();
    task.cancel();
    runtime.runUntilIdle();
    assertThat(task.isEnded()).isTrue();
    assertThat(log).hasSize(3).last().isEqualTo("ended");
    assertThat(log.get(0)).startsWith("cancelled ");
    int sum = Integer.parseInt(log.get(0).substring("cancelled ".length()));
    assertThat(log.get(1)).isEqualTo("undone " + (sum + 18 + 20));
  }

  @ThreadConfined
  private static final class OfOneThread {
    int value = 5;
  }

  private Async<Integer, RuntimeException> confined(Async<Integer, RuntimeException> a) {
    return async(() -> {
      int sum = 0;
      sum += a.await();
      sum += a.await() * sum;
      sum += a.await() + 3;
      sum += sum * a.await();
      sum += a.await() - 5;
      sum += a.await() ^ sum;
      sum += a.await() + 7;
      sum += sum - a.await();
      sum += a.await() * 9;
      OfOneThread held = new OfOneThread();
      line = here() + 1;
      sum += a.await() + 10;
      sum += a.await() + held.value;
      return sum;
    });
  }

  @Test
  void aLeafThatIsAwaitedAgainIsRefusedWhereTheBlockHoldsWhatBelongsToOneThread() {
    isResumedBySeveralMethods(LargeBlockTest.class, "confined");
    assertThat(runtime.run(() -> confined(new Leaf(0)).await())).isPositive();
    TestRuntime migrating = TestRuntime.migrating(2);
    assertThatThrownBy(() -> migrating.run(() -> confined(new Leaf(0)).await()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("'held'")
        .hasMessageContaining("LargeBlockTest.java:" + line);
  }

  @SuppressWarnings("fallthrough")
  private Async<Integer, RuntimeException> branching(
      int k, Async<Integer, RuntimeException> a, AsyncChannel<Integer> from) {
    return async(() -> {
      int sum = k;
      int v = a.await();
      sum += v;
      if ((sum & 2) == 0) {
        v = a.await();
        sum = sum * 3 + v;
      } else {
        v = a.await();
        sum = sum * 5 + v;
      }
      v = from.receive().await();
      sum = sum * 7 + v;
      v = a.await();
      sum = sum * 11 + v;
      if ((sum & 4) != 0) {
        v = a.await();
        sum = sum * 13 + v;
      }
      v = a.await();
      sum = sum * 17 + v;
      v = from.receive().await();
      sum = sum * 19 + v;
      v = a.await();
      sum = sum * 23 + v;
      switch (sum & 3) {
        case 0:
          v = a.await();
          sum = sum * 29 + v; // and on
        case 1:
          v = a.await();
          sum = sum * 31 + v;
          break;
        case 2:
          v = a.await();
          sum = sum * 37 + v;
          break;
        default:
      }
      v = from.receive().await();
      sum = sum * 41 + v;
      v = a.await();
      sum = sum * 43 + v;
      v = a.await();
      return sum * 47 + v;
    });
  }

  /** The same, where nothing waits. */
  @SuppressWarnings("fallthrough")
  private static int branchingTwin(int k, Leaf a, Queue<Integer> from) {
    int sum = k;
    int v = value(a);
    sum += v;
    if ((sum & 2) == 0) {
      v = value(a);
      sum = sum * 3 + v;
    } else {
      v = value(a);
      sum = sum * 5 + v;
    }
    v = from.remove();
    sum = sum * 7 + v;
    v = value(a);
    sum = sum * 11 + v;
    if ((sum & 4) != 0) {
      v = value(a);
      sum = sum * 13 + v;
    }
    v = value(a);
    sum = sum * 17 + v;
    v = from.remove();
    sum = sum * 19 + v;
    v = value(a);
    sum = sum * 23 + v;
    switch (sum & 3) {
      case 0:
        v = value(a);
        sum = sum * 29 + v; // and on
      case 1:
        v = value(a);
        sum = sum * 31 + v;
        break;
      case 2:
        v = value(a);
        sum = sum * 37 + v;
        break;
      default:
    }
    v = from.remove();
    sum = sum * 41 + v;
    v = value(a);
    sum = sum * 43 + v;
    v = value(a);
    return sum * 47 + v;
  }

  @Test
  void anAwaitIsReachedInSeveralWays() {
    isResumedBySeveralMethods(LargeBlockTest.class, "branching");
    for (int k = 0; k < 40; k++) {
      int start = k;
      int expected = branchingTwin(k, new Leaf(0), new ArrayDeque<>(List.of(1, 2, 3)));
      assertThat(
              runtime.<Integer, RuntimeException>run(() -> {
                AsyncChannel<Integer> items = AsyncChannel.local(3);
                for (int i = 1; i <= 3; i++) {
                  items.send(i).await();
                }
                return branching(start, new Leaf(0), items).await();
              }))
          .isEqualTo(expected);
    }
  }
}
