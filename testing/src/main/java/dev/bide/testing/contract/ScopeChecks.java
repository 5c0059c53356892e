package dev.bide.testing.contract;

import static dev.bide.Async.async;
import static dev.bide.Async.join;
import static dev.bide.Async.race;
import static dev.bide.Async.scope;
import static dev.bide.Async.supervise;

import dev.bide.Async;
import dev.bide.AsyncRunnable;
import dev.bide.AsyncSupplier;
import dev.bide.Pair;
import dev.bide.Scope;
import dev.bide.Spawner;
import dev.bide.Task;
import dev.bide.testing.Scripted;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tasks and scopes: rules 22 to 26. */
@SuppressWarnings({"NullAway", "bide:not-awaited"}) // values of type Void
final class ScopeChecks extends Checks {
  ScopeChecks() {}

  private Scripted<Integer> waiting(String name) {
    return Scripted.<Integer>waiting(name).log(this::tell);
  }

  /** What a scope's block does first; its checked exceptions are the scope's. */
  private interface Begin {
    void begin(Scope s) throws Exception;
  }

  private static Consumer<Scope> first(Begin b) {
    return s -> {
      try {
        b.begin(s);
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new AssertionError("spawn and start throw nothing", e);
      }
    };
  }

  private <T extends @Nullable Object> Async<T, Exception> scoped(
      Begin b, AsyncSupplier<T, Exception> then) {
    return scope(p().inScope(first(b), then));
  }

  private static AsyncRunnable<Exception> act(AsyncSupplier<?, Exception> x) {
    return x;
  }

  // ---------------------------------------------------------------- 22

  @Rule(22)
  void eachJoinWaitsAfresh() throws Exception {
    Scripted<Integer> x = waiting("x");
    Task<Integer, Exception> t = spawned(p().awaiting(x));
    isTrue(!(t instanceof Async), "a task is an Async");
    Task<?, Exception> twice = spawned(p().sequence(List.of(t, t.join(), t, t.join())));
    Task<?, Exception> other = spawned(join(t.join(), p().awaiting(t)));
    x.complete(3);
    settle();
    equal(List.of(3, 3, 3, 3), twice.resultNow());
    equal(new Pair<>(3, 3), other.resultNow());
    equal(List.of(3), run(p().sequence(List.of(t))));
    equal(2, x.polls());
  }

  @Rule(22)
  void givingUpTheWaitDoesNotCancelTheTask() throws Exception {
    Scripted<Integer> x = waiting("x");
    Task<Integer, Exception> t = spawned(p().awaiting(x));
    equal(9, run(race(t.join(), Scripted.pending(2, 9))));
    Task<Integer, Exception> joiner = spawned(p().awaiting(t));
    joiner.cancel();
    settle();
    wasCancelled(joiner);
    waits(t);
    equal(0, x.cancels());
    x.complete(1);
    settle();
    equal(1, t.resultNow());
  }

  @Rule(22)
  void endedWaitsForTheEndHoweverItEnded() throws Exception {
    IOException lost = new IOException();
    for (int way = 0; way < 3; way++) {
      Scripted<Integer> leaf = waiting("leaf");
      Task<Integer, Exception> t = spawned(p().awaiting(leaf));
      Task<?, Exception> waiter =
          spawned(p().sequence(List.of(t.ended().throwing(Exception.class))));
      waits(waiter);
      switch (way) {
        case 0 -> leaf.complete(1);
        case 1 -> leaf.fail(lost);
        default -> t.cancel();
      }
      settle();
      ended(t);
      waiter.resultNow();
    }
  }

  @Rule(22)
  void aStartChildsHandleIsForItsOwnTask() throws Exception {
    List<Task<Integer, Exception>> handle = new ArrayList<>();
    List<Async<Integer, Exception>> join = new ArrayList<>();
    Scripted<Integer> x = waiting("x");
    Task<Integer, Exception> owner =
        spawned(
            scoped(
                s -> {
                  handle.add(s.start(p().awaiting(x)));
                  join.add(handle.getFirst().join());
                },
                p().awaiting(waiting("body").completed(0))));
    waits(owner);
    failed(IllegalStateException.class, spawned(doing(cx -> handle.getFirst().join().poll(cx))));
    failed(IllegalStateException.class, spawned(owner(join.getFirst())));
    thrown(IllegalStateException.class, () -> handle.getFirst().join());
    x.complete(1);
    settle();
    ended(owner);
  }

  @Rule(22)
  void aHandleAwaitedInsideItsTaskGivesTheOutcomeManyTimes() throws Exception {
    List<Task<Integer, Exception>> handle = new ArrayList<>();
    Task<?, Exception> t =
        spawned(
            scoped(
                s -> handle.add(s.start(p().awaiting(Scripted.pending(2, 5)))),
                p().sequence(
                        List.of(
                            later(() -> handle.getFirst().join()),
                            later(() -> handle.getFirst().join()),
                            later(() -> handle.getFirst().ended().throwing(Exception.class))))));
    List<Object> expected = new ArrayList<>(List.of(5, 5));
    expected.add(null);
    equal(expected, t.resultNow());
  }

  private interface Maker {
    Async<?, Exception> make();
  }

  /** Makes the computation when it is first polled. */
  private static Async<@Nullable Object, Exception> later(Maker maker) {
    List<Async<?, Exception>> made = new ArrayList<>();
    return polling(
        cx -> {
          if (made.isEmpty()) {
            made.add(maker.make());
          }
          return made.getFirst().poll(cx);
        },
        () -> made.forEach(Async::cancel));
  }

  // ---------------------------------------------------------------- 23

  @Rule(23)
  void aScopeEndsWhenAllItsChildrenHaveEnded() throws Exception {
    Scripted<Integer> a = waiting("a");
    Scripted<Integer> b = waiting("b");
    Task<Integer, Exception> t =
        spawned(
            scoped(
                s -> {
                  s.start(p().awaiting(a));
                  s.spawn(p().awaiting(b));
                },
                p().sync(() -> 7)));
    waits(t);
    a.complete(1);
    settle();
    waits(t);
    b.complete(1);
    settle();
    equal(7, t.resultNow());
  }

  @Rule(23)
  void aPendingOperationIsKeptAcrossTheTurnsOfALoop() throws Exception {
    Scripted<Integer> slow = waiting("slow");
    List<Task<Integer, Exception>> handle = new ArrayList<>();
    int[] rounds = new int[1];
    Task<Integer, Exception> t =
        spawned(
            scoped(
                s -> handle.add(s.start(p().awaiting(slow))),
                p().loop(
                        5,
                        () ->
                            later(() -> {
                              rounds[0]++;
                              return race(handle.getFirst().join(), Scripted.pending(1, 0));
                            }))));
    waits(t);
    equal(5, rounds[0]);
    equal(0, slow.cancels());
    equal(1, slow.polls());
    slow.complete(1);
    settle();
    equal(5, t.resultNow());
  }

  @Rule(23)
  void spawnIsForAnyTaskInsideOnAnyThread() throws Exception {
    List<Scope> scope = new ArrayList<>();
    Scripted<Integer> body = waiting("body");
    Scripted<Integer> inner = waiting("inner");
    Task<Integer, Exception> t =
        spawned(
            scoped(
                s -> {
                  scope.add(s);
                  s.spawn(
                      p().sync(() -> {
                        first(i -> i.spawn(p().awaiting(inner))).accept(s);
                        return 1;
                      }));
                },
                p().awaiting(body)));
    isTrue(inner.isWaiting(), "spawned by a child");
    Scripted<Integer> outside = waiting("outside");
    host().outside(() -> first(s -> s.spawn(p().awaiting(outside))).accept(scope.getFirst()));
    settle();
    isTrue(outside.isWaiting(), "spawned from outside");
    body.complete(1);
    inner.complete(2);
    settle();
    waits(t);
    outside.complete(3);
    settle();
    equal(1, t.resultNow());
  }

  @Rule(23)
  void startIsForTheTaskThatOpenedTheScope() throws Exception {
    List<Scope> scope = new ArrayList<>();
    Scripted<Integer> body = waiting("body");
    Task<Integer, Exception> t = spawned(scoped(scope::add, p().awaiting(body)));
    Begin start = s -> s.start(p().sync(() -> 1));
    failed(
        IllegalStateException.class,
        spawned(
            p().sync(() -> {
              first(start).accept(scope.getFirst());
              return 1;
            })));
    host()
        .outside(
            () -> thrown(IllegalStateException.class, () -> first(start).accept(scope.getFirst())));
    body.complete(1);
    settle();
    ended(t);
  }

  @Rule(23)
  void onceItHasEndedItTakesNoMore() throws Exception {
    List<Scope> scope = new ArrayList<>();
    List<Spawner<Exception>> spawner = new ArrayList<>();
    Task<Integer, Exception> t =
        spawned(
            scoped(
                s -> {
                  scope.add(s);
                  spawner.add(s.spawner(Exception.class));
                },
                p().sync(() -> 1)));
    ended(t);
    AsyncSupplier<Integer, Exception> block = p().sync(() -> 1);
    List<Begin> all =
        List.of(
            s -> s.spawn(block),
            s -> s.background(act(block)),
            s -> spawner.getFirst().spawn(block));
    for (Begin b : all) {
      thrown(IllegalStateException.class, () -> first(b).accept(scope.getFirst()));
    }
    failed(
        IllegalStateException.class,
        spawned(
            p().sync(() -> {
              first(s -> s.start(block)).accept(scope.getFirst());
              return 1;
            })));
  }

  @Rule(23)
  void aChildThatItsOwnHandleCancelledHasNotFailed() throws Exception {
    List<Task<?, Exception>> handles = new ArrayList<>();
    Scripted<Integer> body = waiting("body");
    Task<Integer, Exception> t =
        spawned(
            scoped(
                s -> {
                  handles.add(s.start(p().awaiting(waiting("started"))));
                  handles.add(s.spawn(p().awaiting(waiting("spawned"))));
                },
                p().awaiting(body)));
    handles.forEach(Task::cancel);
    settle();
    isTrue(handles.stream().allMatch(Task::isEnded), "not ended");
    equal(0, body.cancels());
    body.complete(4);
    settle();
    equal(4, t.resultNow());
    noFailures();
  }

  @Rule({20, 23})
  void theFirstFailureCancelsTheOthersAndTheBody() {
    for (int way = 0; way < 4; way++) {
      log.clear();
      IOException lost = new IOException("lost");
      Scripted<Integer> failing = Scripted.waiting("failing");
      Scripted<Integer> started = waiting("started");
      Scripted<Integer> spawned = waiting("spawned");
      Scripted<Integer> background = waiting("background");
      Scripted<Integer> body = waiting("body");
      int w = way;
      Task<Integer, Exception> t =
          spawned(
              scoped(
                  s -> {
                    s.start(p().awaiting(w == 0 ? failing : started));
                    s.spawn(p().awaiting(w == 1 ? failing : spawned));
                    s.background(act(p().awaiting(w == 2 ? failing : background)));
                  },
                  p().awaiting(w == 3 ? failing : body)));
      failing.fail(lost);
      settle();
      isTrue(failed(IOException.class, t) == lost, "another failure");
      equal(3L, log.stream().filter(l -> l.endsWith("undone")).count(), "cancelled, way " + way);
      equal(0, lost.getSuppressed().length);
      equal(List.of(lost), host().failures().subList(way, host().failures().size()), "reports");
    }
  }

  @Rule(23)
  void aChildSpawnedIntoAScopeThatEndsStartsAndIsCancelled() {
    List<Scope> scope = new ArrayList<>();
    Scripted<Integer> cleanup = waiting("cleanup");
    Task<Integer, Exception> t =
        spawned(scoped(scope::add, p().tryFinally(waiting("body"), cleanup)));
    t.cancel();
    settle();
    waits(t);
    Task<?, Exception> opener =
        spawn(
            p().sync(() -> {
              first(s -> s.spawn(p().tryFinallySync(waiting("late"), () -> tell("its finally"))))
                  .accept(scope.getFirst());
              return 1;
            }));
    settle();
    ended(opener);
    isTrue(log.contains("its finally") && !log.contains("late started"), "log: " + log);
    cleanup.complete(1);
    settle();
    wasCancelled(t);
  }

  @Rule(23)
  void aBackgroundChildEndsWhenAllOthersHaveEnded() throws Exception {
    Scripted<Integer> a = waiting("a");
    Scripted<Integer> reader = waiting("reader");
    Scripted<Integer> closing = waiting("closing");
    Task<Integer, Exception> t =
        spawned(
            scoped(
                s -> {
                  s.background(act(p().tryFinally(reader, closing)));
                  s.spawn(p().awaiting(a));
                },
                p().sync(() -> 3)));
    waits(t);
    equal(0, reader.cancels());
    a.complete(1);
    settle();
    equal(1, reader.cancels());
    waits(t);
    closing.complete(1);
    settle();
    equal(3, t.resultNow());
  }

  @Rule(23)
  void aScopeMayBeCancelledFromInside() {
    for (boolean outside : new boolean[] {false, true}) {
      log.clear();
      List<Scope> scope = new ArrayList<>();
      Scripted<Integer> body = waiting("body");
      Task<Integer, Exception> t =
          spawned(
              scoped(
                  s -> {
                    scope.add(s);
                    s.start(p().awaiting(waiting("started")));
                    s.spawn(p().awaiting(waiting("spawned")));
                  },
                  p().awaiting(body)));
      waits(t);
      if (outside) {
        host().outside(() -> scope.getFirst().cancel());
      } else {
        scope.getFirst().cancel();
      }
      settle();
      failed(CancellationException.class, t);
      equal(3L, log.stream().filter(l -> l.endsWith("undone")).count());
    }
  }

  @Rule(23)
  void aScopeCancelledInItsFirstStepReachesItsBody() {
    Scripted<Integer> never = waiting("never");
    Task<Integer, Exception> t = spawned(scoped(Scope::cancel, p().awaiting(never)));
    failed(CancellationException.class, t);
    logIs();
  }

  @Rule(23)
  void aSupervisedChildsFailureStaysItsOwn() throws Exception {
    IOException lost = new IOException("lost");
    IOException joined = new IOException("joined");
    Scripted<Integer> body = waiting("body");
    List<Task<Integer, Exception>> handle = new ArrayList<>();
    Task<Integer, Exception> t =
        spawned(
            supervise(
                p().inSupervisor(
                        s -> {
                          s.spawn(p().awaiting(Scripted.failing(lost)));
                          handle.add(s.spawn(p().awaiting(Scripted.pendingThenFails(2, joined))));
                        },
                        async(
                            p().catching(
                                    later(() -> handle.getFirst().join()),
                                    e -> isTrue(e == joined, "caught: " + e),
                                    body)))));
    waits(t);
    equal(List.of(lost), host().failures());
    body.complete(5);
    settle();
    equal(5, t.resultNow());
    equal(List.of(lost), host().failures());
  }

  @Rule(23)
  void scopesNest() throws Exception {
    IOException lost = new IOException("lost");
    List<Throwable> caught = new ArrayList<>();
    Scripted<Integer> outer = waiting("outer");
    Task<Integer, Exception> t =
        spawned(
            scoped(
                s -> s.spawn(p().awaiting(outer)),
                p().catching(
                        scoped(
                            i -> i.spawn(p().awaiting(Scripted.pendingThenFails(1, lost))),
                            p().awaiting(waiting("inner"))),
                        caught::add,
                        p().sync(() -> 2))));
    equal(List.of(lost), caught);
    equal(0, outer.cancels());
    outer.complete(1);
    settle();
    equal(2, t.resultNow());
  }

  // ---------------------------------------------------------------- 24

  @Rule(24)
  void aDetachedTasksFailureIsReportedUnlessSomebodyJoinsIt() {
    IOException lost = new IOException("lost");
    Task<Integer, Exception> t = spawned(p().awaiting(Scripted.failing(lost)));
    ended(t);
    equal(List.of(lost), host().failures());
    IOException joined = new IOException("joined");
    Scripted<Integer> x = waiting("x");
    Task<Integer, Exception> u = spawned(p().awaiting(x));
    Task<Integer, Exception> joiner =
        spawned(p().returningInHandler(u.join(), e -> e == joined ? 1 : 0));
    x.fail(joined);
    settle();
    ended(joiner);
    equal(List.of(lost), host().failures());
  }

  @Rule(24)
  void aFailureWhoseOnlyWaiterWasCancelledIsReported() {
    IOException lost = new IOException("lost");
    Scripted<Integer> x = waiting("x");
    Task<Integer, Exception> t = spawned(p().awaiting(x));
    Task<Integer, Exception> joiner = spawned(p().awaiting(t));
    x.fail(lost);
    joiner.cancel();
    settle();
    ended(t);
    wasCancelled(joiner);
    equal(List.of(lost), host().failures());
  }

  @Rule(24)
  void aCancelledTaskIsNoFailure() {
    Task<Integer, Exception> t = spawned(p().awaiting(waiting("x")));
    t.cancel();
    settle();
    ended(t);
    noFailures();
  }

  @Rule(24)
  void anErrorOfATaskIsReportedAndTheRuntimeGoesOn() throws Exception {
    Task<Integer, Exception> t =
        spawned(
            p().sync(() -> {
              throw new LinkageError("a bug");
            }));
    failed(LinkageError.class, t);
    equal(1, host().failures().size());
    equal(1, run(p().sync(() -> 1)));
  }

  @Rule(24)
  @WithoutBlocks
  void userCodeThatThrowsInsideACombinatorFailsThatAlone() throws Exception {
    // an iterator of the user's, called when a child has ended
    Iterable<Integer> broken =
        () ->
            new java.util.Iterator<>() {
              private int n;

              @Override
              public boolean hasNext() {
                if (n == 2) {
                  throw new IllegalArgumentException("a bug in an iterator");
                }
                return true;
              }

              @Override
              public Integer next() {
                return n++;
              }
            };
    Task<?, Exception> t =
        spawned(Async.all(1, broken, new HandPrograms().<Integer, Integer>function(x -> x)));
    contains("a bug", failed(IllegalArgumentException.class, t).getMessage());
    equal(3, run(Scripted.pending(1, 3)));
  }

  // ---------------------------------------------------------------- 25

  @Rule(value = 25, counted = true)
  void aTaskThatCanNoLongerRunHasFailedForThoseWhoJoinItAndIsReported() throws Exception {
    TestHost test = (TestHost) host();
    Scripted<Integer> x = waiting("x");
    Task<Integer, Exception> t =
        spawned(p().tryFinallySync(async(p().awaiting(x)), () -> tell("finally")));
    Task<Integer, Exception> late = spawn(p().sync(() -> 1));
    IllegalStateException why = new IllegalStateException("closed for good");
    x.complete(1);
    test.runtime().abandonAll(why);
    for (Task<Integer, Exception> each : List.of(t, late)) {
      IllegalStateException e = failed(IllegalStateException.class, each);
      isTrue(e.getCause() == why, "cause: " + e.getCause());
      contains("finally", e.getMessage());
    }
    isTrue(!log.contains("finally"), "its finally ran");
    equal(2, host().failures().size());
    Task<Integer, Exception> tooLate = spawn(p().sync(() -> 1));
    failed(IllegalStateException.class, tooLate);
    isTrue(x.polls() == 1, "polled after it was abandoned");
  }

  // ---------------------------------------------------------------- 26

  private static final int MILLION = 1_000_000;

  @Rule(26)
  void aMillionNestedAwaitsPass() throws Exception {
    equal(MILLION, run(p().deep(MILLION, Scripted.ready(0))));
    Scripted<Integer> leaf = Scripted.waiting("innermost");
    Task<Integer, Exception> t = spawned(p().deep(MILLION, leaf));
    isTrue(leaf.isWaiting(), "the innermost was not reached");
    leaf.wake();
    settle();
    equal(2, leaf.polls());
    leaf.complete(5);
    settle();
    equal(MILLION + 5, t.resultNow());
  }

  @Rule(26)
  void anExceptionPassesAMillionFrames() {
    IOException lost = new IOException();
    failed(IOException.class, spawned(p().deep(MILLION, Scripted.failing(lost))));
    IOException later = new IOException();
    failed(IOException.class, spawned(p().deep(MILLION, Scripted.pendingThenFails(1, later))));
    isTrue(later.getStackTrace().length < 5000, "lines: " + later.getStackTrace().length);
  }

  @Rule(26)
  void aCancelPassesAMillionFrames() {
    Task<Integer, Exception> t = spawned(p().deep(MILLION, Scripted.waiting("x")));
    t.cancel();
    settle();
    wasCancelled(t);
  }

  @Rule(26)
  void handWrittenComputationsInBetweenDoNotBreakIt() throws Exception {
    // each polls a block by hand: the stack grows with them, not with the blocks between them
    Scripted<Integer> leaf = Scripted.waiting("innermost");
    Async<Integer, Exception> c = async(p().deep(1000, leaf));
    for (int i = 0; i < 50; i++) {
      c = async(p().deep(1000, p().awaiting(asInt(owner(c)))));
    }
    Task<Integer, Exception> t = spawned(c);
    isTrue(leaf.isWaiting(), "the innermost was not reached");
    leaf.complete(1);
    settle();
    equal(51_001, t.resultNow());
  }

  @SuppressWarnings("unchecked") // it is one
  private static Async<Integer, Exception> asInt(Async<@Nullable Object, Exception> a) {
    return (Async<Integer, Exception>) (Async<?, ?>) a;
  }

  @Rule(26)
  void norWhenTheyWereResumedBefore() throws Exception {
    Async<Integer, Exception> c = async(p().deep(150, Scripted.pending(1, 1)));
    for (int i = 0; i < 200; i++) {
      Async<Integer, Exception> inner = c;
      c =
          async(
              p().afterwards(
                      () -> Scripted.pending(1, 0),
                      async(p().deep(150, p().awaiting(asInt(owner(inner)))))));
    }
    equal(201 * 150 + 1, run(c));
  }

  @Rule(26)
  void deepScopesPass() throws Exception {
    Async<Integer, Exception> c = async(p().awaiting(Scripted.pending(1, 1)));
    for (int i = 0; i < 5000; i++) {
      Async<Integer, Exception> inner = c;
      c = scope(p().inScope(s -> {}, async(p().awaiting(inner))));
    }
    equal(1, run(c));
  }
}
