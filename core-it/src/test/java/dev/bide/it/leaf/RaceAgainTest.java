package dev.bide.it.leaf;

import static dev.bide.Async.async;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bide.Async;
import dev.bide.Poll;
import dev.bide.Selected;
import dev.bide.Task;
import dev.bide.runtime.Context;
import dev.bide.runtime.Waker;
import dev.bide.testing.TestRuntime;
import dev.bide.weave.v1.Frame;
import dev.bide.weave.v1.Slots;
import dev.bide.weave.v1.Weave;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Races, selects and joins that are awaited where they are made use the one before again. {@link
 * AgainAsFreshTest} has what they do; here is what they use and keep.
 */
class RaceAgainTest {
  private final TestRuntime runtime = TestRuntime.confined("first");
  private final List<Object> log = new ArrayList<>();
  private final Bell left = new Bell();
  private final Bell right = new Bell();

  @AfterEach
  void nothingFailedUnseen() {
    assertThat(runtime.failures()).isEmpty();
    assertThat(runtime.liveTasks()).isEmpty();
  }

  private void rings(Bell... bells) {
    for (Bell bell : bells) {
      bell.ring();
      runtime.runUntilIdle();
    }
  }

  @Test
  void aJoinUsesItsChildrensLeavesAgain() throws IOException {
    Task<Integer, IOException> t =
        runtime.spawn(
            async(() -> {
              for (int i = 0; i < 4; i++) {
                int n = i;
                log.add(
                    Async.join(
                            () -> left.heard("l" + n).await(), () -> right.heard("r" + n).await())
                        .await());
              }
              return 4;
            }));
    runtime.runUntilIdle();
    rings(left, right, right, left, left, right, right, left);
    assertThat(t.resultNow()).isEqualTo(4);
    assertThat(log.toString())
        .isEqualTo(
            "[Pair[first=l0, second=r0], Pair[first=l1, second=r1],"
                + " Pair[first=l2, second=r2], Pair[first=l3, second=r3]]");
    assertThat(left.made).isEqualTo(1);
    assertThat(right.made).isEqualTo(1);
    assertThat(left.polls + right.polls).isEqualTo(16);
    assertThat(runtime.runs()).as("one to begin, one for each ring").isEqualTo(9);
  }

  @Test
  void aSelectGoesOnWithWhoeverIsFirst() throws IOException {
    Task<Integer, IOException> t =
        runtime.spawn(
            async(() -> {
              for (int i = 0; i < 4; i++) {
                int n = i;
                var which =
                    Async.select(
                            () -> left.heard("l" + n).await(), () -> right.heard("r" + n).await())
                        .await();
                log.add(
                    switch (which) {
                      case Selected.First<String, String> f -> f.value();
                      case Selected.Second<String, String> s -> s.value();
                    });
              }
              return 4;
            }));
    runtime.runUntilIdle();
    rings(left, right, right, left);
    assertThat(t.resultNow()).isEqualTo(4);
    assertThat(log).containsExactly("l0", "r1", "r2", "l3");
    assertThat(left.isWaitedFor() || right.isWaitedFor()).isFalse();
    assertThat(left.made).as("also in the frame of who has lost").isEqualTo(1);
    assertThat(right.made).isEqualTo(1);
  }

  /** Keeps the wakers of all that have waited for it, as nothing should. */
  private static final class Hoarder implements Async<Integer, RuntimeException> {
    final List<Waker> wakers;
    private final int[] ready;
    private boolean cancelled;

    Hoarder(List<Waker> wakers, int[] ready) {
      this.wakers = wakers;
      this.ready = ready;
    }

    @Override
    public Object poll(Context cx) {
      if (ready[0] > 0) {
        return ready[0]--;
      }
      if (cancelled) {
        throw dev.bide.Cancelled.byLeaf();
      }
      wakers.add(cx.waker());
      return Poll.PENDING;
    }

    @Override
    public void cancel() {
      cancelled = true;
    }
  }

  @Test
  void wakersOfEarlierRunsWakeForNoReasonAtMost() {
    List<Waker> wakers = new ArrayList<>();
    int[] one = new int[1];
    int[] other = new int[1];
    Task<Integer, RuntimeException> t =
        runtime.spawn(
            async(() -> {
              int sum = 0;
              for (int i = 0; i < 4; i++) {
                sum +=
                    Async.race(
                            () -> new Hoarder(wakers, one).await(),
                            () -> new Hoarder(wakers, other).await())
                        .await();
                log.add(i);
              }
              return sum;
            }));
    runtime.runUntilIdle();
    for (int i = 0; i < 4; i++) {
      for (Waker old : List.copyOf(wakers)) {
        old.wake();
      }
      runtime.runUntilIdle();
      wakers.forEach(old -> runtime.outside(old::wake));
      List.copyOf(wakers).forEach(old -> old.wake());
      runtime.runUntilIdle();
      assertThat(log).hasSize(i);
      (i % 2 == 0 ? one : other)[0] = 1;
      wakers.forEach(Waker::wake);
      wakers.forEach(old -> runtime.outside(old::wake)); // also when the race has ended
      runtime.runUntilIdle();
    }
    assertThat(t.resultNow()).isEqualTo(4);
    assertThat(wakers.stream().distinct()).hasSize(2);
  }

  @Test
  void theyHoldNothingOnceTheyHaveEnded() {
    Bell gate = new Bell();
    List<WeakReference<Object>> refs = new ArrayList<>();
    Task<Integer, IOException> t =
        runtime.spawn(
            async(() -> {
              for (int i = 0; i < 3; i++) {
                refs.add(new WeakReference<>(raced(captured(refs), captured(refs)).await()));
                gate.heard("").await();
                Object a = captured(refs);
                Object b = captured(refs);
                refs.add(
                    new WeakReference<>(
                        Async.race(() -> rung(left, a).await(), () -> rung(right, b).await())
                            .await()));
                gate.heard("").await();
                refs.add(
                    new WeakReference<>(
                        Async.select(() -> rung(left, a).await(), () -> rung(right, b).await())
                            .await()));
                gate.heard("").await();
                refs.add(
                    new WeakReference<>(
                        Async.join(() -> rung(left, a).await(), () -> rung(right, b).await())
                            .await()));
                gate.heard("").await();
              }
              return 1;
            }));
    runtime.runUntilIdle();
    for (int i = 0; i < 3; i++) {
      for (Bell[] of : new Bell[][] {{left}, {right}, {left}, {left, right}}) {
        rings(of);
        assertThat(gate.isWaitedFor()).isTrue();
        if (of.length == 2) { // before, two variables are needed for the next
          refs.forEach(RaceAgainTest::assertCleared);
        }
        rings(gate);
      }
    }
    assertThat(t.isEnded()).isTrue();
    assertThat(refs).hasSize(24);
  }

  private Async<Object, IOException> raced(Object a, Object b) {
    return async(
        () -> Async.race(() -> rung(left, a).await(), () -> rung(right, b).await()).await());
  }

  private static Object captured(List<WeakReference<Object>> refs) {
    Object o = new Object();
    refs.add(new WeakReference<>(o));
    return o;
  }

  private static Async<Object, IOException> rung(Bell bell, Object captured) {
    return async(() -> {
      bell.heard("x").await();
      return List.of(captured);
    });
  }

  private static void assertCleared(WeakReference<Object> ref) {
    for (int i = 0; i < 50 && ref.get() != null; i++) {
      System.gc();
    }
    assertThat(ref.get()).isNull();
  }

  /** More places than have something of their own: some share what is kept. */
  @Test
  void manyPlacesInOneBlock() throws IOException {
    Task<Integer, IOException> t =
        runtime.spawn(
            async(() -> {
              for (int i = 0; i < 3; i++) {
                log.add(Async.race(() -> left.heard("a").await(), () -> "b").await());
                log.add(Async.race(() -> "c", () -> left.heard("d").await()).await());
                log.add(Async.join(() -> left.heard("e").await(), () -> 1).await().first());
                log.add(Async.join(() -> 1, () -> left.heard("f").await()).await().second());
                log.add(Async.race(() -> left.heard("g").await(), left.heard("h")).await());
                log.add(Async.join(() -> left.heard("i").await(), () -> 2).await().second());
                log.add(Async.join(() -> 3, () -> left.heard("j").await()).await().first());
                log.add(Async.join(() -> left.heard("k").await(), () -> 1).await().first());
                log.add(
                    Async.select(() -> left.heard("l").await(), () -> right.heard("m").await())
                            .await()
                        instanceof Selected.First);
                log.add(
                    Async.race(() -> left.heard("n").await(), () -> right.heard("o").await())
                        .await());
                log.add(Async.join(() -> left.heard("p").await(), () -> 1).await().first());
              }
              return 1;
            }));
    runtime.runUntilIdle();
    for (int i = 0; i < 50 && !t.isEnded(); i++) {
      rings(left);
    }
    assertThat(t.resultNow()).isEqualTo(1);
    List<Object> round = List.of("b", "c", "e", "f", "h", 2, 3, "k", true, "n", "p");
    List<Object> all = new ArrayList<>(round);
    all.addAll(round);
    all.addAll(round);
    assertThat(log).isEqualTo(all);
  }

  private static final class Kept extends Frame {
    int cleared;

    Kept(Slots cx) {
      super(cx);
      state = 2;
    }

    @Override
    public @Nullable Object resume(Slots cx, @Nullable Object in, @Nullable Throwable failure) {
      return null;
    }

    @Override
    public boolean clear() {
      cleared++;
      return true;
    }
  }

  @Test
  void aFrameThatWasTakenAwayMayStillRunAndIsNotCleared() {
    Slots cx = (Slots) Context.of(runtime);
    Frame outer = new Kept(cx);
    Kept inner = new Kept(cx);
    assertThat(Weave.cleared(inner, outer)).isNull();
    assertThat(inner.cleared).isZero();
    inner.parent = outer;
    assertThat(Weave.cleared(inner, outer)).isSameAs(inner);
    assertThat(inner.cleared).isEqualTo(1);
    inner.state = 0;
    assertThat(Weave.cleared(inner, outer)).as("it has ended with a value").isSameAs(inner);
    assertThat(inner.cleared).isEqualTo(1);
  }
}
