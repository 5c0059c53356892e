package dev.bide.testing.contract;

import static dev.bide.Async.all;
import static dev.bide.Async.async;
import static dev.bide.Async.join;
import static dev.bide.Async.race;

import dev.bide.Async;
import dev.bide.AsyncCloseable;
import dev.bide.AsyncSupplier;
import dev.bide.Task;
import dev.bide.TimedOutException;
import dev.bide.testing.Scripted;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Resources and their closing: rules 17, 21, 31 and 32. */
@SuppressWarnings({"NullAway", "try"}) // values of type Void; closes that throw anything
final class ClosingChecks extends Checks {
  private static final Duration SECOND = Duration.ofSeconds(1);

  ClosingChecks() {}

  private Scripted<Integer> waiting(String name) {
    return Scripted.<Integer>waiting(name).log(this::tell);
  }

  /** A resource whose closing waits for a leaf. */
  private final class Resource implements AsyncCloseable<Exception> {
    final String name;
    final Scripted<@Nullable Void> closing;

    Resource(String name) {
      this.name = name;
      this.closing =
          Scripted.<@Nullable Void>waiting("closing " + name).log(ClosingChecks.this::tell);
    }

    @Override
    public Async<@Nullable Void, Exception> closeAsync() {
      return async(p().awaiting(closing));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private final class Plain implements AutoCloseable {
    private final String name;
    private final @Nullable Exception failure;

    Plain(String name, @Nullable Exception failure) {
      this.name = name;
      this.failure = failure;
    }

    @Override
    public void close() throws Exception {
      tell("closed " + name);
      if (failure != null) {
        throw failure;
      }
    }
  }

  // ---------------------------------------------------------------- 17

  @Rule(17)
  @WithoutBlocks
  void aDroppedResultIsClosed() throws Exception {
    Plain late = new Plain("late", null);
    Scripted<Plain> loser = Scripted.<Plain>waiting("loser").cannotUndo(late);
    run(race(loser, Scripted.pending(1, new Plain("winner", null))));
    logIs("closed late");
    log.clear();
    IOException lost = new IOException();
    Scripted<Plain> ready = Scripted.ready(new Plain("ready", null));
    failed(IOException.class, spawned(join(ready, Scripted.pendingThenFails(1, lost))));
    logIs("closed ready");
    log.clear();
    failed(
        IOException.class,
        spawned(
            all(
                List.of(
                    Scripted.ready(new Plain("1", null)),
                    Scripted.pendingThenFails(1, lost),
                    Scripted.ready(new Plain("3", null))))));
    logIs("closed 1", "closed 3");
  }

  @Rule(17)
  void aDroppedResultsClosingIsAwaited() throws Exception {
    Resource dropped = new Resource("dropped");
    Scripted<Object> loser = Scripted.<Object>waiting("loser").cannotUndo(dropped);
    Task<Object, Exception> t = spawned(race(loser, Scripted.<Object>pending(1, "won")));
    waits(t);
    isTrue(dropped.closing.isWaiting(), "its closing has not begun");
    t.cancel(); // does not cut it short
    settle();
    equal(0, dropped.closing.cancels());
    dropped.closing.complete(null);
    settle();
    equal("won", t.resultNow());
  }

  @Rule(17)
  void orGivenToItsOnDiscard() throws Exception {
    Async<Integer, Exception> loser =
        Scripted.<Integer>waiting("loser")
            .cannotUndo(7)
            .onDiscard(
                p().consumer(i ->
                    p().sync(() -> {
                      tell("discarded " + i);
                      return 0;
                    })));
    equal(1, run(race(loser, Scripted.pending(1, 1))));
    logIs("discarded 7");
  }

  @Rule({17, 24})
  @WithoutBlocks
  void itsFailedClosingIsReported() throws Exception {
    IOException lost = new IOException("closing");
    Scripted<Object> loser = Scripted.<Object>waiting("loser").cannotUndo(new Plain("late", lost));
    equal(1, run(race(loser, Scripted.<Object>pending(1, 1))));
    equal(List.of(lost), host().failures());
  }

  @Rule(17)
  void aScopesValueIsClosedWhenAChildFails() {
    Plain value = new Plain("value", null);
    failed(
        IOException.class,
        spawned(
            Async.scope(
                p().inScope(
                        s -> {
                          try {
                            s.spawn(
                                p().awaiting(
                                        Scripted.pendingThenFails(2, new IOException("lost"))));
                          } catch (Exception e) {
                            throw new AssertionError(e);
                          }
                        },
                        Scripted.ready(value)))));
    logIs("closed value");
  }

  private Scripted<Plain> lateValue(String name) {
    return Scripted.<Plain>waiting(name).cannotUndo(new Plain(name, null));
  }

  @Rule(17)
  void soAreTheValuesInACombinatorsDroppedResult() throws Exception {
    List<Supplier<Async<?, Exception>>> losers =
        List.of(
            () -> join(lateValue("a"), lateValue("b")),
            () -> all(List.of(lateValue("a"), lateValue("b"))),
            () -> join(Async.select(lateValue("a"), waiting("x")), all(List.of(lateValue("b")))),
            () -> join(lateValue("a"), lateValue("b")).timeout(SECOND),
            () -> race(join(lateValue("a"), lateValue("b")), waiting("x")),
            () -> Async.shielded(p().awaiting(join(instead("a"), instead("b")))),
            () -> async(p().awaiting(join(lateValue("a"), lateValue("b")))));
    for (int i = 0; i < losers.size(); i++) {
      log.clear();
      List<AsyncSupplier<?, Exception>> both = List.of(losers.get(i).get(), Scripted.pending(1, 9));
      equal(9, run(race(both)));
      log.removeIf(line -> line.startsWith("x "));
      equal(List.of("closed a", "closed b"), log.stream().sorted().toList(), "loser " + i);
    }
  }

  /** Ends after the other one has won, for what no cancel reaches. */
  private Async<Plain, Exception> instead(String name) {
    return Scripted.pending(5, new Plain(name, null));
  }

  @Rule(17)
  void orGivenToTheirOnDiscard() throws Exception {
    for (int way = 0; way < 4; way++) {
      log.clear();
      Async<Integer, Exception> inner =
          Scripted.<Integer>waiting("inner")
              .cannotUndo(7)
              .onDiscard(
                  p().consumer(i ->
                      p().sync(() -> {
                        tell("discarded " + i);
                        return 0;
                      })));
      Async<?, Exception> loser =
          switch (way) {
            case 0 -> join(inner, waiting("x").cannotUndo(1));
            case 1 -> inner.timeout(SECOND);
            case 2 -> all(List.of(all(List.of(inner))));
            default -> Async.firstSuccess(List.of(inner));
          };
      List<AsyncSupplier<?, Exception>> both = List.of(loser, Scripted.pending(1, 9));
      equal(9, run(race(both)));
      isTrue(log.contains("discarded 7"), "way " + way + ": " + log);
    }
  }

  @Rule(17)
  void soAreThoseOfACancelledAllThatHasNotStartedTheRest() {
    Task<?, Exception> t =
        spawned(all(2, List.of("1", "2", "3"), p().applying((String n) -> lateValue(n))));
    t.cancel();
    settle();
    wasCancelled(t);
    logIs("closed 1", "closed 2");
  }

  @Rule(17)
  void andWhatACombinatorHadThatBreaksDown() {
    List<Task<Plain, Exception>> handle = new ArrayList<>();
    Scripted<Integer> body = waiting("body");
    Task<?, Exception> owner =
        spawned(
            Async.scope(
                p().inScope(
                        s -> {
                          try {
                            handle.add(s.start(p().awaiting(Scripted.<Plain>waiting("y"))));
                          } catch (Exception e) {
                            throw new AssertionError(e);
                          }
                        },
                        body)));
    // the handle of a start child is refused in another task, where the race is about to begin it
    Task<?, Exception> t =
        spawned(race(List.of(Scripted.<Plain>ready(new Plain("first", null)), handle.getFirst())));
    contains("own task", failed(IllegalStateException.class, t).getMessage());
    logIs("body started", "closed first");
    owner.cancel();
    settle();
  }

  // ---------------------------------------------------------------- 21

  @Rule({21, 32})
  void anInsertedClosingIsNotCutShortByALaterCancel() {
    Resource r = new Resource("r");
    Task<Integer, Exception> t = spawned(p().with(r, Scripted.ready(1)));
    isTrue(r.closing.isWaiting(), "not closing");
    t.cancel();
    settle();
    equal(0, r.closing.cancels());
    waits(t);
    r.closing.complete(null);
    settle();
    ended(t);
  }

  @Rule({21, 32})
  void norWhenTheCancelCameFirst() {
    Resource r = new Resource("r");
    Task<Integer, Exception> t = spawned(p().with(r, waiting("x")));
    t.cancel();
    settle();
    logIs("x started", "x cancelled", "x undone", "closing r started");
    waits(t);
    r.closing.complete(null);
    settle();
    wasCancelled(t);
  }

  @Rule(21)
  void aClosingStartsThoughARequestWaits() {
    Resource r = new Resource("r");
    Task<Integer, Exception> t = spawned(p().with(r, waiting("x").cannotUndo(1)));
    t.cancel();
    settle();
    isTrue(r.closing.isWaiting() && r.closing.cancels() == 0, "not closing: " + log);
    r.closing.complete(null);
    settle();
    ended(t);
  }

  @Rule({15, 21})
  void butByAnAbort() {
    Resource r = new Resource("r");
    Task<Integer, Exception> t =
        spawned(Async.timeout(SECOND, p().with(r, waiting("x"))).grace(SECOND));
    host().advance(SECOND);
    isTrue(r.closing.isWaiting(), "not closing");
    host().advance(SECOND);
    equal(1, r.closing.aborts());
    failed(TimedOutException.class, t);
  }

  @Rule(21)
  void aUsersFinallyIsCutShort() {
    Scripted<Integer> cleanup = waiting("cleanup");
    Task<Integer, Exception> t = spawned(p().tryFinally(Scripted.ready(1), cleanup));
    t.cancel();
    settle();
    wasCancelled(t);
    logIs("cleanup started", "cleanup cancelled", "cleanup undone");
  }

  @Rule(21)
  void shieldedProtectsASection() {
    Scripted<Integer> inside = waiting("inside");
    Task<?, Exception> t =
        spawned(p().sequence(List.of(Async.shielded(p().awaiting(inside)), waiting("after"))));
    t.cancel();
    settle();
    equal(0, inside.cancels());
    waits(t);
    inside.complete(1);
    settle();
    wasCancelled(t);
    logIs("inside started", "inside ended");
  }

  @Rule(21)
  void aShieldedSectionStartsThoughARequestWaits() {
    Scripted<Integer> inside = waiting("inside");
    Task<?, Exception> t =
        spawned(
            p().sequence(
                    List.of(
                        waiting("x").cannotUndo(1),
                        Async.shielded(p().awaiting(inside)),
                        waiting("after"))));
    t.cancel();
    settle();
    isTrue(inside.isWaiting() && inside.cancels() == 0, "log: " + log);
    inside.complete(1);
    settle();
    wasCancelled(t);
    isTrue(!log.contains("after started"), "log: " + log);
  }

  // ---------------------------------------------------------------- 31

  @Rule({31, 32})
  void resourcesCloseInTheOrderOfSyncCode() throws Exception {
    Resource a = new Resource("a");
    Resource b = new Resource("b");
    Task<Integer, Exception> t = spawned(p().withTwo(a, b, Scripted.ready(3)));
    logIs("closing b started");
    b.closing.complete(null);
    settle();
    logIs("closing b started", "closing b ended", "closing a started");
    a.closing.complete(null);
    settle();
    equal(3, t.resultNow());
  }

  @Rule({31, 32})
  void plainOnesAreClosedAmongThem() throws Exception {
    Resource a = new Resource("a");
    Plain b = new Plain("b", null);
    Task<Integer, Exception> t = spawned(p().withTwo(b, a, Scripted.pending(1, 3)));
    logIs("closing a started");
    a.closing.complete(null);
    settle();
    equal(3, t.resultNow());
    logIs("closing a started", "closing a ended", "closed b");
  }

  @Rule(31)
  void aFailingCloseIsSuppressedOrThrown() {
    IOException body = new IOException("body");
    IOException ofB = new IOException("b");
    IOException ofA = new IOException("a");
    for (int way = 0; way < 2; way++) {
      Resource a = new Resource("a");
      Scripted<Integer> x = way == 0 ? Scripted.failing(body) : Scripted.ready(1);
      Task<Integer, Exception> t = spawned(p().withTwo(a, new Plain("b", ofB), x));
      isTrue(a.closing.isWaiting(), "the outer one is not closed");
      a.closing.fail(ofA);
      settle();
      IOException e = failed(IOException.class, t);
      isTrue(e == (way == 0 ? body : ofB), "thrown: " + e);
      equal(way == 0 ? List.of(ofB, ofA) : List.of(ofA), List.of(e.getSuppressed()), "suppressed");
    }
  }

  @Rule({14, 24, 31})
  void aClosingThatFailsWhileACancelUnwindsIsReportedAndHasNotSwallowedIt() {
    Resource a = new Resource("a");
    Task<Integer, Exception> t = spawned(p().with(a, waiting("x")));
    t.cancel();
    settle();
    IOException closing = new IOException("closing");
    a.closing.fail(closing);
    settle();
    wasCancelled(t);
    equal(List.of(closing), host().failures(), "reported failures");
  }

  // ---------------------------------------------------------------- 32

  @Rule(32)
  @WithoutBlocks
  void theInheritedCloseSaysWhatToWrite() {
    AsyncCloseable<Exception> r = () -> Async.<@Nullable Void, Exception>of(null);
    String message = thrown(IllegalStateException.class, r::close).getMessage();
    contains("closeAsync().await()", message);
    contains("try-with-resources", message);
  }
}
