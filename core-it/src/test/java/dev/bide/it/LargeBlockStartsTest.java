package dev.bide.it;

import static dev.bide.Async.async;
import static dev.bide.it.LargeBlocks.here;
import static dev.bide.it.LargeBlocks.isResumedBySeveralMethods;
import static dev.bide.it.LargeBlocks.turnsOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bide.Async;
import dev.bide.AsyncTrace;
import dev.bide.Poll;
import dev.bide.Task;
import dev.bide.runtime.Context;
import dev.bide.testing.TestRuntime;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the frame of a large block, or the engine, starts on its behalf. */
class LargeBlockStartsTest {
  private final TestRuntime runtime = TestRuntime.confined();
  private int line;
  private WeakReference<Object> returned = new WeakReference<>(null);

  /** Waits when it is polled first, and then has a value each time. */
  private static class WaitsOnce implements Async<Integer, RuntimeException> {
    int polls;

    @Override
    public Object poll(Context cx) {
      if (polls++ > 0) {
        return 1;
      }
      cx.waker().wake();
      return Poll.PENDING;
    }

    @Override
    public void cancel() {}
  }

  private static final class Throws extends WaitsOnce {
    @Override
    public Object poll(Context cx) {
      if (super.poll(cx) == Poll.PENDING) {
        return Poll.PENDING;
      }
      throw new IllegalStateException("caught");
    }
  }

  private Async<Integer, RuntimeException> startsInHandler(
      Async<Integer, RuntimeException> a, Async<Integer, RuntimeException> then) {
    return async(() -> {
      int sum = 0;
      try {
        sum += new Throws().await();
      } catch (IllegalStateException e) {
        line = here() + 1;
        sum += then.await();
      }
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
      if (sum < 0) {
        throw new IllegalStateException("of the block itself");
      }
      return sum;
    });
  }

  @Test
  void theTraceOfWhatAHandlerStartsHasTheLineOfTheAwaitOnce() {
    isResumedBySeveralMethods(LargeBlockStartsTest.class, "startsInHandler");
    List<List<StackTraceElement>> traces = new ArrayList<>();
    runtime.run(() ->
        startsInHandler(
                new WaitsOnce(),
                async(() -> {
                  traces.add(AsyncTrace.current().await());
                  Task.yield().await();
                  traces.add(AsyncTrace.current().await());
                  return 1;
                }))
            .await());
    assertThat(traces).hasSize(2).allSatisfy(this::hasTheLineOnce);
  }

  private void hasTheLineOnce(List<StackTraceElement> trace) {
    assertThat(trace)
        .filteredOn(l -> l.getMethodName().startsWith("lambda$startsInHandler$"))
        .singleElement()
        .satisfies(l -> assertThat(l.getLineNumber()).isEqualTo(line));
  }

  /** Asserts that an exception names nothing that the weaver has added. */
  private static void namesOnlyTheProgram(Throwable thrown) {
    assertThat(
            Arrays.stream(thrown.getStackTrace())
                .takeWhile(l -> !l.getClassName().equals("dev.bide.Async")))
        .isNotEmpty()
        .noneMatch(l -> l.getClassName().endsWith("$Frame"));
  }

  @Test
  void whatIsThrownNamesTheLineOnceAndOnlyTheProgram() {
    Async<Integer, RuntimeException> throwing =
        async(() -> {
          throw new IllegalArgumentException("at once");
        });
    assertThatThrownBy(() -> runtime.run(() -> startsInHandler(new WaitsOnce(), throwing).await()))
        .hasMessage("at once")
        .satisfies(e -> hasTheLineOnce(List.of(e.getStackTrace())))
        .satisfies(LargeBlockStartsTest::namesOnlyTheProgram);
    assertThatThrownBy(
            () -> runtime.run(() -> startsInHandler(new WaitsOnce(), async(() -> -1000)).await()))
        .hasMessage("of the block itself")
        .satisfies(LargeBlockStartsTest::namesOnlyTheProgram);
  }

  private Async<Integer, RuntimeException> small(int times, Async<Integer, RuntimeException> a) {
    return async(() -> {
      int sum = 0;
      for (int i = 0; i < times; i++) {
        sum += a.await();
      }
      return sum;
    });
  }

  private Async<Integer, RuntimeException> large(int times, Async<Integer, RuntimeException> a) {
    return async(() -> {
      int sum = 0;
      for (int i = 0; i < times; i++) {
        sum += a.await();
        if (sum < 0) { // never
          sum += a.await() + 1;
          sum += a.await() + 2;
          sum += a.await() + 3;
          sum += a.await() + 4;
          sum += a.await() + 5;
          sum += a.await() + 6;
          sum += a.await() + 7;
          sum += a.await() + 8;
          sum += a.await() + 9;
          sum += a.await() + 10;
          sum += a.await() + 11;
          sum += a.await() + 12;
        }
      }
      return sum;
    });
  }

  @Test
  void aLeafThatIsAwaitedAgainIsChargedForAsInASmallBlock() {
    isResumedBySeveralMethods(LargeBlockStartsTest.class, "large");
    int n = 100_000;
    int turns = turnsOf(runtime, small(n, new WaitsOnce()));
    assertThat(turns).isGreaterThan(n / 1000);
    assertThat(turnsOf(runtime, large(n, new WaitsOnce()))).isEqualTo(turns);
  }

  /** Has its task cancelled while it is polled. */
  private final class Cancels extends WaitsOnce {
    @Override
    public Object poll(Context cx) {
      if (polls == 3) {
        runtime.liveTasks().getFirst().cancel();
      }
      return super.poll(cx);
    }
  }

  @Test
  void aLeafThatIsAwaitedAgainIsNotPolledOnceTheTaskIsCancelled() {
    Cancels inSmall = new Cancels();
    var task = runtime.spawn(() -> small(100, inSmall).await());
    runtime.runUntilIdle();
    assertThat(task.isEnded()).isTrue();
    assertThat(inSmall.polls).isLessThan(100);

    Cancels inLarge = new Cancels();
    task = runtime.spawn(() -> large(100, inLarge).await());
    runtime.runUntilIdle();
    assertThat(task.isEnded()).isTrue();
    assertThat(inLarge.polls).isEqualTo(inSmall.polls);
  }

  private Async<Object, RuntimeException> returning(Async<Integer, RuntimeException> a) {
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
      Object value = new int[sum & 7];
      returned = new WeakReference<>(value);
      return value;
    });
  }

  @Test
  void whatItHasReturnedIsLetGoOf() {
    isResumedBySeveralMethods(LargeBlockStartsTest.class, "returning");
    boolean array = runtime.run(() -> returning(new WaitsOnce()).await() instanceof int[]);
    assertThat(array).isTrue();
    for (int i = 0; i < 50 && returned.get() != null; i++) {
      System.gc();
    }
    assertThat(returned.get()).isNull();
  }
}
