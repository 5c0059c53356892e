package dev.bide.it;

import static dev.bide.Async.async;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.bide.Async;
import dev.bide.AsyncStream;
import dev.bide.AsyncTrace;
import dev.bide.Poll;
import dev.bide.Task;
import dev.bide.runtime.Context;
import dev.bide.testing.TestRuntime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Traces through what is polled by hand: a block, what polls it, and the block that awaits that.
 */
class PolledByHandTraceTest {
  private final TestRuntime runtime = TestRuntime.confined();
  private List<StackTraceElement> current = List.of();

  /** Throws at a poll, from the first on; before that it waits a turn. */
  private final class Fails implements Async<Integer, RuntimeException> {
    private final int at;
    private int polls;

    Fails(int at) {
      this.at = at;
    }

    @Override
    public Object poll(Context cx) {
      if (++polls == at) {
        current = AsyncTrace.of(cx);
        throw new IllegalStateException("poll " + polls);
      }
      cx.waker().wake();
      return Poll.PENDING;
    }

    @Override
    public void cancel() {}
  }

  /** Written by hand. */
  private record Wrapper(Async<Integer, RuntimeException> wrapped)
      implements Async<Integer, RuntimeException> {
    @Override
    public @Nullable Object poll(Context cx) {
      return wrapped.poll(cx);
    }

    @Override
    public void cancel() {
      wrapped.cancel();
    }
  }

  private Async<Integer, RuntimeException> inner(int at) {
    return async(() -> new Fails(at).await() + 1);
  }

  private Async<Integer, RuntimeException> middle(int at) {
    return async(() -> new Wrapper(inner(at)).await() + 1);
  }

  private Async<Integer, RuntimeException> outer(int at) {
    return async(() -> new Wrapper(middle(at)).await() + 1);
  }

  /** The methods of a trace that are the program's, blocks by the method they stand in. */
  private static List<String> lines(List<StackTraceElement> trace) {
    List<String> names = new ArrayList<>();
    for (StackTraceElement e : trace) {
      if (e.getClassName().startsWith(PolledByHandTraceTest.class.getName())
          && !e.getClassName().endsWith("$Frame")) { // what was put around a block
        String of = e.getClassName().replaceAll(".*[.$]", "");
        String method = e.getMethodName().replaceAll("lambda\\$(\\w+)\\$\\d+.*", "$1");
        names.add(method.equals("poll") ? of : method);
      }
    }
    return names;
  }

  @Test
  void whatIsThrownHasTheLinesOfAllThatWaitInOrder() {
    for (int at = 1; at <= 3; at++) {
      int poll = at;
      Throwable thrown =
          catchThrowable(() -> runtime.run(() -> new Wrapper(outer(poll)).await() + 1));
      List<String> expected =
          List.of("Fails", "inner", "Wrapper", "middle", "Wrapper", "outer", "Wrapper");
      String test = "whatIsThrownHasTheLinesOfAllThatWaitInOrder";
      assertThat(lines(List.of(thrown.getStackTrace())))
          .as("thrown at poll " + at)
          .startsWith(expected.toArray(new String[0]))
          .filteredOn(name -> !name.equals(test))
          .isEqualTo(expected);
      assertThat(lines(current))
          .as("current at poll " + at)
          .filteredOn(name -> !name.equals(test))
          .isEqualTo(expected);
    }
  }

  private Async<Integer, RuntimeException> rethrowing(int at) {
    return async(() -> {
      try {
        return new Wrapper(inner(at)).await();
      } catch (IllegalStateException e) {
        Task.yield().await();
        throw e;
      }
    });
  }

  private Async<Integer, RuntimeException> awaiting(int at) {
    return async(() -> rethrowing(at).await() + 1);
  }

  @Test
  void whatIsThrownOnceMoreGetsNoMoreLines() {
    for (int at = 2; at <= 3; at++) { // at the first poll all of them are on the stack
      int poll = at;
      Throwable thrown = catchThrowable(() -> runtime.run(() -> awaiting(poll).await() + 1));
      assertThat(lines(List.of(thrown.getStackTrace())))
          .as("thrown at poll " + at)
          .filteredOn(name -> !name.equals("whatIsThrownOnceMoreGetsNoMoreLines"))
          .containsExactly("Fails", "inner", "Wrapper", "rethrowing", "awaiting");
    }
  }

  /** Polls once more what has ended. */
  private record Twice(Async<Integer, RuntimeException> polled)
      implements Async<Integer, RuntimeException> {
    @Override
    public @Nullable Object poll(Context cx) {
      Object r = polled.poll(cx);
      return r == Poll.PENDING ? r : polled.poll(cx);
    }

    @Override
    public void cancel() {}
  }

  private Async<Integer, RuntimeException> twice(int waits) {
    return async(() -> {
      Async<Integer, RuntimeException> one =
          async(() -> {
            for (int i = 0; i < waits; i++) {
              Task.yield().await();
            }
            return 1;
          });
      return new Twice(one).await() + 1;
    });
  }

  @Test
  void soDoesARefusalToBePolled() {
    for (int waits = 0; waits <= 2; waits++) {
      int turns = waits;
      Throwable thrown = catchThrowable(() -> runtime.run(() -> new Wrapper(twice(turns)).await()));
      assertThat(thrown).hasMessageContaining("this computation has ended");
      assertThat(lines(List.of(thrown.getStackTrace())))
          .as("after waits: " + waits)
          .startsWith("Twice", "twice", "Wrapper", "soDoesARefusalToBePolled");
    }
  }

  @Test
  void soDoesWhatAFunctionOfAStreamThrows() {
    for (int at = 1; at <= 3; at++) {
      int poll = at;
      Throwable thrown =
          catchThrowable(() ->
              runtime.run(() -> {
                Async<Integer, RuntimeException> all = summed(poll);
                return all.await();
              }));
      assertThat(lines(List.of(thrown.getStackTrace())))
          .as("thrown at poll " + at)
          .startsWith("Fails", "inner", "summed")
          .contains("soDoesWhatAFunctionOfAStreamThrows");
    }
  }

  private Async<Integer, RuntimeException> summed(int at) {
    return async(() -> {
      int[] sum = {0};
      AsyncStream.of(1, 2)
          .map(n -> {
            Task.yield().await();
            return n + inner(at).await();
          })
          .forEach(n -> sum[0] += n)
          .await();
      return sum[0];
    });
  }
}
