package dev.bide.testing.contract;

import static dev.bide.Async.all;
import static dev.bide.Async.async;
import static dev.bide.Async.join;
import static dev.bide.Async.race;
import static dev.bide.Async.scope;

import dev.bide.Async;
import dev.bide.AsyncSupplier;
import dev.bide.Cancelled;
import dev.bide.Poll;
import dev.bide.Task;
import dev.bide.TimedOutException;
import dev.bide.runtime.Context;
import dev.bide.testing.Scripted;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Cancelling: rules 12 to 21. */
@SuppressWarnings("NullAway") // values of type Void
final class CancellingChecks extends Checks {
  private static final Duration SECOND = Duration.ofSeconds(1);

  CancellingChecks() {}

  private Scripted<Integer> waiting(String name) {
    return Scripted.<Integer>waiting(name).log(this::tell);
  }

  private Scripted<Integer> ready(String name) {
    return Scripted.<Integer>waiting(name).log(this::tell).completed(1);
  }

  // ---------------------------------------------------------------- 12

  @Rule(12)
  void cancelIsARequestThatRunsNoUserCode() {
    Scripted<Integer> leaf = waiting("x");
    Task<Integer, Exception> t =
        spawned(p().tryFinallySync(async(p().awaiting(leaf)), () -> tell("finally")));
    t.cancel();
    t.cancel();
    equal(0, leaf.cancels());
    logIs("x started");
    settle();
    logIs("x started", "x cancelled", "x undone", "finally");
    wasCancelled(t);
    t.cancel();
    settle();
    equal(2, leaf.polls());
  }

  @Rule(12)
  void itSticksUntilALeafGetsIt() {
    Scripted<Integer> first = waiting("first").cannotUndo(1);
    Scripted<Integer> second = waiting("second");
    Task<?, Exception> t = spawned(p().sequence(List.of(first, second)));
    t.cancel();
    t.cancel();
    settle();
    logIs("first started", "first cancelled", "first not undone");
    wasCancelled(t);
  }

  @Rule(12)
  void aTaskIsCancelledFromAnyThread() {
    Scripted<Integer> leaf = waiting("x");
    Task<Integer, Exception> t = spawned(p().awaiting(leaf));
    host().outside(t::cancel);
    settle();
    wasCancelled(t);
    logIs("x started", "x cancelled", "x undone");
  }

  @Rule({12, 13})
  void aTaskMayCancelItself() {
    List<Task<?, Exception>> self = new ArrayList<>();
    self.add(
        spawn(
            p().sequence(
                    List.of(
                        doing(cx -> {
                          self.getFirst().cancel();
                          return 1;
                        }),
                        waiting("next")))));
    settle();
    wasCancelled(self.getFirst());
    logIs();
  }

  // ---------------------------------------------------------------- 13

  @Rule(13)
  void aLeafThatHasNotStartedDoesNotStart() {
    Scripted<Integer> first = waiting("first").cannotUndo(1);
    Task<?, Exception> t =
        spawned(p().sequence(List.of(first, async(p().awaiting(waiting("never"))))));
    t.cancel();
    settle();
    wasCancelled(t);
    logIs("first started", "first cancelled", "first not undone");
  }

  @Rule(13)
  void oneThatWaitsIsCancelledBeforeItIsPolledAgain() {
    Scripted<Integer> leaf = waiting("x");
    Task<Integer, Exception> t = spawned(p().awaiting(leaf));
    leaf.complete(1); // woken, and then cancelled, before its turn
    t.cancel();
    settle();
    logIs("x started", "x cancelled", "x undone");
    wasCancelled(t);
  }

  @Rule({13, 18})
  void cancelledBeforeItsFirstTurnATaskRunsToItsFirstAwait() {
    Task<Integer, Exception> t =
        spawn(
            p().tryFinallySync(
                    async(p().around(() -> tell("begins"), waiting("never"), v -> {})),
                    () -> tell("finally")));
    t.cancel();
    settle();
    wasCancelled(t);
    logIs("begins", "finally");
  }

  @Rule(13)
  void cancelledIsAnErrorWithoutATraceFreshEachTime() {
    List<Throwable> caught = new ArrayList<>();
    Task<Integer, Exception> t =
        spawned(
            p().catching(
                    waiting("x"),
                    caught::add,
                    async(p().catching(waiting("y"), caught::add, waiting("z")))));
    t.cancel();
    settle();
    wasCancelled(t);
    equal(2, caught.size());
    for (Throwable c : caught) {
      isTrue(c instanceof Cancelled && Error.class.isInstance(c), "no Cancelled: " + c);
      equal(0, c.getStackTrace().length);
    }
    isTrue(caught.get(0) != caught.get(1), "the same Cancelled twice");
  }

  // ---------------------------------------------------------------- 14

  @Rule(14)
  void awaitsInFinallyWorkAsUsual() {
    Scripted<Integer> a = waiting("a");
    Scripted<Integer> b = waiting("b");
    Task<Integer, Exception> t =
        spawned(p().tryFinally(waiting("x"), async(p().sequence(List.of(a, b)))));
    t.cancel();
    settle();
    a.complete(1);
    settle();
    waits(t);
    b.complete(2);
    settle();
    wasCancelled(t);
    logIs("x started", "x cancelled", "x undone", "a started", "a ended", "b started", "b ended");
    noFailures();
  }

  @Rule(14)
  void aSwallowedCancelComesAgainAtTheNextLeaf() {
    Task<Integer, Exception> t =
        spawned(p().catching(waiting("x"), c -> tell("swallowed"), waiting("next")));
    t.cancel();
    settle();
    wasCancelled(t);
    logIs("x started", "x cancelled", "x undone", "swallowed");
    equal(1, host().failures().size(), "reports");
  }

  @Rule(14)
  void swallowedInAFrameFurtherOutToo() {
    Task<Integer, Exception> t =
        spawned(
            p().catching(
                    async(p().tryFinally(async(p().awaiting(waiting("x"))), ready("cleanup"))),
                    c -> tell("swallowed"),
                    async(p().awaiting(waiting("next")))));
    t.cancel();
    settle();
    wasCancelled(t);
    logIs("x started", "x cancelled", "x undone", "cleanup started", "cleanup ended", "swallowed");
  }

  @Rule(14)
  void returningAValueInItsPlaceIsLegal() throws Exception {
    Task<Integer, Exception> t = spawned(p().returningInHandler(waiting("x"), c -> 7));
    t.cancel();
    settle();
    equal(7, t.resultNow());
    noFailures();
  }

  @Rule(14)
  void whatReplacedItOnTheWayCarriesIt() {
    Task<Integer, Exception> t =
        spawned(
            p().catchingExceptionOfFinally(
                    waiting("x"), Scripted.failing(new IOException()), waiting("next")));
    t.cancel();
    settle();
    wasCancelled(t);
    logIs("x started", "x cancelled", "x undone");
  }

  @Rule(14)
  void whatReplacedItInAnotherBlockToo() {
    Task<Integer, Exception> t =
        spawned(
            p().catching(
                    async(
                        p().tryFinally(
                                async(p().awaiting(waiting("x"))),
                                Scripted.failing(new IOException()))),
                    e -> isTrue(e instanceof IOException, "not replaced: " + e),
                    waiting("next")));
    t.cancel();
    settle();
    wasCancelled(t);
    logIs("x started", "x cancelled", "x undone");
  }

  @Rule(14)
  void aHandlerInsideThatDealsWithSomethingElseHasNotSwallowed() {
    Scripted<Integer> after = waiting("after");
    Task<Integer, Exception> t =
        spawned(p().handlerInFinally(waiting("x"), Scripted.failing(new IOException()), after));
    t.cancel();
    settle();
    isTrue(after.isWaiting() && after.cancels() == 0, "cut short");
    after.complete(1);
    settle();
    wasCancelled(t);
    noFailures();
  }

  @Rule(14)
  void norHasOneInACalledBlock() {
    Scripted<Integer> after = waiting("after");
    AsyncSupplier<Integer, Exception> cleanup =
        p().catching(Scripted.failing(new IOException()), e -> tell("dealt with"), after);
    Task<Integer, Exception> t = spawned(p().tryFinally(waiting("x"), async(cleanup)));
    t.cancel();
    settle();
    isTrue(after.isWaiting() && after.cancels() == 0, "cut short");
    after.complete(1);
    settle();
    wasCancelled(t);
    noFailures();
  }

  @Rule(14)
  void oneThatCameInsideAHandlerIsSwallowedFurtherOut() {
    Task<Integer, Exception> t =
        spawned(
            p().finallyInHandler(
                    Scripted.failing(new IOException()),
                    waiting("y"),
                    ready("cleanup"),
                    c -> tell(c instanceof Cancelled ? "swallowed" : "" + c),
                    waiting("next")));
    t.cancel();
    settle();
    wasCancelled(t);
    logIs("y started", "y cancelled", "y undone", "cleanup started", "cleanup ended", "swallowed");
    equal(1, host().failures().size(), "reports");
  }

  @Rule(14)
  void aLoopThatSwallowsCannotStarveOthers() throws Exception {
    int n = 50;
    Task<Integer, Exception> t = spawned(p().swallowing(n, () -> Scripted.waiting("x")));
    List<Integer> seen = new ArrayList<>();
    int[] turns = new int[1];
    t.cancel();
    Task<?, Exception> other =
        spawn(
            polling(
                cx -> {
                  turns[0]++;
                  if (t.isEnded()) {
                    return seen;
                  }
                  cx.waker().wake();
                  return Poll.PENDING;
                },
                () -> {}));
    settle();
    ended(other);
    equal(n, t.resultNow());
    isTrue(turns[0] >= n, "turns of the other task: " + turns[0]);
    equal(1, host().failures().size(), "a task's first swallow is reported, no other");
  }

  @Rule(14)
  void theReportNamesTheLine() {
    Task<Integer, Exception> t = spawned(p().catching(waiting("x"), c -> {}, waiting("next")));
    t.cancel();
    settle();
    StackTraceElement top = host().failures().getFirst().getStackTrace()[0];
    contains(p().getClass().getName(), top.getClassName());
  }

  // ---------------------------------------------------------------- 15

  @Rule(15)
  void afterTheGracePeriodEachLeafThatWaitsThrows() {
    Scripted<Integer> a = waiting("a");
    Task<?, Exception> t =
        spawned(
            Async.timeout(
                    SECOND, p().tryFinally(waiting("x"), async(p().tryFinally(a, waiting("b")))))
                .grace(SECOND));
    host().advance(SECOND);
    waits(t);
    equal(0, a.cancels());
    host().advance(SECOND);
    failed(TimedOutException.class, t);
    logIs("x started", "x cancelled", "x undone", "a started", "a aborted", "a undone");
  }

  @Rule(15)
  void withoutAGracePeriodItMayTakeAnyTime() {
    Scripted<Integer> a = waiting("a");
    Task<?, Exception> t = spawned(Async.timeout(SECOND, p().tryFinally(waiting("x"), a)));
    host().advance(Duration.ofDays(1));
    waits(t);
    equal(0, a.cancels());
    a.complete(1);
    settle();
    failed(TimedOutException.class, t);
  }

  @Rule(15)
  void combinatorsAndScopesPassAnAbortOn() {
    Scripted<Integer> a = waiting("a");
    Scripted<Integer> b = waiting("b");
    Scripted<Integer> c = waiting("c");
    Scripted<Integer> d = waiting("d");
    AsyncSupplier<?, Exception> body =
        p().tryFinally(
                waiting("x"),
                join(
                    async(p().awaiting(a)),
                    join(
                        Async.shielded(p().awaiting(b)),
                        scope(
                            p().inScope(
                                    s -> {
                                      try {
                                        s.spawn(p().awaiting(d));
                                      } catch (Exception e) {
                                        throw new AssertionError(e);
                                      }
                                    },
                                    c)))));
    Task<?, Exception> t = spawned(Async.timeout(SECOND, body).grace(SECOND));
    host().advance(SECOND);
    isTrue(a.isWaiting() && b.isWaiting() && c.isWaiting() && d.isWaiting(), "the finally waits");
    host().advance(SECOND);
    failed(TimedOutException.class, t);
    equal(List.of(1, 1, 1, 1), List.of(a.aborts(), b.aborts(), c.aborts(), d.aborts()));
  }

  @Rule(15)
  void aLeafWhoseMemoryTheKernelOwnsIsAwaited() throws Exception {
    Scripted<Integer> kernel = waiting("kernel").holdsOn();
    Task<?, Exception> t = spawned(Async.timeout(SECOND, p().awaiting(kernel)).grace(SECOND));
    host().advance(Duration.ofDays(1));
    waits(t);
    equal(1, kernel.aborts());
    kernel.complete(3);
    settle();
    equal(3, t.resultNow());
  }

  @Rule(15)
  void eachSwallowOfAnAbortCostsATurn() throws Exception {
    int n = 50;
    Task<?, Exception> t =
        spawned(
            Async.timeout(
                    SECOND,
                    p().tryFinally(waiting("x"), async(p().swallowing(n, () -> waiting("y")))))
                .grace(SECOND));
    int[] turns = new int[1];
    Async<@Nullable Object, Exception> counting =
        polling(
            cx -> {
              turns[0]++;
              if (t.isEnded()) {
                return 1;
              }
              cx.waker().wake();
              return Poll.PENDING;
            },
            () -> {});
    Task<?, Exception> other =
        spawned(
            p().sequence(
                    List.of(
                        Async.sleep(SECOND.multipliedBy(2)).throwing(Exception.class), counting)));
    host().advance(SECOND);
    waits(t);
    host().advance(SECOND);
    ended(other);
    failed(TimedOutException.class, t);
    isTrue(turns[0] >= n, "turns of the other task: " + turns[0]);
  }

  // ---------------------------------------------------------------- 16

  @Rule(16)
  void aLeafThatCannotUndoGivesItsValueAndTheRequestWaits() {
    List<Integer> got = new ArrayList<>();
    Scripted<Integer> leaf = waiting("x").cannotUndo(5);
    Task<?, Exception> t =
        spawned(
            p().sequence(List.of(async(p().around(() -> {}, leaf, got::add)), waiting("never"))));
    t.cancel();
    settle();
    equal(List.of(5), got);
    wasCancelled(t);
    logIs("x started", "x cancelled", "x not undone");
  }

  @Rule(16)
  void theNextOneMayBeACombinator() {
    Task<?, Exception> t =
        spawned(
            p().sequence(
                    List.of(
                        waiting("x").cannotUndo(1),
                        join(
                            async(p().around(() -> tell("a"), waiting("never"), v -> {})),
                            async(p().around(() -> tell("b"), waiting("never"), v -> {}))))));
    t.cancel();
    settle();
    wasCancelled(t);
    logIs("x started", "x cancelled", "x not undone", "a", "b");
  }

  /** A source of items, each taken in the poll that returns it. */
  private static final class Source {
    private final Queue<Integer> items = new ArrayDeque<>();

    Async<Integer, Exception> next() {
      return new Async<>() {
        private boolean cancelled;

        @Override
        public @Nullable Object poll(Context cx) {
          if (cancelled) {
            throw Cancelled.byLeaf();
          }
          Integer i = items.poll();
          return i != null ? i : Poll.PENDING;
        }

        @Override
        public void cancel() {
          cancelled = true;
        }
      };
    }
  }

  @Rule(16)
  void aRaceOfTwoReadyNextsLosesNoItem() throws Exception {
    for (int depth = 0; depth < 3; depth++) {
      Source a = new Source();
      Source b = new Source();
      int n = 100;
      for (int i = 0; i < n; i++) {
        a.items.add(i);
        b.items.add(1000 + i);
      }
      List<Integer> got = new ArrayList<>();
      int d = depth;
      run(p().loop(n, () -> p().around(() -> {}, race(nested(d, a), nested(d, b)), got::add)));
      equal(n, got.size());
      equal(2 * n, got.size() + a.items.size() + b.items.size(), "items in all");
    }
  }

  private Async<Integer, Exception> nested(int depth, Source s) {
    return depth == 0 ? s.next() : async(p().awaiting(nested(depth - 1, s)));
  }

  @Rule(16)
  void timeoutReturnsAValueThatArrivesAfterAll() throws Exception {
    Task<Integer, Exception> t =
        spawned(async(p().awaiting(waiting("x").cannotUndo(4))).timeout(SECOND));
    host().advance(SECOND);
    equal(4, t.resultNow());
  }

  // ---------------------------------------------------------------- 18

  @Rule(18)
  void whatACombinatorAcceptedStartsThoughACancelIsThere() {
    List<Supplier<Async<?, Exception>>> combinators =
        List.of(
            () -> join(handedOver("1"), handedOver("2")),
            () -> race(handedOver("1"), handedOver("2")),
            () -> all(List.of(handedOver("1"), handedOver("2"))),
            () -> join(join(handedOver("1"), Scripted.ready(1)), handedOver("2")),
            () -> join(handedOver("1"), handedOver("2")).timeout(SECOND),
            () -> race(List.of(join(handedOver("1"), handedOver("2")))),
            () -> Async.shielded(p().awaiting(join(handedOver("1"), handedOver("2")))));
    for (int i = 0; i < combinators.size(); i++) {
      log.clear();
      Async<?, Exception> c = combinators.get(i).get();
      Task<?, Exception> direct = spawn(c);
      direct.cancel();
      settle();
      if (i == combinators.size() - 1) { // shielded: it runs to its end
        waits(direct);
        continue;
      }
      ended(direct);
      equal(List.of("closed 1", "closed 2"), log.stream().sorted().toList(), "combinator " + i);
      log.clear();
      Async<?, Exception> again = combinators.get(i).get();
      Task<?, Exception> awaited = spawn(p().awaiting(again));
      awaited.cancel();
      settle();
      ended(awaited);
      equal(List.of("closed 1", "closed 2"), log.stream().sorted().toList(), "awaited " + i);
    }
  }

  /** A block that was handed a resource, which its finally closes. */
  private Async<Integer, Exception> handedOver(String name) {
    return async(p().tryFinallySync(Scripted.waiting("x"), () -> tell("closed " + name)));
  }

  @Rule(18)
  void whatACombinatorAcceptedStartsThoughAnotherHasFailed() {
    Supplier<Async<Integer, Exception>> failing = () -> Scripted.failing(new IOException());
    List<Supplier<Async<?, Exception>>> combinators =
        List.of(
            () -> join(failing.get(), handedOver("1")),
            () -> all(List.of(failing.get(), handedOver("1"))),
            () -> race(failing.get(), handedOver("1")));
    for (Supplier<Async<?, Exception>> c : combinators) {
      log.clear();
      failed(IOException.class, spawned(c.get()));
      logIs("closed 1");
    }
  }

  @Rule({16, 18})
  void whatStartsAfterAnotherHasFailedTakesNothing() {
    Source s = new Source();
    s.items.add(1);
    failed(IOException.class, spawned(join(Scripted.failing(new IOException()), s.next())));
    Task<?, Exception> t =
        spawned(all(List.of(Scripted.failing(new IOException()), async(p().awaiting(s.next())))));
    failed(IOException.class, t);
    equal(1, s.items.size());
  }

  @Rule(18)
  void aScopesChildrenStart() {
    Task<?, Exception> t =
        spawn(
            scope(
                p().inScope(
                        s -> {
                          try {
                            s.start(handedOver("started"));
                            s.spawn(handedOver("spawned"));
                          } catch (Exception e) {
                            throw new AssertionError(e);
                          }
                        },
                        waiting("never"))));
    t.cancel();
    settle();
    wasCancelled(t);
    equal(List.of("closed spawned", "closed started"), log.stream().sorted().toList());
  }

  // ---------------------------------------------------------------- 19

  @Rule(19)
  void oneThatNobodyAskedForBecomesACancellationException() {
    Async<Integer, Exception> stray =
        doing(cx -> {
          throw Cancelled.byLeaf();
        });
    CancellationException e =
        failed(CancellationException.class, spawned(p().awaiting(async(p().awaiting(stray)))));
    isTrue(e.getCause() instanceof Cancelled, "cause: " + e.getCause());
    Async<Integer, Exception> another =
        doing(cx -> {
          throw Cancelled.byLeaf();
        });
    List<Throwable> caught = new ArrayList<>();
    ended(
        spawned(
            p().catching(
                    join(async(p().awaiting(another)), Scripted.waiting("y")),
                    caught::add,
                    Scripted.ready(1))));
    isTrue(caught.getFirst() instanceof CancellationException, "caught: " + caught);
  }

  @Rule(19)
  void aJoinOfATaskThatAThirdPartyCancelledThrowsCancellationException() throws Exception {
    Task<Integer, Exception> t = spawned(p().awaiting(waiting("x")));
    List<Throwable> caught = new ArrayList<>();
    Task<Integer, Exception> joiner =
        spawned(p().catching(t.join(), caught::add, Scripted.ready(1)));
    t.cancel();
    settle();
    equal(1, joiner.resultNow());
    isTrue(caught.getFirst() instanceof CancellationException, "caught: " + caught);
    noFailures();
  }

  @Rule(19)
  void aCancelledWaitForAJoinThrowsCancelledThoughTheOutcomeHasCome() {
    Scripted<Integer> x = waiting("x");
    Task<Integer, Exception> t = spawned(p().awaiting(x));
    List<Throwable> caught = new ArrayList<>();
    Task<Integer, Exception> joiner =
        spawned(
            p().returningInHandler(
                    t.join(),
                    c -> {
                      caught.add(c);
                      return 0;
                    }));
    x.complete(5);
    joiner.cancel();
    settle();
    ended(t);
    ended(joiner);
    isTrue(caught.getFirst() instanceof Cancelled, "caught: " + caught);
  }

  // ---------------------------------------------------------------- 20

  @Rule(20)
  void raceTimeoutAndScopeWaitUntilTheLosersHaveEnded() throws Exception {
    Scripted<Integer> cleanup = waiting("cleanup");
    Task<Integer, Exception> t =
        spawned(race(async(p().tryFinally(waiting("x"), cleanup)), Scripted.pending(2, 9)));
    waits(t);
    isTrue(cleanup.isWaiting(), "the loser's finally");
    cleanup.complete(1);
    settle();
    equal(9, t.resultNow());
  }

  @Rule({20, 24})
  void aLosersFailedCleanUpIsReportedAndFailsNoWinner() throws Exception {
    IOException lost = new IOException("clean-up");
    equal(
        9,
        run(
            race(
                async(p().tryFinally(waiting("x"), Scripted.failing(lost))),
                Scripted.pending(2, 9))));
    equal(List.of(lost), host().failures());
  }

  @Rule({17, 20})
  void aLosersErrorFailsTheWinnerWhoseValueIsDiscarded() {
    AutoCloseable value = () -> tell("closed");
    Async<AutoCloseable, Exception> loser =
        async(
            p().tryFinallySync(
                    Scripted.<AutoCloseable>waiting("x"),
                    () -> {
                      throw new LinkageError("in the clean-up");
                    }));
    Task<AutoCloseable, Exception> t = spawned(race(loser, Scripted.pending(2, value)));
    contains("in the clean-up", failed(LinkageError.class, t).getMessage());
    logIs("closed");
  }

  @Rule({17, 20})
  void soItDoesInFirstSuccessAfterOthersHaveFailed() {
    AutoCloseable value = () -> tell("closed");
    Async<AutoCloseable, Exception> loser =
        async(
            p().tryFinallySync(
                    Scripted.<AutoCloseable>waiting("x"),
                    () -> {
                      throw new LinkageError("in the clean-up");
                    }));
    Task<AutoCloseable, Exception> t =
        spawned(
            Async.firstSuccess(
                List.of(
                    Scripted.<AutoCloseable>failing(new IOException("an early one")),
                    loser,
                    Scripted.pending(2, value))));
    contains("in the clean-up", failed(LinkageError.class, t).getMessage());
    logIs("closed");
  }

  @Rule(20)
  void anErrorIsNoFailureToTryTheNextOneAfter() {
    Scripted<Integer> other = waiting("other");
    IOException early = new IOException("an early one");
    Task<Integer, Exception> t =
        spawned(
            Async.firstSuccess(
                List.of(
                    Scripted.<Integer>failing(early),
                    async(
                        p().around(
                                () -> {},
                                Scripted.pending(1, 1),
                                v -> {
                                  throw new LinkageError("a bug");
                                })),
                    other)));
    LinkageError e = failed(LinkageError.class, t);
    equal(List.of(early), List.of(e.getSuppressed()));
    equal(1, other.cancels());
  }

  @Rule(20)
  @WithoutBlocks
  void firstSuccessThrowsTheFirstFailureWhenAllFail() throws Exception {
    IOException first = new IOException("first");
    IOException second = new IOException("second");
    IOException e =
        failed(
            IOException.class,
            spawned(
                Async.firstSuccess(
                    List.of(
                        Scripted.<Integer>pendingThenFails(2, second),
                        Scripted.<Integer>pendingThenFails(1, first)))));
    isTrue(e == first, "thrown: " + e);
    equal(List.of(second), List.of(e.getSuppressed()));
    equal(
        3,
        run(
            Async.firstSuccess(
                List.of(Scripted.<Integer>failing(new IOException()), Scripted.pending(2, 3)))));
  }

  @Rule(20)
  void theFirstFailureWinsTheOthersAreSuppressed() {
    IOException first = new IOException("first");
    IOException second = new IOException("second");
    IOException third = new IOException("third");
    for (int way = 0; way < 3; way++) {
      Async<Integer, Exception> a = async(p().awaiting(Scripted.pendingThenFails(1, first)));
      Async<Integer, Exception> b = async(p().tryFinally(waiting("x"), Scripted.failing(second)));
      Async<Integer, Exception> c = async(p().tryFinally(waiting("y"), Scripted.failing(third)));
      Async<?, Exception> all =
          switch (way) {
            case 0 -> join(b, join(a, c));
            case 1 -> all(List.of(b, a, c));
            default ->
                scope(
                    p().inScope(
                            s -> {
                              try {
                                s.start(b);
                                s.start(c);
                              } catch (Exception e) {
                                throw new AssertionError(e);
                              }
                            },
                            a));
          };
      IOException e = failed(IOException.class, spawned(all));
      isTrue(e == first, "thrown: " + e);
      equal(2, e.getSuppressed().length, "suppressed, way " + way);
      first = new IOException("first");
    }
  }

  @Rule(20)
  void anExceptionIsNeverSuppressedInItself() {
    IOException same = new IOException("same");
    Task<Integer, Exception> shared = spawned(Scripted.pendingThenFails(1, same));
    ended(shared);
    for (Async<?, Exception> c :
        List.<Async<?, Exception>>of(
            join(shared.join(), shared.join()),
            all(List.of(shared.join(), shared.join(), shared)),
            race(shared.join(), async(p().tryFinally(waiting("x"), shared.join()))),
            Async.firstSuccess(List.of(shared.join(), shared.join())),
            scope(
                p().inScope(
                        s -> {
                          try {
                            s.start(p().awaiting(shared));
                            s.spawn(p().awaiting(shared));
                          } catch (Exception e) {
                            throw new AssertionError(e);
                          }
                        },
                        shared)))) {
      isTrue(failed(IOException.class, spawned(c)) == same, "another one");
      equal(0, same.getSuppressed().length);
    }
  }

  @Rule(20)
  void aTimeoutThatIsCancelledThrowsCancelled() {
    Scripted<Integer> cleanup = waiting("cleanup");
    List<Throwable> caught = new ArrayList<>();
    Task<?, Exception> t =
        spawned(
            p().returningInHandler(
                    async(p().tryFinally(waiting("x"), cleanup)).timeout(SECOND),
                    c -> {
                      caught.add(c);
                      return 0;
                    }));
    host().advance(SECOND); // it has timed out, and its body cleans up
    t.cancel();
    settle();
    waits(t);
    cleanup.complete(1);
    settle();
    ended(t);
    isTrue(caught.getFirst() instanceof Cancelled, "caught: " + caught);
  }

  @Rule(20)
  void aTimeoutThrowsTimedOutException() {
    Scripted<Integer> x = waiting("x");
    Task<Integer, Exception> t = spawned(async(p().awaiting(x)).timeout(SECOND));
    host().advance(SECOND.minusNanos(1));
    waits(t);
    equal(0, x.cancels());
    host().advance(Duration.ofNanos(1));
    failed(TimedOutException.class, t);
  }
}
