package dev.bide.testing.contract;

import static dev.bide.Async.all;
import static dev.bide.Async.async;
import static dev.bide.Async.join;
import static dev.bide.Async.race;
import static dev.bide.Async.scope;

import dev.bide.Async;
import dev.bide.AsyncSupplier;
import dev.bide.Pair;
import dev.bide.Poll;
import dev.bide.Task;
import dev.bide.runtime.Context;
import dev.bide.testing.Scripted;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Owning and polling: rules 1 to 6. */
@SuppressWarnings({"NullAway", "bide:not-awaited"}) // values of type Void
final class OwningChecks extends Checks {
  OwningChecks() {}

  // ---------------------------------------------------------------- 1

  @Rule(1)
  void makingAComputationRunsNothing() {
    Scripted<Integer> leaf = Scripted.<Integer>waiting("x").log(this::tell);
    Supplier<Async<Integer, Exception>> block =
        () -> async(p().around(() -> tell("ran"), leaf, v -> {}));
    var unused =
        List.of(
            block.get(),
            join(block.get(), block.get()),
            race(block.get(), block.get()),
            all(List.of(block.get())),
            block.get().timeout(Duration.ofSeconds(1)),
            block.get().shared(),
            Async.shielded(block.get()),
            scope(p().inScope(s -> tell("scope ran"), leaf)));
    settle();
    logIs();
    isTrue(!unused.isEmpty() && !leaf.isStarted(), "the leaf was started");
  }

  @Rule(1)
  void awaitedTwiceIsASecondOwner() throws Exception {
    Async<Integer, Exception> block = async(p().awaiting(Scripted.ready(3)));
    equal(List.of(3), run(p().sequence(List.of(block))));
    IllegalStateException e =
        failed(IllegalStateException.class, spawned(p().sequence(List.of(block))));
    contains("owner", e.getMessage());
  }

  @Rule(1)
  void aBlockThatWaitsHasAnOwner() throws Exception {
    Scripted<Integer> leaf = Scripted.waiting("x");
    Async<Integer, Exception> block = async(p().awaiting(leaf));
    Task<Integer, Exception> first = spawned(p().awaiting(block));
    for (AsyncSupplier<?, Exception> second :
        List.of(p().awaiting(block), block, join(block, async(p().sync(() -> 1))))) {
      contains("owner", failed(IllegalStateException.class, spawned(second)).getMessage());
    }
    leaf.complete(4);
    settle();
    equal(4, first.resultNow());
  }

  @Rule(1)
  @WithoutBlocks
  void combinatorsBelongToTheTaskThatFirstPolledThem() {
    for (Async<?, Exception> c :
        List.<Async<?, Exception>>of(
            join(Scripted.waiting("a"), Scripted.waiting("b")),
            race(Scripted.waiting("a"), Scripted.waiting("b")),
            all(List.of(Scripted.waiting("a"))),
            Async.shielded(Scripted.waiting("a")))) {
      waits(spawned(c));
      contains("task", failed(IllegalStateException.class, spawned(owner(c))).getMessage());
    }
  }

  @Rule(1)
  void aBlockSupplierRunsAfreshEachTime() throws Exception {
    int[] runs = new int[1];
    AsyncSupplier<Integer, Exception> block = p().sync(() -> ++runs[0]);
    equal(List.of(1, 2, 3), run(p().sequence(List.of(block, block, async(block)))));
  }

  // ---------------------------------------------------------------- 2

  private List<Supplier<Async<?, Exception>>> readyComputations() {
    List<Supplier<Async<?, Exception>>> all = new ArrayList<>();
    all.add(() -> async(p().sync(() -> 1)));
    all.add(() -> async(p().awaiting(Scripted.ready(1))));
    all.add(() -> join(ready(), ready()));
    all.add(() -> race(ready(), ready()));
    all.add(() -> Async.all(List.of(ready())));
    all.add(() -> Async.all(List.of(1), p().function(x -> x)));
    all.add(() -> ready().timeout(Duration.ofSeconds(1)));
    all.add(() -> Async.select(ready(), ready()));
    all.add(() -> Async.shielded(ready()));
    all.add(() -> scope(p().inScope(s -> {}, ready())));
    all.add(() -> Async.of(1));
    all.add(() -> widen(Async.sleep(Duration.ZERO)));
    return all;
  }

  private static Async<Integer, Exception> ready() {
    return Scripted.ready(1);
  }

  private static <T extends @Nullable Object> Async<T, Exception> widen(
      Async<T, RuntimeException> a) {
    return a.throwing(Exception.class);
  }

  @Rule(2)
  void pollingAfterTheEndThrows() throws Exception {
    List<Supplier<Async<?, Exception>>> all = readyComputations();
    for (int i = 0; i < all.size(); i++) {
      Async<?, Exception> c = all.get(i).get();
      String name = "computation " + i;
      run(
          polling(
              cx -> {
                Object r = c.poll(cx);
                if (pending(r)) {
                  return r;
                }
                thrown(IllegalStateException.class, () -> c.poll(cx));
                tell(name);
                return null;
              },
              () -> {}));
      equal(i + 1, log.size());
    }
  }

  @Rule(2)
  @WithoutBlocks
  void aSharedComputationIsNeverOverEachPollByHandIsAWaitOfItsOwn() throws Exception {
    Scripted<Integer> x = Scripted.pending(1, 7);
    Async<Integer, Exception> shared = x.shared();
    equal(7, run(asInt(owner(shared))));
    equal(2, x.polls());
    Async<Integer, Exception> other = Scripted.<Integer>ready(8).shared();
    run(
        doing(cx -> {
          equal(8, other.poll(cx));
          equal(8, other.poll(cx));
          return 0;
        }));
  }

  @SuppressWarnings("unchecked") // it is one
  private static Async<Integer, Exception> asInt(Async<@Nullable Object, Exception> a) {
    return (Async<Integer, Exception>) (Async<?, ?>) a;
  }

  @Rule(2)
  void pollingFromInsideItsOwnPollThrows() throws Exception {
    List<Async<?, Exception>> self = new ArrayList<>();
    Async<Integer, Exception> inner =
        doing(cx -> {
          thrown(IllegalStateException.class, () -> self.getLast().poll(cx));
          tell("refused");
          return 1;
        });
    self.add(async(p().awaiting(inner)));
    run(owner(self.getLast()));
    Async<Integer, Exception> other =
        doing(cx -> {
          thrown(IllegalStateException.class, () -> self.getLast().poll(cx));
          tell("refused");
          return 1;
        });
    self.add(join(other, Scripted.ready(1)));
    run(self.getLast());
    Async<Integer, Exception> third =
        doing(cx -> {
          thrown(IllegalStateException.class, () -> self.getLast().poll(cx));
          tell("refused");
          return 1;
        });
    self.add(async(p().awaiting(third)));
    run(p().awaiting(self.getLast()));
    logIs("refused", "refused", "refused");
  }

  @Rule(2)
  void spuriousPollsChangeNothing() throws Exception {
    Scripted<Integer> leaf = Scripted.waiting("x");
    Async<Integer, Exception> c =
        async(
            p().awaiting(
                    join(async(p().awaiting(leaf)), Scripted.ready(1))
                        .map(p().function(pair -> pair.first()))));
    Task<?, Exception> t =
        spawned(
            polling(
                cx -> {
                  Object r = c.poll(cx);
                  for (int i = 0; i < 3 && pending(r); i++) {
                    r = c.poll(cx);
                  }
                  return r;
                },
                () -> {}));
    equal(1, leaf.polls(), "polls of the leaf, which nothing has woken");
    leaf.wake();
    settle();
    equal(2, leaf.polls(), "polls after one spurious wake-up");
    leaf.complete(7);
    settle();
    equal(7, t.resultNow());
    equal(3, leaf.polls(), "polls in all");
  }

  @Rule(2)
  void withoutAWakeUpThereIsNoPoll() {
    Scripted<Integer> leaf = Scripted.waiting("x");
    Scripted<Integer> other = Scripted.waiting("y");
    Task<Integer, Exception> t = spawned(p().awaiting(async(p().awaiting(leaf))));
    Task<Integer, Exception> u = spawned(other);
    host().advance(Duration.ofSeconds(10));
    other.complete(1);
    settle();
    ended(u);
    waits(t);
    equal(1, leaf.polls());
  }

  // ---------------------------------------------------------------- 3

  @Rule(3)
  void oneWakeUpPollsOneRoot() throws Exception {
    List<Scripted<Integer>> leaves = new ArrayList<>();
    List<Async<?, Exception>> tens = new ArrayList<>();
    int[] outer = new int[1];
    for (int i = 0; i < 10; i++) {
      List<Async<Integer, Exception>> ten = new ArrayList<>();
      for (int j = 0; j < 10; j++) {
        Scripted<Integer> leaf = Scripted.waiting("leaf " + i + "." + j);
        leaves.add(leaf);
        ten.add(async(p().awaiting(async(p().awaiting(leaf)))));
      }
      tens.add(async(p().awaiting(all(ten))));
    }
    Async<List<Object>, Exception> everything = all(tens);
    Task<?, Exception> t =
        spawned(
            polling(
                cx -> {
                  outer[0]++;
                  return everything.poll(cx);
                },
                () -> {}));
    equal(1, outer[0]);
    for (int i = 0; i < 99; i++) {
      leaves.get((i * 37) % 100).complete(i);
      settle();
      equal(101 + i, leaves.stream().mapToInt(Scripted::polls).sum(), "polls of all leaves");
      equal(1, outer[0], "polls of the join around them");
    }
    leaves.get((99 * 37) % 100).complete(99);
    settle();
    ended(t);
    equal(2, outer[0], "polls of the join around them");
  }

  @Rule({3, 5})
  void rootsArePolledInTheOrderOfTheirWakeUps() {
    List<Scripted<Integer>> leaves = new ArrayList<>();
    List<Async<Integer, Exception>> children = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      int number = i;
      Scripted<Integer> leaf = Scripted.waiting("x");
      leaves.add(leaf);
      children.add(async(p().around(() -> {}, leaf, v -> tell(number + "=" + v))));
    }
    Task<List<Integer>, Exception> t = spawned(all(children));
    List<String> expected = new ArrayList<>();
    for (int i : new int[] {7, 3, 5, 0, 6, 1, 4, 2}) {
      leaves.get(i).complete(i * 10);
      expected.add(i + "=" + i * 10);
    }
    settle();
    ended(t);
    equal(expected, log);
  }

  @Rule(3)
  @WithoutBlocks
  void whatIsNoLongerWantedIsPolledToItsEnd() throws Exception {
    Scripted<Integer> kept = Scripted.<Integer>waiting("kept").holdsOn();
    Scripted<Integer> fast = Scripted.waiting("fast");
    Task<Integer, Exception> t = spawned(race(kept, fast));
    fast.complete(1);
    settle();
    waits(t);
    equal(1, kept.cancels());
    kept.complete(2);
    settle();
    equal(1, t.resultNow());
    isTrue(kept.isEnded(), "the loser was left standing");
  }

  @Rule({3, 26})
  void theStackStaysFlatHoweverDeepJoinsAreNested() throws Exception {
    int depth = 20_000;
    Scripted<Integer> leaf = Scripted.waiting("innermost");
    Async<Integer, Exception> c = leaf;
    for (int i = 0; i < depth; i++) {
      Async<Integer, Exception> inner = c;
      c =
          i % 2 == 0
              ? async(
                  p().awaiting(
                          join(inner, Scripted.ready(0)).map(p().function(pair -> pair.first()))))
              : all(List.of(inner)).map(p().function(list -> list.getFirst()));
    }
    Task<Integer, Exception> t = spawned(c);
    isTrue(leaf.isWaiting(), "the innermost leaf was not reached");
    leaf.complete(5);
    settle();
    equal(5, t.resultNow());
  }

  // ---------------------------------------------------------------- 4

  @Rule(4)
  void whatIsAttachedGoesOnWhileTheChainWaitsElsewhere() throws Exception {
    Scripted<Integer> inner = Scripted.waiting("inner");
    Scripted<Integer> elsewhere = Scripted.waiting("elsewhere");
    Async<Integer, Exception> shared =
        async(p().around(() -> tell("begins"), inner, v -> tell("ends"))).shared();
    Task<?, Exception> t =
        spawned(
            p().sequence(
                    List.of(
                        async(p().returningInHandler(impatient(shared), e -> null)), elsewhere)));
    // the first wait for it was given up by its owner, and its run is not over
    waits(t);
    logIs("begins");
    inner.complete(1);
    settle();
    logIs("begins", "ends");
    waits(t);
    elsewhere.complete(2);
    settle();
    ended(t);
  }

  /** Polls once, keeps the interest, and is ready. */
  private static Async<Integer, Exception> impatient(Async<Integer, Exception> x) {
    Async<Integer, Exception> view = async(x);
    return doing(cx -> {
      isTrue(pending(view.poll(cx)), "ready at once");
      return 0;
    });
  }

  @Rule(4)
  void whenTheChainEndsWhatIsAttachedIsCancelledAwaitedAndReported() throws Exception {
    Scripted<Integer> inner = Scripted.waiting("inner");
    Scripted<Integer> cleanup = Scripted.waiting("cleanup");
    Async<Integer, Exception> shared = async(p().tryFinally(inner, cleanup)).shared();
    Task<Integer, Exception> t = spawned(p().awaiting(impatient(shared)));
    waits(t);
    equal(1, inner.cancels());
    isTrue(cleanup.isWaiting(), "its finally waits");
    IOException lost = new IOException("in its finally");
    cleanup.fail(lost);
    settle();
    equal(0, t.resultNow());
    equal(List.of(lost), host().failures());
  }

  // ---------------------------------------------------------------- 5

  @Rule(5)
  void joinAndRaceStartTheirChildrenAtOnceInOrder() {
    for (boolean racing : new boolean[] {false, true}) {
      log.clear();
      Async<Integer, Exception> a =
          async(p().around(() -> tell("a"), Scripted.waiting("x"), v -> {}));
      Async<Integer, Exception> b =
          async(p().around(() -> tell("b"), Scripted.waiting("y"), v -> {}));
      Async<?, Exception> both = racing ? race(a, b) : join(a, b);
      Task<?, Exception> t =
          spawned(
              polling(
                  cx -> {
                    Object r = both.poll(cx);
                    tell("polled");
                    return r;
                  },
                  () -> {}));
      waits(t);
      logIs("a", "b", "polled");
    }
  }

  @Rule(5)
  void aStartChildFirstRunsWhenItsStarterNextWaits() throws Exception {
    Scripted<Integer> body = Scripted.waiting("body");
    Scripted<Integer> ready = Scripted.ready(1);
    Task<?, Exception> t =
        spawned(
            scope(
                p().inScope(
                        s -> {
                          begin(() -> s.start(p().around(() -> tell("child"), ready, v -> {})));
                          tell("starter goes on");
                        },
                        async(p().around(() -> tell("starter waits"), body, v -> {})))));
    logIs("starter goes on", "starter waits", "child");
    body.complete(1);
    settle();
    ended(t);
  }

  private static void begin(Code code) {
    try {
      code.run();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Rule(5)
  void childrenNeverRunInParallelAndShareConfinedData() throws Exception {
    List<Integer> shared = new ArrayList<>(); // without a lock
    int[] running = new int[1];
    List<AsyncSupplier<Integer, Exception>> children = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      int number = i;
      children.add(
          p().loop(
                  10,
                  () ->
                      polling(
                          cx -> {
                            equal(0, running[0]++, "children being polled");
                            shared.add(number);
                            running[0]--;
                            return 0;
                          },
                          () -> {})));
    }
    run(all(children));
    equal(200, shared.size());
  }

  @Rule({5, 6})
  void aTurnThatRanOutOfBudgetGoesOnWhereItStopped() throws Exception {
    int n = 1000;
    List<Scripted<Integer>> leaves = new ArrayList<>();
    List<Async<Integer, Exception>> children = new ArrayList<>();
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      Scripted<Integer> leaf = Scripted.waiting("x");
      leaves.add(leaf);
      children.add(async(p().around(() -> {}, leaf, order::add)));
    }
    Task<?, Exception> t = spawned(all(children));
    int before = order.size();
    equal(0, before);
    for (int i = 0; i < n; i++) {
      leaves.get(i).complete(i);
    }
    settle();
    ended(t);
    equal(IntStream.range(0, n).boxed().toList(), order);
  }

  @Rule({5, 6})
  void alsoWhereTheBudgetRanOutBeforeALeaf() throws Exception {
    int n = 1000;
    List<Scripted<Integer>> leaves = new ArrayList<>();
    List<Async<Integer, Exception>> children = new ArrayList<>();
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      int number = i;
      Scripted<Integer> leaf = Scripted.waiting("x");
      leaves.add(leaf);
      children.add(
          async(
              p().afterwards(
                      () -> leaf,
                      doing(cx -> {
                        order.add(number);
                        return number;
                      }))));
    }
    Task<?, Exception> t = spawned(all(children));
    for (int i = 0; i < n; i++) {
      leaves.get(i).complete(i);
    }
    settle();
    ended(t);
    equal(IntStream.range(0, n).boxed().toList(), order);
    order.clear();
    List<Async<Integer, Exception>> atOnce = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      int number = i;
      atOnce.add(async(p().around(() -> {}, Scripted.ready(number), order::add)));
    }
    run(all(atOnce));
    equal(IntStream.range(0, n).boxed().toList(), order);
  }

  // ---------------------------------------------------------------- 6

  /** The most that one budget allows. */
  private static final int BUDGET = 256;

  /** Counts the polls of a task that is always ready, until told to stop. */
  private static final class Ticker implements Async<Integer, Exception> {
    private final Runnable tick;
    private boolean stopped;
    private int ticks;

    Ticker(Runnable tick) {
      this.tick = tick;
    }

    @Override
    public @Nullable Object poll(Context cx) {
      if (stopped) {
        return ticks;
      }
      ticks++;
      tick.run();
      cx.waker().wake();
      return Poll.PENDING;
    }

    @Override
    public void cancel() {}
  }

  private void yields(AsyncSupplier<?, Exception> busy, int[] count, int most) throws Exception {
    Task<?, Exception> t = spawn(busy);
    int[] last = new int[1];
    Set<Integer> seen = new HashSet<>();
    Ticker[] ticker = new Ticker[1];
    ticker[0] =
        new Ticker(() -> {
          int now = count[0];
          isTrue(now - last[0] <= most, (now - last[0]) + " rounds without a yield");
          last[0] = now;
          seen.add(now);
          if (t.isEnded()) {
            ticker[0].stopped = true;
          }
        });
    run(ticker[0]);
    t.resultNow();
    isTrue(seen.size() > 3, "it did not yield");
  }

  @Rule(6)
  void aLoopWhoseAwaitsAreAllReadyYields() throws Exception {
    int[] count = new int[1];
    yields(
        p().loop(
                2000,
                () ->
                    doing(cx -> {
                      count[0]++;
                      return 0;
                    })),
        count,
        BUDGET / 2);
  }

  @Rule(6)
  void aChildThatIsAlwaysReadyDoesNotKeepItsSiblingsWaiting() throws Exception {
    int[] count = new int[1];
    Async<Integer, Exception> busy = async(p().loop(100_000, () -> p().sync(() -> ++count[0])));
    Async<Integer, Exception> patient = async(p().loop(20, () -> Task.yield()));
    run(race(busy, patient));
    isTrue(count[0] < 100_000, "the sibling was not polled before the busy child had ended");
  }

  @Rule(6)
  void aLoopThatReachesNoLeafYields() throws Exception {
    int[] count = new int[1];
    yields(p().loop(2000, () -> p().sync(() -> ++count[0])), count, BUDGET);
  }

  @Rule(6)
  @WithoutBlocks
  void rootsThatWakeEachOtherYield() throws Exception {
    int[] count = new int[1];
    Scripted<?>[] two = {Scripted.waiting("a"), Scripted.waiting("b")};
    int rounds = 2000;
    List<Async<Object, Exception>> both = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      int me = i;
      two[i].whenPolled(() -> {
        if (++count[0] < rounds) {
          two[1 - me].wake();
        }
      });
    }
    both.add(owner(two[0]));
    both.add(owner(two[1]));
    int[] over = new int[1];
    Task<?, Exception> t = spawn(race(join(both.get(0), both.get(1)), until(count, rounds, over)));
    int[] last = new int[1];
    Ticker[] ticker = new Ticker[1];
    ticker[0] =
        new Ticker(() -> {
          isTrue(count[0] - last[0] <= BUDGET, "no yield");
          last[0] = count[0];
          if (t.isEnded()) {
            ticker[0].stopped = true;
          }
        });
    run(ticker[0]);
    t.resultNow();
    isTrue(over[0] >= rounds / BUDGET, "turns: " + over[0]);
  }

  private static Async<Pair<Object, Object>, Exception> until(int[] count, int n, int[] turns) {
    return new Async<>() {
      @Override
      public @Nullable Object poll(Context cx) {
        turns[0]++;
        if (count[0] >= n) {
          return new Pair<Object, Object>("enough", "enough");
        }
        cx.waker().wake();
        return Poll.PENDING;
      }

      @Override
      public void cancel() {}
    };
  }

  @Rule(6)
  void whenItIsSpentTheNextLeafHasNotStarted() throws Exception {
    List<Scripted<Integer>> leaves = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      leaves.add(Scripted.ready(i));
    }
    Task<?, Exception> t = spawn(p().sequence(leaves));
    List<Long> started = new ArrayList<>();
    Ticker[] ticker = new Ticker[1];
    ticker[0] =
        new Ticker(() -> {
          started.add(leaves.stream().filter(Scripted::isStarted).count());
          equal(
              leaves.stream().filter(Scripted::isStarted).count(),
              leaves.stream().filter(Scripted::isEnded).count());
          if (t.isEnded()) {
            ticker[0].stopped = true;
          }
        });
    run(ticker[0]);
    isTrue(leaves.stream().allMatch(l -> l.polls() == 1), "a leaf was polled more than once");
    isTrue(started.size() >= 5, "turns: " + started);
    isTrue(
        started.getFirst() > 100 && started.getFirst() <= BUDGET, "in the first turn: " + started);
  }

  @Rule(6)
  void aLoopThatReachesNoLeafSeesACancel() {
    int[] count = new int[1];
    Task<?, Exception> t = spawn(p().loop(Integer.MAX_VALUE, () -> p().sync(() -> ++count[0])));
    Ticker ticker = new Ticker(() -> {});
    Task<Integer, Exception> other =
        spawn(
            doing(cx -> {
              t.cancel();
              return 1;
            }));
    settle();
    ended(other);
    wasCancelled(t);
    isTrue(count[0] < 3 * BUDGET && ticker.ticks == 0, "rounds: " + count[0]);
  }

  @Rule(6)
  void wakingTheRootThatIsPolledMeansNextTurn() throws Exception {
    Scripted<Integer> leaf = Scripted.pending(10, 1);
    Task<Integer, Exception> t = spawn(p().awaiting(leaf));
    List<Integer> seen = new ArrayList<>();
    Ticker[] ticker = new Ticker[1];
    ticker[0] =
        new Ticker(() -> {
          seen.add(leaf.polls());
          if (t.isEnded()) {
            ticker[0].stopped = true;
          }
        });
    run(ticker[0]);
    equal(List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11), seen);
  }
}
