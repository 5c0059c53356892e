package dev.bide.testing.contract;

import static dev.bide.Async.async;

import dev.bide.Async;
import dev.bide.AsyncStream;
import dev.bide.Task;
import dev.bide.sync.AsyncChannel;
import dev.bide.sync.AsyncSemaphore;
import dev.bide.sync.Mutex;
import dev.bide.testing.Scripted;
import dev.bide.testing.TestRuntime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The rules for Bide's own leaves in both forms: what a variable holds is a new one each time, what
 * is awaited on the spot uses one again (rule 40). The same program has to do the same by either.
 */
@SuppressWarnings("NullAway") // values of type Void
final class LeafFormChecks extends Checks {
  LeafFormChecks() {}

  /** A leaf of one kind, which waits until it is let go. */
  private abstract static class Kind {
    /** Whether each leaf is held by a variable before it is awaited. */
    boolean held;

    Consumer<String> log = s -> {};

    /** Waits {@code n} times, then {@code more} times in {@code finally}. */
    abstract Async<Integer, Exception> waits(int n, int more);

    /** Lets the one that waits go on, or the next one that would. */
    abstract void letGo();

    /** How many may still be taken without waiting: what nobody has got is not lost. */
    abstract int left();

    /** Whether what is let go with nobody waiting is there for the next. */
    boolean leaves() {
      return true;
    }
  }

  private static final class Receiving extends Kind {
    private final AsyncChannel<Integer> channel = AsyncChannel.bounded(9);
    private int next;

    @Override
    Async<Integer, Exception> waits(int n, int more) {
      return async(() -> {
        int done = 0;
        try {
          for (; done < n; done++) {
            log.accept(
                "got " + (held ? held(channel.receive()).await() : channel.receive().await()));
          }
        } finally {
          for (int i = 0; i < more; i++) {
            log.accept(
                "got " + (held ? held(channel.receive()).await() : channel.receive().await()));
          }
        }
        return done;
      });
    }

    @Override
    void letGo() {
      isTrue(channel.trySend(next++), "full");
    }

    @Override
    int left() {
      return channel.size();
    }
  }

  private static final class Reading extends Kind {
    private final AsyncChannel<Integer> channel = AsyncChannel.bounded(9);
    private final AsyncStream<Integer, RuntimeException> items = channel.stream();
    private int next;

    @Override
    Async<Integer, Exception> waits(int n, int more) {
      return async(() -> {
        int done = 0;
        try {
          for (; done < n; done++) {
            log.accept("got " + (held ? held(items.next()).await() : items.next().await()));
          }
        } finally {
          for (int i = 0; i < more; i++) {
            log.accept("got " + (held ? held(items.next()).await() : items.next().await()));
          }
        }
        return done;
      });
    }

    @Override
    void letGo() {
      isTrue(channel.trySend(next++), "full");
    }

    @Override
    int left() {
      return channel.size();
    }
  }

  private static final class Sending extends Kind {
    private final AsyncChannel<Integer> channel = AsyncChannel.bounded(1);
    private int taken = -1;

    Sending() {
      isTrue(channel.trySend(-1), "full");
    }

    @Override
    Async<Integer, Exception> waits(int n, int more) {
      return async(() -> {
        int done = 0;
        try {
          for (; done < n; done++) {
            if (held) {
              held(channel.send(done)).await();
            } else {
              channel.send(done).await();
            }
            log.accept("sent");
          }
        } finally {
          for (int i = 0; i < more; i++) {
            if (held) {
              held(channel.send(done + i)).await();
            } else {
              channel.send(done + i).await();
            }
            log.accept("sent");
          }
        }
        return done;
      });
    }

    @Override
    void letGo() {
      equal(taken++, channel.tryReceive(), "in order, none lost, none twice");
    }

    @Override
    int left() {
      return 1 - channel.size();
    }
  }

  private static final class Acquiring extends Kind {
    private final AsyncSemaphore semaphore = AsyncSemaphore.of(9);
    private final Queue<AsyncSemaphore.Permit> taken = new ArrayDeque<>();

    Acquiring() {
      for (int i = 0; i < 9; i++) {
        taken.add(semaphore.tryAcquire());
      }
    }

    @Override
    Async<Integer, Exception> waits(int n, int more) {
      return async(() -> {
        int done = 0;
        try {
          for (; done < n; done++) {
            taken.add(held ? held(semaphore.acquire()).await() : semaphore.acquire().await());
            log.accept("got");
          }
        } finally {
          for (int i = 0; i < more; i++) {
            taken.add(held ? held(semaphore.acquire()).await() : semaphore.acquire().await());
            log.accept("got");
          }
        }
        return done;
      });
    }

    @Override
    void letGo() {
      taken.remove().close();
    }

    @Override
    int left() {
      return semaphore.available();
    }
  }

  private static final class Locking extends Kind {
    private final Mutex mutex = Mutex.create();
    private Mutex.@Nullable Guard guard = mutex.tryLock();

    @Override
    Async<Integer, Exception> waits(int n, int more) {
      return async(() -> {
        int done = 0;
        try {
          for (; done < n; done++) {
            guard = held ? held(mutex.lock()).await() : mutex.lock().await();
            log.accept("got");
          }
        } finally {
          for (int i = 0; i < more; i++) {
            guard = held ? held(mutex.lock()).await() : mutex.lock().await();
            log.accept("got");
          }
        }
        return done;
      });
    }

    @Override
    void letGo() {
      guard.close();
    }

    @Override
    int left() {
      return mutex.isLocked() ? 0 : 1;
    }
  }

  private final class Sleeping extends Kind {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Override
    Async<Integer, Exception> waits(int n, int more) {
      return async(() -> {
        int done = 0;
        try {
          for (; done < n; done++) {
            if (held) {
              held(Async.sleep(SECOND)).await();
            } else {
              Async.sleep(SECOND).await();
            }
            log.accept("slept");
          }
        } finally {
          for (int i = 0; i < more; i++) {
            if (held) {
              held(Async.sleep(SECOND)).await();
            } else {
              Async.sleep(SECOND).await();
            }
            log.accept("slept");
          }
        }
        return done;
      });
    }

    @Override
    void letGo() {
      host().advance(SECOND);
    }

    @Override
    int left() {
      return 0;
    }

    @Override
    boolean leaves() {
      return false;
    }
  }

  /** What a combinator's child takes, which then runs again. */
  private static final class Limited extends Kind {
    private static final Duration DAY = Duration.ofDays(1);

    private final AsyncChannel<Integer> channel = AsyncChannel.bounded(9);
    private int next;

    @Override
    Async<Integer, Exception> waits(int n, int more) {
      return async(() -> {
        int done = 0;
        try {
          for (; done < n; done++) {
            log.accept(
                "got "
                    + (held
                        ? held(Async.timeout(DAY, () -> channel.receive().await())).await()
                        : Async.timeout(DAY, () -> channel.receive().await()).await()));
          }
        } finally {
          for (int i = 0; i < more; i++) {
            log.accept(
                "got "
                    + (held
                        ? held(Async.timeout(DAY, () -> channel.receive().await())).await()
                        : Async.timeout(DAY, () -> channel.receive().await()).await()));
          }
        }
        return done;
      });
    }

    @Override
    void letGo() {
      isTrue(channel.trySend(next++), "full");
    }

    @Override
    int left() {
      return channel.size();
    }
  }

  private final List<Supplier<Kind>> kinds =
      List.of(
          Receiving::new,
          Reading::new,
          Sending::new,
          Acquiring::new,
          Locking::new,
          Sleeping::new,
          Limited::new);

  /** What is given is held by a parameter: its await is not on the spot. */
  private static <T extends @Nullable Object> Async<T, RuntimeException> held(
      Async<T, RuntimeException> leaf) {
    return leaf;
  }

  private interface Scenario {
    void run(Kind kind) throws Exception;
  }

  /** Runs a scenario with each kind of leaf in both forms, which have to leave the same log. */
  private void same(Scenario scenario) throws Exception {
    for (Supplier<Kind> maker : kinds) {
      List<String> fresh = new ArrayList<>();
      for (boolean held : new boolean[] {true, false}) {
        log.clear();
        Kind kind = maker.get();
        String name = kind.getClass().getSimpleName() + (held ? ", held" : ", on the spot");
        kind.held = held;
        kind.log = this::tell;
        try {
          scenario.run(kind);
        } catch (AssertionError e) {
          throw new AssertionError(name + ": " + e.getMessage() + " after " + log, e);
        }
        if (held) {
          fresh.addAll(log);
        } else {
          equal(fresh, log, name);
        }
      }
    }
  }

  private void letGo(Kind kind, int n) {
    for (int i = 0; i < n; i++) {
      kind.letGo();
      settle();
      tell("went on");
    }
  }

  // ---------------------------------------------------------------- the checks

  @Rule({40, 2})
  @WithoutBlocks
  void aLeafAwaitedOnTheSpotDoesWhatAFreshOneDoes() throws Exception {
    same(kind -> {
      Task<Integer, Exception> t = spawned(kind.waits(5, 1));
      waits(t);
      letGo(kind, 6);
      equal(5, t.resultNow());
      equal(0, kind.left());
    });
  }

  @Rule({40, 16})
  @WithoutBlocks
  void aLeafCancelledWhileItWaitsTakesNothingAndIsUsedInFinally() throws Exception {
    same(kind -> {
      Task<Integer, Exception> t = spawned(kind.waits(5, 2));
      letGo(kind, 2);
      t.cancel();
      settle();
      waits(t);
      letGo(kind, 2);
      wasCancelled(t);
      equal(0, kind.left());
      letGo(kind, 1);
      equal(kind.leaves() ? 1 : 0, kind.left());
    });
  }

  @Rule({40, 16})
  @WithoutBlocks
  void aLeafCancelledWhenItWasGivenSomethingLosesNothing() throws Exception {
    same(kind -> {
      Task<Integer, Exception> t = spawned(kind.waits(5, 1));
      letGo(kind, 1);
      kind.letGo();
      t.cancel();
      settle();
      // Given back and taken in finally; or, sent already, the next one is not: that is in finally.
      if (!t.isEnded()) {
        letGo(kind, 1);
      }
      wasCancelled(t);
      equal(0, kind.left());
    });
  }

  @Rule({40, 15})
  @WithoutBlocks
  void aLeafThatWaitsInFinallyIsAborted() throws Exception {
    same(kind -> {
      Duration second = Duration.ofSeconds(1);
      Task<Integer, Exception> t =
          spawned(async(() -> kind.waits(5, 9).timeout(second).grace(second).await()));
      letGo(kind, 2);
      host().advance(second);
      letGo(kind, 1);
      host().advance(second);
      failed(dev.bide.TimedOutException.class, t);
      letGo(kind, 1);
      equal(kind.leaves() ? 1 : 0, kind.left());
    });
  }

  @Rule({40, 8})
  @WithoutBlocks
  void aLeafOnTheSpotIsPolledWithoutReasonAndWaitsOn() throws Exception {
    same(kind -> {
      Scripted<Integer> first = Scripted.waiting("first");
      Task<Integer, Exception> t =
          spawned(
              async(() -> {
                first.await();
                return kind.waits(4, 0).await();
              }));
      var waker = first.waker();
      first.complete(1);
      settle();
      for (int i = 0; i < 4; i++) {
        waker.wake();
        settle();
        waits(t);
        kind.letGo();
        waker.wake();
        settle();
      }
      equal(4, t.resultNow());
    });
  }

  @Rule(value = 40, counted = true)
  @WithoutBlocks
  void aLeafOnTheSpotIsPolledAndWokenAsOftenAsAFreshOne() throws Exception {
    TestRuntime runtime = ((TestHost) host()).runtime();
    same(kind -> {
      Task<Integer, Exception> t = spawned(kind.waits(300, 0));
      int runs = runtime.runs();
      int schedules = runtime.schedules();
      for (int i = 0; i < 300; i++) {
        kind.letGo();
        settle();
      }
      equal(300, t.resultNow());
      tell((runtime.runs() - runs) + " runs, " + (runtime.schedules() - schedules) + " wake-ups");
    });
  }

  /** With one leaf for each back edge the budget would always be spent at a back edge. */
  private int turnsForReady(boolean held) throws Exception {
    AsyncChannel<Integer> channel = AsyncChannel.unbounded();
    for (int i = 0; i < 1000; i++) {
      channel.trySend(i);
    }
    TestRuntime runtime = ((TestHost) host()).runtime();
    int before = runtime.turns();
    Task<Integer, Exception> t =
        spawned(
            async(() -> {
              int last = -1;
              for (int i = 0; i < 1000; i += 2) {
                last = held ? held(channel.receive()).await() : channel.receive().await();
                equal(i, last);
                last = held ? held(channel.receive()).await() : channel.receive().await();
              }
              return last;
            }));
    equal(999, t.resultNow());
    return runtime.turns() - before;
  }

  @Rule(
      value = {6, 40},
      counted = true)
  @WithoutBlocks
  void readyLeavesOnTheSpotAreChargedAsFreshOnesAre() throws Exception {
    int turns = turnsForReady(true);
    isTrue(turns > 4, "turns: " + turns);
    equal(turns, turnsForReady(false));
  }
}
