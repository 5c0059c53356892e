package dev.bide.it;

import static dev.bide.Async.async;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bide.Async;
import dev.bide.Cancelled;
import dev.bide.Poll;
import dev.bide.Task;
import dev.bide.runtime.Context;
import dev.bide.testing.TestRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Frames that hand their value from one to the next, without the engine in between. */
class HandedOnTest {
  private static final int DEEP = 40;

  private final TestRuntime runtime = TestRuntime.confined();

  /** The levels whose code behind the await has run. */
  private final List<Integer> ran = new ArrayList<>();

  private int throwsAt;
  private int catchesAt;

  private Async<Integer, RuntimeException> down(int n) {
    return async(() -> {
      if (n == 0) {
        Task.yield().await();
        return 0;
      }
      int below = down(n - 1).await();
      ran.add(n);
      if (n == throwsAt) {
        throw new IllegalStateException("at " + n);
      }
      return below + 1;
    });
  }

  /** The same with an await before, and a handler around. */
  private Async<Integer, RuntimeException> guarded(int n) {
    return async(() -> {
      Task.yield().await();
      int below = 0;
      try {
        if (n > 0) {
          below = guarded(n - 1).await();
        }
        ran.add(n);
        if (n == throwsAt) {
          throw new IllegalStateException("at " + n);
        }
      } catch (IllegalStateException e) {
        if (n != catchesAt) {
          throw e;
        }
        ran.add(-n);
      }
      return below + 1;
    });
  }

  private static List<Integer> levels(int from, int to) {
    return IntStream.rangeClosed(from, to).boxed().toList();
  }

  @Test
  void aValuePassesEachLevelOnce() {
    throwsAt = -1;
    assertThat(runtime.run(() -> down(DEEP).await() + down(DEEP).await())).isEqualTo(2 * DEEP);
    assertThat(ran.subList(0, DEEP)).isEqualTo(levels(1, DEEP));
    assertThat(ran).hasSize(2 * DEEP);
  }

  @Test
  void anExceptionComesFromTheLevelThatThrew() {
    for (throwsAt = 1; throwsAt <= DEEP; throwsAt++) {
      ran.clear();
      int callers = DEEP - throwsAt;
      assertThatThrownBy(() -> runtime.run(() -> down(DEEP).await()))
          .hasMessage("at " + throwsAt)
          .satisfies(e ->
              assertThat(e.getStackTrace())
                  .filteredOn(l -> l.getMethodName().startsWith("lambda$down$"))
                  .hasSize(1 + callers));
      assertThat(ran).isEqualTo(levels(1, throwsAt));
    }
  }

  @Test
  void aHandlerFurtherOutCatchesIt() {
    for (throwsAt = 0; throwsAt <= DEEP; throwsAt++) {
      for (catchesAt = throwsAt; catchesAt <= DEEP; catchesAt += 7) {
        ran.clear();
        int value = runtime.run(() -> guarded(DEEP).await());
        List<Integer> expected = new ArrayList<>(levels(0, throwsAt));
        expected.add(-catchesAt);
        expected.addAll(levels(catchesAt + 1, DEEP));
        assertThat(ran).isEqualTo(expected);
        boolean itsOwn = catchesAt == throwsAt; // it has the value of the level below then
        assertThat(value).isEqualTo(itsOwn ? DEEP + 1 : DEEP - catchesAt + 1);
      }
    }
  }

  /** What a leaf throws passes frames without a handler that have not been resumed. */
  @Test
  void aFailureOfTheLeafFindsItsHandlerInAChainThatIsPolledByHand() {
    assertThat(runtime.run(() -> new ByHand<>(catching()).await())).isEqualTo("caught");
  }

  private static Async<String, RuntimeException> catching() {
    return async(() -> {
      try {
        return failing().await();
      } catch (IllegalStateException e) {
        return "caught";
      }
    });
  }

  private static Async<String, RuntimeException> failing() {
    return async(() -> new FailsOnceWoken().await());
  }

  private static final class ByHand<T> implements Async<T, RuntimeException> {
    private final Async<T, RuntimeException> polled;

    ByHand(Async<T, RuntimeException> polled) {
      this.polled = polled;
    }

    @Override
    public @Nullable Object poll(Context cx) {
      return polled.poll(cx);
    }

    @Override
    public void cancel() {
      polled.cancel();
    }
  }

  private static final class FailsOnceWoken implements Async<String, RuntimeException> {
    private boolean polled;

    @Override
    public Object poll(Context cx) {
      if (polled) {
        throw new IllegalStateException("the leaf");
      }
      polled = true;
      cx.waker().wake();
      return Poll.PENDING;
    }

    @Override
    public void cancel() {}
  }

  /** Rule 14: whoever has swallowed a cancel behind a value that was handed to it is found. */
  @Test
  void aCancelSwallowedBehindAValueIsThrownAgain() {
    List<String> seen = new ArrayList<>();
    Task<Integer, RuntimeException> task = runtime.spawn(swallows(seen));
    runtime.runUntilIdle();
    task.cancel();
    runtime.runUntilIdle();
    assertThat(seen).containsExactly("swallowed", "again");
  }

  private Async<Integer, RuntimeException> swallows(List<String> seen) {
    return async(() -> {
      try {
        swallowing(seen).await();
        Task.yield().await();
      } catch (Cancelled c) {
        seen.add("again");
        throw c;
      }
      return 0;
    });
  }

  @SuppressWarnings("bide:cancelled-swallowed") // what is tested
  private Async<Integer, RuntimeException> swallowing(List<String> seen) {
    return async(() -> {
      try {
        Async.sleep(Duration.ofDays(1)).await();
      } catch (Cancelled c) {
        closing().await();
        seen.add("swallowed");
      }
      return 0;
    });
  }

  private static Async<Integer, RuntimeException> closing() {
    return async(() -> {
      Task.yield().await();
      return 0;
    });
  }
}
