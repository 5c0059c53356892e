package dev.bide.it.leaf;

import static dev.bide.Async.async;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bide.Async;
import dev.bide.AsyncCloseable;
import dev.bide.Cancelled;
import dev.bide.Pair;
import dev.bide.Selected;
import dev.bide.Task;
import dev.bide.testing.Scripted;
import dev.bide.testing.TestRuntime;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A combinator that is awaited where it is made, which runs again, does in each turn what one that
 * a variable holds does, which is new each time: with any two children, and a cancel in any turn.
 */
class AgainAsFreshTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  /** A cancel that never comes. */
  private static final int NEVER = 7;

  /** What a child does. */
  enum Does {
    READY,
    YIELDS,
    YIELDS_TWICE,
    FAILS,
    YIELDS_AND_FAILS,
    YIELDS_AND_BREAKS,
    WAITS,
    WAITS_AND_CLEANS_UP,
    WAITS_AND_CLEANS_UP_BADLY,
    WAITS_AND_BREAKS_CLEANING_UP,
    GIVES_A_VALUE_WHEN_CANCELLED,
    SWALLOWS_THE_CANCEL,
    OPENS,
    OPENS_WHEN_CANCELLED
  }

  enum Op {
    LIMIT,
    LIMIT_OF_COMPUTATION,
    LIMIT_OF_NO_VALUE,
    RACE,
    RACE_OF_COMPUTATIONS,
    SELECT,
    JOIN,
    JOIN_OF_COMPUTATIONS
  }

  /** One run of a program. */
  private static final class World {
    final TestRuntime runtime;
    final List<String> log = new ArrayList<>();
    private int opened;

    World(TestRuntime runtime) {
      this.runtime = runtime;
    }

    void tell(String what) {
      log.add(runtime.turns() + " " + what);
    }

    private final class Opened implements AsyncCloseable<RuntimeException> {
      private final int n = opened++;

      @Override
      public Async<@Nullable Void, RuntimeException> closeAsync() {
        return async(() -> {
          tell("closes " + n);
          Task.yield().await();
          tell("closed " + n);
        });
      }

      @Override
      public String toString() {
        return "opened " + n;
      }
    }

    Async<Object, Exception> child(String name, Does what) {
      return async(() -> {
        tell(name + " starts");
        try {
          Object value = does(name, what).await();
          tell(name + " has " + value);
          return value;
        } catch (Cancelled c) {
          tell(name + " is cancelled");
          switch (what) {
            case WAITS_AND_CLEANS_UP -> {
              Task.yield().await();
              tell(name + " has cleaned up");
            }
            case WAITS_AND_CLEANS_UP_BADLY -> {
              Task.yield().await();
              throw new IOException("clean-up of " + name);
            }
            case WAITS_AND_BREAKS_CLEANING_UP -> throw new AssertionError("clean-up of " + name);
            case SWALLOWS_THE_CANCEL -> {
              return "swallowed by " + name;
            }
            case OPENS_WHEN_CANCELLED -> {
              return new Opened();
            }
            default -> {}
          }
          throw c;
        }
      });
    }

    private Async<Object, Exception> does(String name, Does what) {
      return async(() -> {
        switch (what) {
          case READY -> {
            return name.length() * 1000;
          }
          case YIELDS_TWICE -> Task.yield().await();
          case FAILS -> throw new IOException("of " + name);
          case YIELDS, YIELDS_AND_FAILS, YIELDS_AND_BREAKS -> {}
          case OPENS -> {
            Task.yield().await();
            return new Opened();
          }
          case GIVES_A_VALUE_WHEN_CANCELLED -> {
            return Scripted.<Object>waiting(name).cannotUndo("late " + name).await();
          }
          default -> {
            return Scripted.<Object>waiting(name).await();
          }
        }
        Task.yield().await();
        if (what == Does.YIELDS_AND_FAILS) {
          throw new IOException("of " + name);
        }
        if (what == Does.YIELDS_AND_BREAKS) {
          throw new AssertionError("of " + name);
        }
        return "value of " + name;
      });
    }

    /** Lets go of what it was given as a test can, and says what it was. */
    String got(Object value) {
      return switch (value) {
        case Selected.First<?, ?> first -> "first: " + first.value();
        case Selected.Second<?, ?> second -> "second: " + second.value();
        case Pair<?, ?> pair -> pair.first() + " and " + pair.second();
        default -> value.toString();
      };
    }
  }

  /** One round. */
  private interface Round {
    Async<@Nullable Void, Exception> run(World w, Op op, Does a, Does b, int rounds);
  }

  private static Async<@Nullable Void, Exception> held(World w, Op op, Does a, Does b, int rounds) {
    return async(() -> {
      for (int i = 0; i < rounds; i++) {
        Does x = i % 2 == 0 ? a : b;
        Does y = i % 2 == 0 ? b : a;
        try {
          switch (op) {
            case LIMIT -> {
              Async<Object, Exception> c = Async.timeout(SECOND, () -> w.child("x", x).await());
              w.tell(w.got(c.await()));
            }
            case LIMIT_OF_COMPUTATION -> {
              Async<Object, Exception> c = w.child("x", x).timeout(SECOND);
              w.tell(w.got(c.await()));
            }
            case LIMIT_OF_NO_VALUE -> {
              Async<@Nullable Void, Exception> c =
                  Async.timeout(
                      SECOND,
                      () -> {
                        w.tell("x gave " + w.child("x", x).await());
                      });
              c.await();
            }
            case RACE -> {
              Async<Object, Exception> c =
                  Async.<Object, Exception, Exception>race(
                          () -> w.child("x", x).await(), () -> w.child("y", y).await())
                      .throwing(Exception.class);
              w.tell(w.got(c.await()));
            }
            case RACE_OF_COMPUTATIONS -> {
              Async<Object, Exception> c = Async.race(w.child("x", x), w.child("y", y));
              w.tell(w.got(c.await()));
            }
            case SELECT -> {
              var c = Async.select(() -> w.child("x", x).await(), () -> w.child("y", y).await());
              w.tell(w.got(c.await()));
            }
            case JOIN -> {
              var c = Async.join(() -> w.child("x", x).await(), () -> w.child("y", y).await());
              w.tell(w.got(c.await()));
            }
            case JOIN_OF_COMPUTATIONS -> {
              var c = Async.join(w.child("x", x), w.child("y", y));
              w.tell(w.got(c.await()));
            }
          }
        } catch (Exception | AssertionError e) {
          w.tell(e + failures(e));
        } catch (Cancelled c) {
          w.tell("cancelled");
          throw c;
        }
      }
    });
  }

  private static Async<@Nullable Void, Exception> here(World w, Op op, Does a, Does b, int rounds) {
    return async(() -> {
      for (int i = 0; i < rounds; i++) {
        Does x = i % 2 == 0 ? a : b;
        Does y = i % 2 == 0 ? b : a;
        try {
          switch (op) {
            case LIMIT ->
                w.tell(w.got(Async.timeout(SECOND, () -> w.child("x", x).await()).await()));
            case LIMIT_OF_COMPUTATION -> w.tell(w.got(w.child("x", x).timeout(SECOND).await()));
            case LIMIT_OF_NO_VALUE ->
                Async.timeout(
                        SECOND,
                        () -> {
                          w.tell("x gave " + w.child("x", x).await());
                        })
                    .await();
            case RACE ->
                w.tell(
                    w.got(
                        Async.<Object, Exception, Exception>race(
                                () -> w.child("x", x).await(), () -> w.child("y", y).await())
                            .await()));
            case RACE_OF_COMPUTATIONS ->
                w.tell(w.got(Async.race(w.child("x", x), w.child("y", y)).await()));
            case SELECT ->
                w.tell(
                    w.got(
                        Async.select(() -> w.child("x", x).await(), () -> w.child("y", y).await())
                            .await()));
            case JOIN ->
                w.tell(
                    w.got(
                        Async.join(() -> w.child("x", x).await(), () -> w.child("y", y).await())
                            .await()));
            case JOIN_OF_COMPUTATIONS ->
                w.tell(w.got(Async.join(w.child("x", x), w.child("y", y)).await()));
          }
        } catch (Exception | AssertionError e) {
          w.tell(e + failures(e));
        } catch (Cancelled c) {
          w.tell("cancelled");
          throw c;
        }
      }
    });
  }

  private static String failures(Throwable e) {
    return List.of(e.getSuppressed()).toString();
  }

  private static List<String> log(
      TestRuntime runtime, Round form, Op op, Does a, Does b, int cancelledIn) {
    World w = new World(runtime);
    Task<@Nullable Void, Exception> t = runtime.spawn(form.run(w, op, a, b, 4));
    for (int turn = 0; turn < NEVER && !t.isEnded(); turn++) {
      if (turn == cancelledIn) {
        t.cancel();
      }
      if (!runtime.runOneTurn()) {
        runtime.advance(SECOND);
      }
    }
    if (!t.isEnded()) {
      w.tell("is cancelled at last");
      t.cancel();
      runtime.runUntilIdle();
    }
    assertThat(t.isEnded()).isTrue();
    assertThat(runtime.alarms()).isZero();
    runtime.takeFailures().forEach(f -> w.tell(f.what() + ": " + f.failure()));
    return w.log;
  }

  @ParameterizedTest
  @EnumSource(Op.class)
  void doesTheSameInTheSameTurns(Op op) {
    for (Does a : Does.values()) {
      for (Does b : Does.values()) {
        for (int cancelledIn = 0; cancelledIn <= NEVER; cancelledIn++) {
          List<String> held =
              log(TestRuntime.confined(), AgainAsFreshTest::held, op, a, b, cancelledIn);
          String of = op + " of " + a + " and " + b + ", cancelled in turn " + cancelledIn;
          assertThat(log(TestRuntime.confined(), AgainAsFreshTest::here, op, a, b, cancelledIn))
              .as(of)
              .isEqualTo(held);
          assertThat(log(TestRuntime.migrating(2), AgainAsFreshTest::here, op, a, b, cancelledIn))
              .as(of + ", on a task that moves")
              .isEqualTo(
                  log(TestRuntime.migrating(2), AgainAsFreshTest::held, op, a, b, cancelledIn));
        }
      }
    }
  }
}
