package dev.bide.testing.contract;

import static dev.bide.Async.all;
import static dev.bide.Async.async;
import static dev.bide.Async.join;
import static dev.bide.Async.race;

import dev.bide.Async;
import dev.bide.AsyncSupplier;
import dev.bide.Poll;
import dev.bide.Task;
import dev.bide.runtime.Context;
import dev.bide.runtime.Work;
import dev.bide.testing.Scripted;
import java.io.IOException;
import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Failures that nobody sees, user code that throws where it must not, abandoned tasks. */
@SuppressWarnings({"NullAway", "bide:not-awaited"}) // values of type Void
final class FailureChecks extends Checks {
  FailureChecks() {}

  private Scripted<Integer> waiting(String name) {
    return Scripted.<Integer>waiting(name).log(this::tell);
  }

  private Task<Integer, Exception> ignoring(Async<?, Exception> x) {
    return spawned(p().catching(x, e -> tell("seen " + e.getMessage()), Scripted.ready(0)));
  }

  // ---------------------------------------------------------------- 24: who sees a failure

  @Rule({22, 24})
  void aFailureAwaitedThroughEndedAloneIsReported() {
    IOException lost = new IOException("lost");
    Scripted<Integer> x = waiting("x");
    Task<Integer, Exception> t = spawned(p().awaiting(x));
    Task<?, Exception> waiter = spawned(t.ended().throwing(Exception.class));
    x.fail(lost);
    settle();
    ended(waiter);
    equal(List.of(lost), host().failures());
    thrown(IOException.class, t::resultNow);
    equal(List.of(lost), host().failures());
  }

  @Rule({22, 24})
  void oneWhoJoinsBesideEndedSeesIt() {
    Scripted<Integer> x = waiting("x");
    Task<Integer, Exception> t = spawned(p().awaiting(x));
    Task<?, Exception> waiter = spawned(t.ended().throwing(Exception.class));
    Task<?, Exception> joiner = ignoring(t.join());
    Task<?, Exception> another = spawned(t.ended().throwing(Exception.class));
    x.fail(new IOException("failure"));
    settle();
    ended(waiter);
    ended(joiner);
    ended(another);
    noFailures();
    isTrue(log.contains("seen failure"), "log: " + log);
  }

  @Rule(24)
  void itIsReportedWhenAllWhoWaitedGaveUp() {
    for (int stay = 0; stay < 2; stay++) {
      IOException lost = new IOException("lost");
      Scripted<Integer> x = waiting("x");
      Task<Integer, Exception> t = spawned(p().awaiting(x));
      Task<?, Exception> a = ignoring(t.join());
      Task<?, Exception> b = ignoring(t.join());
      Task<?, Exception> end = spawned(t.ended().throwing(Exception.class));
      x.fail(lost);
      a.cancel();
      end.cancel();
      if (stay == 0) {
        b.cancel();
      }
      settle();
      isTrue(t.isEnded() && a.isEnded() && b.isEnded() && end.isEnded(), "somebody waits");
      equal(
          1,
          host().failures().stream().filter(f -> f instanceof IOException).toList().size(),
          "reports when " + stay + " stays");
    }
  }

  @Rule(24)
  void whoGaveUpBeforeDoesNotCount() {
    Scripted<Integer> x = waiting("x");
    Task<Integer, Exception> t = spawned(p().awaiting(x));
    for (int i = 0; i < 100; i++) { // many, so that those who gave up are swept out
      ended(spawned(race(t.join(), Scripted.pending(1, i))));
    }
    Task<?, Exception> joiner = ignoring(t.join());
    for (int i = 0; i < 100; i++) {
      ended(spawned(race(t.join(), Scripted.pending(1, i))));
    }
    x.fail(new IOException("failure"));
    settle();
    ended(joiner);
    isTrue(log.contains("seen failure"), "log: " + log);
    noFailures();
    Scripted<Integer> y = waiting("y");
    Task<Integer, Exception> u = spawned(p().awaiting(y));
    for (int i = 0; i < 50; i++) {
      ended(spawned(race(u.join(), Scripted.pending(1, i))));
    }
    y.fail(new IOException("lost"));
    settle();
    ended(u);
    equal(1, host().failures().size(), "reports");
  }

  @Rule(24)
  void aSharedComputationsFailureIsReportedWhenAllWhoWaitedGaveUp() {
    IOException lost = new IOException("lost");
    Scripted<Integer> x = waiting("x").holdsOn();
    Async<Integer, Exception> shared = async(p().awaiting(x)).shared();
    Scripted<Integer> winner = waiting("winner");
    Scripted<Integer> elsewhere = waiting("elsewhere");
    Task<?, Exception> t =
        spawned(p().sequence(List.of(race(async(p().awaiting(shared)), winner), elsewhere)));
    winner.complete(1); // woken first: the wait for the shared one is given up before it fails
    x.fail(lost);
    settle();
    waits(t);
    equal(List.of(lost), host().failures());
    elsewhere.complete(1);
    settle();
    ended(t);
    equal(List.of(lost), host().failures());
  }

  // ---------------------------------------------------------------- user code that throws

  /** Waits; throws when it is asked to cancel. */
  private static final class BrokenCancel implements Async<Integer, Exception> {
    @Override
    public @Nullable Object poll(Context cx) {
      return Poll.PENDING;
    }

    @Override
    public void cancel() {
      throw new UnsupportedOperationException("a bug in cancel()");
    }
  }

  @Rule({12, 13})
  void aLeafWhoseCancelThrowsFailsAloneAndTheRequestStays() {
    Scripted<Integer> a = waiting("a");
    Scripted<Integer> b = waiting("b");
    Task<?, Exception> t =
        spawned(
            p().catching(
                    new BrokenCancel(),
                    e -> tell(e.getMessage()),
                    join(async(p().awaiting(a)), async(p().awaiting(b)))));
    t.cancel();
    settle();
    logIs("a bug in cancel()");
    wasCancelled(t);
  }

  /** An exception with a trace that cannot be had. */
  private static final class BrokenTrace extends Exception {
    @Serial private static final long serialVersionUID = 1;

    BrokenTrace() {
      super("broken trace");
    }

    @Override
    public StackTraceElement[] getStackTrace() {
      throw new UnsupportedOperationException("a bug in getStackTrace()");
    }
  }

  @Rule(37)
  void anExceptionWhoseTraceCannotBeHadGoesItsWay() {
    BrokenTrace broken = new BrokenTrace();
    Scripted<Integer> cleanup = waiting("cleanup");
    Task<?, Exception> t =
        spawned(
            p().awaiting(
                    join(
                        async(
                            p().tryFinally(
                                    async(
                                        p().tryFinallySync(
                                                Scripted.pendingThenFails(1, broken),
                                                () -> tell("finally"))),
                                    cleanup)),
                        Scripted.ready(1))));
    waits(t);
    cleanup.complete(1);
    settle();
    isTrue(failed(BrokenTrace.class, t) == broken, "another one");
    logIs("finally", "cleanup started", "cleanup ended");
  }

  // ---------------------------------------------------------------- 25

  private static void abandon(Task<?, ?> t) {
    ((Work) t).abandon(new IllegalStateException("closed for good"));
  }

  private void isAbandoned(Task<?, Exception> t) {
    contains("can no longer run", failed(IllegalStateException.class, t).getMessage());
  }

  @Rule(25)
  void whatATurnDoesAfterItsTaskWasAbandonedChangesNothing() {
    for (int way = 0; way < 4; way++) {
      log.clear();
      int before = host().failures().size();
      Scripted<Integer> go = waiting("go");
      Scripted<Integer> then =
          switch (way) {
            case 0 -> Scripted.ready(3);
            case 1 -> Scripted.failing(new IOException("after it"));
            default -> Scripted.waiting("then");
          };
      List<Task<Integer, Exception>> self = new ArrayList<>();
      AsyncSupplier<Integer, Exception> block =
          p().afterwards(
                  () ->
                      p().around(
                              () -> {},
                              go,
                              v -> abandon(self.getFirst())), // as a closing of its runtime does
                  then);
      self.add(spawned(block));
      Task<?, Exception> joiner =
          spawned(
              p().catching(
                      self.getFirst().join(), e -> tell("" + e.getMessage()), Scripted.ready(1)));
      go.complete(1);
      settle();
      isAbandoned(self.getFirst());
      ended(joiner);
      equal(before + 1, host().failures().size(), "reports, way " + way);
      contains("can no longer run", log.getLast());
      if (way >= 2) {
        equal(1, then.polls());
        if (way == 2) {
          then.complete(1);
        } else {
          host().outside(() -> then.complete(1));
        }
        self.getFirst().cancel();
        host().outside(self.getFirst()::cancel);
        settle();
        equal(1, then.polls(), "polls after a late wake-up");
        equal(before + 1, host().failures().size(), "reports after a late wake-up");
      }
    }
  }

  @Rule(25)
  void noOtherRootOfAnAbandonedTaskIsPolled() {
    Scripted<Integer> a = waiting("a");
    Scripted<Integer> b = waiting("b");
    List<Task<?, Exception>> self = new ArrayList<>();
    self.add(
        spawned(
            all(
                List.of(
                    async(p().around(() -> {}, a, v -> abandon(self.getFirst()))),
                    async(p().awaiting(b))))));
    a.complete(1);
    b.complete(2);
    settle();
    ended(self.getFirst());
    equal(1, b.polls());
    equal(1, host().failures().size(), "reports");
  }

  @Rule({24, 25})
  void anAbandonedChildFailsItsScope() {
    Scripted<Integer> body = waiting("body");
    List<Task<Integer, Exception>> child = new ArrayList<>();
    Task<?, Exception> t =
        spawned(
            Async.scope(
                p().inScope(
                        s -> {
                          try {
                            child.add(s.spawn(p().awaiting(waiting("child"))));
                          } catch (Exception e) {
                            throw new AssertionError(e);
                          }
                        },
                        body)));
    waits(t);
    abandon(child.getFirst());
    settle();
    contains("can no longer run", failed(IllegalStateException.class, t).getMessage());
    equal(1, body.cancels());
    equal(2, host().failures().size(), "reports: the child's, and the scope's owner's");
  }
}
