package dev.bide.it;

import static dev.bide.Async.async;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bide.Async;
import dev.bide.AsyncTrace;
import dev.bide.Task;
import dev.bide.testing.TestRuntime;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Calls through an interface that are awaited on the spot. */
class OnTheSpotTest {
  private final TestRuntime runtime = TestRuntime.confined();

  private interface Counts {
    Async<Integer, RuntimeException> from(int n);
  }

  private static final class Down implements Counts {
    private final boolean waits;
    private Counts next = this;

    Down(boolean waits) {
      this.waits = waits;
    }

    void through(Counts other) {
      next = other;
    }

    @Override
    public Async<Integer, RuntimeException> from(int n) {
      return async(() -> {
        if (n == 0) {
          if (waits) {
            Task.yield().await();
          }
          return 0;
        }
        return next.from(n - 1).await() + 1;
      });
    }
  }

  private int twice(Counts c, int n) {
    return runtime.run(() -> {
      int sum = 0;
      for (int i = 0; i < 2; i++) {
        sum += c.from(n).await();
      }
      return sum;
    });
  }

  @Test
  void aMillionDeep() {
    assertThat(twice(new Down(false), 1_000_000)).isEqualTo(2_000_000);
  }

  @Test
  void aMillionDeepAndWaiting() {
    assertThat(twice(new Down(true), 1_000_000)).isEqualTo(2_000_000);
  }

  @Test
  void aMillionDeepThroughTwoWhoCallEachOther() {
    Down one = new Down(true);
    Down other = new Down(true);
    one.through(n -> async(() -> other.from(n).await()));
    other.through(one);
    assertThat(twice(one, 500_000)).isEqualTo(1_000_000);
  }

  private interface Fails {
    Async<Integer, RuntimeException> now(int n);
  }

  @Test
  void anExceptionHasTheLinesOfAllCallers() {
    Fails inner =
        n ->
            async(() -> {
              Task.yield().await();
              if (n > 1) {
                throw new IllegalStateException("after two");
              }
              return n;
            });
    Fails outer = n -> async(() -> inner.now(n).await());
    assertThatThrownBy(() ->
            runtime.run(() -> {
              for (int i = 0; i < 4; i++) {
                outer.now(i).await();
              }
            }))
        .hasMessage("after two")
        .satisfies(e ->
            assertThat(e.getStackTrace())
                .filteredOn(l -> l.getClassName().startsWith(OnTheSpotTest.class.getName()))
                .extracting(StackTraceElement::getMethodName)
                .noneMatch(m -> m.endsWith("$await"))
                .hasSizeGreaterThanOrEqualTo(3));
  }

  @Test
  void theTraceHasNoneOfWhatTheWeaverAdds() {
    List<StackTraceElement> lines =
        runtime.run(() -> {
          Traced inner =
              () ->
                  async(() -> {
                    Task.yield().await();
                    return AsyncTrace.current().await();
                  });
          Traced outer = () -> async(() -> inner.lines().await());
          outer.lines().await();
          return outer.lines().await();
        });
    assertThat(lines)
        .filteredOn(l -> l.getClassName().startsWith(OnTheSpotTest.class.getName()))
        .hasSize(3)
        .noneMatch(l -> l.getMethodName().endsWith("$await"));
  }

  private interface Traced {
    Async<List<StackTraceElement>, RuntimeException> lines();
  }

  private interface Holds {
    Async<Integer, RuntimeException> on(Object captured);
  }

  private static final class Holder implements Holds {
    @Override
    public Async<Integer, RuntimeException> on(Object captured) {
      return async(() -> {
        Task.yield().await();
        return Objects.requireNonNull(captured).hashCode();
      });
    }
  }

  /** Rule 41: the frame that is kept for the next call keeps nothing of the last one. */
  @Test
  void whatWasHeldIsLetGoOf() {
    Holds holds = new Holder();
    runtime.run(() -> {
      WeakReference<Object> captured = null;
      for (int i = 0; i < 3; i++) {
        Object held = new Object();
        captured = new WeakReference<>(held);
        holds.on(held).await();
      }
      Task.yield().await();
      for (int i = 0; i < 50 && captured.get() != null; i++) {
        System.gc();
      }
      assertThat(captured.get()).isNull();
    });
  }
}
