package dev.bide.it;

import static dev.bide.Async.async;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bide.Async;
import dev.bide.AsyncTrace;
import dev.bide.Cancelled;
import dev.bide.Poll;
import dev.bide.Task;
import dev.bide.runtime.Context;
import dev.bide.testing.TestRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Blocks that hand-written computations poll, alone and in turns, inside of others and not. */
class PolledByHandTest {
  private final TestRuntime runtime = TestRuntime.confined();
  private final List<String> log = new ArrayList<>();

  /** Polls all of its children in each poll, so often, until all have ended. */
  private static final class Every implements Async<List<String>, RuntimeException> {
    private final List<Async<String, RuntimeException>> children;
    private final List<@Nullable String> values = new ArrayList<>();
    private final int times;
    private final List<List<String>> traces = new ArrayList<>();

    Every(int times, List<Async<String, RuntimeException>> children) {
      this.times = times;
      this.children = children;
      children.forEach(c -> values.add(null));
    }

    @Override
    public Object poll(Context cx) {
      traces.add(linesOf(AsyncTrace.of(cx)));
      for (int t = 0; t < times; t++) {
        for (int i = 0; i < children.size(); i++) {
          if (values.get(i) == null) {
            Object r = children.get(i).poll(cx);
            if (r != Poll.PENDING) {
              values.set(i, (String) r);
            }
          }
        }
      }
      traces.add(
          linesOf(AsyncTrace.of(cx))); // whoever has stayed in the context does not wait here
      return values.contains(null) ? Poll.PENDING : List.copyOf(values);
    }

    @Override
    public void cancel() {
      for (int i = 0; i < children.size(); i++) {
        if (values.get(i) == null) {
          children.get(i).cancel();
        }
      }
    }
  }

  /** The methods of this class's blocks. */
  private static List<String> linesOf(List<StackTraceElement> trace) {
    return trace.stream()
        .filter(e -> e.getClassName().equals(PolledByHandTest.class.getName()))
        .map(StackTraceElement::getMethodName)
        .filter(m -> m.startsWith("lambda$"))
        .map(m -> m.replaceAll("lambda\\$(\\w+)\\$\\d+.*", "$1"))
        .toList();
  }

  private Async<String, RuntimeException> counting(String name, int turns) {
    return async(() -> {
      for (int i = 0; i < turns; i++) {
        log.add(name + i);
        Task.yield().await();
      }
      return name;
    });
  }

  private Async<List<String>, RuntimeException> inner(Every every) {
    return async(() -> {
      List<String> all = every.await();
      Task.yield().await();
      log.add("after");
      return all;
    });
  }

  private Async<List<String>, RuntimeException> outer(Every every) {
    return async(() -> {
      List<String> all = inner(every).await();
      Task.yield().await();
      log.add("last");
      return all;
    });
  }

  @Test
  void eachGoesOnInItsOwnChainAndTheirCallerInIts() {
    Every every = new Every(1, List.of(counting("a", 2), counting("b", 3)));
    List<String> all = runtime.run(() -> outer(every).await());
    assertThat(all).containsExactly("a", "b");
    assertThat(log).containsExactly("a0", "b0", "a1", "b1", "b2", "after", "last");
  }

  @Test
  void oneThatIsPolledAgainAndAgainInOneTurnGoesOnToo() {
    Async<String, RuntimeException> three =
        async(() -> {
          for (int i = 0; i < 3; i++) {
            log.add("i" + i);
            once().await();
          }
          return "three";
        });
    Every every = new Every(4, List.of(three, counting("b", 1)));
    assertThat(runtime.run(() -> outer(every).await())).containsExactly("three", "b");
    assertThat(log).containsExactly("i0", "b0", "i1", "i2", "after", "last");
  }

  @Test
  void whatIsPolledByHandInsideOfWhatIsPolledByHandKeepsItsPlace() {
    Async<String, RuntimeException> deep =
        async(() -> {
          Every both = new Every(1, List.of(counting("x", 2), counting("y", 2)));
          String x = String.join("", both.await());
          Task.yield().await();
          return x + String.join("", new Every(1, List.of(counting("z", 1))).await());
        });
    Every every = new Every(1, List.of(deep, counting("b", 2)));
    assertThat(runtime.run(() -> outer(every).await())).containsExactly("xyz", "b");
    assertThat(log).containsExactly("x0", "y0", "b0", "x1", "y1", "b1", "z0", "after", "last");
  }

  /** Polls a computation so often whenever it is polled itself, and has a value all the same. */
  private static Async<String, RuntimeException> polls(
      Async<String, RuntimeException> polled, int times) {
    return new Async<>() {
      @Override
      public Object poll(Context cx) {
        for (int i = 0; i < times; i++) {
          assertThat(polled.poll(cx)).isEqualTo(Poll.PENDING);
        }
        return "polled";
      }

      @Override
      public void cancel() {}
    };
  }

  /** Waits in so many polls. */
  private static Async<String, RuntimeException> waits(int times) {
    return async(() -> {
      for (int i = 0; i < times; i++) {
        tick().await();
      }
      return "waited";
    });
  }

  private Async<Integer, RuntimeException> deep(int levels) {
    return async(() -> {
      tick().await();
      int below = levels == 0 ? 0 : deep(levels - 1).await();
      tick().await();
      return below + later(levels).await();
    });
  }

  private Async<Integer, RuntimeException> later(int value) {
    return async(() -> {
      tick().await();
      log.add("l" + value);
      return value;
    });
  }

  @Test
  void oneThatWaitsDeepInsideGoesOnThere() {
    Async<String, RuntimeException> child = async(() -> "sum " + deep(3).await());
    assertThat(runtime.run(() -> new Every(100, List.of(child)).await())).containsExactly("sum 6");
    assertThat(log).containsExactly("l0", "l1", "l2", "l3");
  }

  private Async<Integer, RuntimeException> pollsDeepInside(
      Async<String, RuntimeException> polled, int levels) {
    return async(() -> {
      tick().await();
      log.add("d" + levels);
      if (levels > 0) {
        return 1 + pollsDeepInside(polled, levels - 1).await();
      }
      log.add(polls(polled, 3).await());
      return later(1).await();
    });
  }

  @Test
  void oneThatIsPolledFromFurtherInsideLeavesItsCallerWhereItWas() {
    Async<String, RuntimeException> polled = waits(4);
    int sum =
        runtime.run(() -> {
          polls(polled, 1).await();
          int deep = pollsDeepInside(polled, 3).await();
          new Every(1, List.of(polled)).await();
          return deep;
        });
    assertThat(sum).isEqualTo(4);
    assertThat(log).containsExactly("d3", "d2", "d1", "d0", "polled", "l1");
  }

  /** A leaf that waits each time it is awaited, and polls something else by hand last. */
  private static Async<String, RuntimeException> waitsAndPolls(
      Async<String, RuntimeException> polled) {
    return new Async<>() {
      private boolean waited;

      @Override
      public Object poll(Context cx) {
        waited = !waited;
        if (!waited) {
          return "polled";
        }
        cx.waker().wake();
        assertThat(polled.poll(cx)).isEqualTo(Poll.PENDING);
        return Poll.PENDING;
      }

      @Override
      public void cancel() {}
    };
  }

  @Test
  void whatItsCodePollsByHandDoesNotTakeItsPlace() {
    Async<String, RuntimeException> inside = waits(4);
    Async<String, RuntimeException> leaf = waitsAndPolls(inside);
    Async<String, RuntimeException> child =
        async(() -> {
          for (int i = 0; i < 4; i++) {
            log.add(leaf.await());
          }
          new Every(1, List.of(inside)).await();
          return "child";
        });
    Every every = new Every(2, List.of(child));
    assertThat(runtime.run(() -> outer(every).await())).containsExactly("child");
    assertThat(every.traces.subList(1, every.traces.size())).containsOnly(every.traces.getFirst());
    assertThat(log).containsExactly("polled", "polled", "polled", "polled", "after", "last");
  }

  @Test
  void aCancelFromItsOwnLeafIsNotLost() {
    List<Async<String, RuntimeException>> self = new ArrayList<>();
    Async<String, RuntimeException> leaf =
        new Async<>() {
          private int polls;
          private boolean cancelled;

          @Override
          public Object poll(Context cx) {
            if (cancelled) {
              throw Cancelled.byLeaf();
            }
            polls++;
            if (polls == 3) {
              self.getFirst().cancel();
            }
            return Poll.PENDING;
          }

          @Override
          public void cancel() {
            log.add("told after " + polls);
            cancelled = true;
          }
        };
    self.add(
        async(() -> {
          try {
            return leaf.await();
          } finally {
            log.add("cancelled");
          }
        }));
    assertThatThrownBy(() -> runtime.run(() -> new Every(10, self).await()))
        .isInstanceOf(CancellationException.class);
    assertThat(log).containsExactly("told after 3", "cancelled");
  }

  @Test
  void aTraceIsThatOfWhatRunsNotOfWhatWasPolledBefore() {
    Every every = new Every(1, List.of(counting("a", 2), counting("b", 1)));
    runtime.run(() -> outer(every).await());
    assertThat(every.traces).hasSize(6);
    assertThat(every.traces.subList(1, 6)).containsOnly(every.traces.getFirst());
    assertThat(every.traces.getFirst()).startsWith("inner", "outer");
  }

  @Test
  void aCancelReachesEachWhereItWaits() {
    Async<String, RuntimeException> cleansUp =
        async(() -> {
          try {
            Async.sleep(Duration.ofDays(1)).await();
            return "slept";
          } finally {
            Task.yield().await();
            log.add("clean");
          }
        });
    runtime.run(() -> {
      try {
        outer(new Every(1, List.of(cleansUp, counting("b", 3))))
            .timeout(Duration.ofSeconds(1))
            .await();
      } catch (dev.bide.TimedOutException e) {
        log.add("timed out");
      }
    });
    assertThat(log).containsExactly("b0", "b1", "b2", "clean", "timed out");
  }

  @Test
  void oneThatEndsIsPolledNoMore() {
    Async<String, RuntimeException> short1 = counting("s", 0);
    Async<String, RuntimeException> again =
        new Async<>() {
          @Override
          public Object poll(Context cx) {
            assertThat(short1.poll(cx)).isEqualTo("s");
            assertThatThrownBy(() -> short1.poll(cx))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("has ended");
            return "ok";
          }

          @Override
          public void cancel() {}
        };
    assertThat(runtime.run(() -> again.await())).isEqualTo("ok");
  }

  @Test
  void oneThatPollsItselfIsTold() {
    List<Async<String, RuntimeException>> self = new ArrayList<>();
    Async<String, RuntimeException> polling =
        new Async<>() {
          @Override
          public Object poll(Context cx) {
            return self.getFirst().poll(cx);
          }

          @Override
          public void cancel() {}
        };
    self.add(async(() -> polling.await()));
    Every every = new Every(1, List.of(self.getFirst()));
    assertThatThrownBy(() -> runtime.run(() -> every.await()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("polled from inside its own poll");
  }

  @Test
  void oneThatIsPolledByHandIsNotAwaitedToo() {
    Async<String, RuntimeException> waiting = counting("w", 5);
    runtime.run(() -> {
      Async<String, RuntimeException> first =
          new Async<>() {
            @Override
            public Object poll(Context cx) {
              return waiting.poll(cx) == Poll.PENDING ? "it waits" : "it does not";
            }

            @Override
            public void cancel() {}
          };
      log.add(first.await());
      try {
        waiting.await();
      } catch (IllegalStateException e) {
        log.add(String.valueOf(e.getMessage()).substring(0, 35));
      }
    });
    assertThat(log).containsExactly("w0", "it waits", "this computation already has an own");
  }

  /** Waits once, and wakes who waits. */
  private static Async<@Nullable Void, RuntimeException> tick() {
    return new Async<>() {
      private boolean waited;

      @Override
      public @Nullable Object poll(Context cx) {
        if (waited) {
          return null;
        }
        waited = true;
        cx.waker().wake();
        return Poll.PENDING;
      }

      @Override
      public void cancel() {}
    };
  }

  private static Async<@Nullable Void, RuntimeException> once() {
    return new Async<>() {
      private boolean waited;

      @Override
      public @Nullable Object poll(Context cx) {
        if (waited) {
          return null;
        }
        waited = true;
        return Poll.PENDING;
      }

      @Override
      public void cancel() {
        throw Cancelled.byLeaf();
      }
    };
  }
}
