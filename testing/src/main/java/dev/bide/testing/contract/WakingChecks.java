package dev.bide.testing.contract;

import static dev.bide.Async.all;
import static dev.bide.Async.async;
import static dev.bide.Async.join;

import dev.bide.Async;
import dev.bide.Poll;
import dev.bide.Task;
import dev.bide.runtime.Context;
import dev.bide.runtime.Waker;
import dev.bide.testing.Scripted;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Waking and the context: rules 7 to 11. */
@SuppressWarnings({"NullAway", "bide:not-awaited"}) // values of type Void
final class WakingChecks extends Checks {
  WakingChecks() {}

  private static Waker waker(Scripted<?> s) {
    return Objects.requireNonNull(s.waker(), "no waker");
  }

  // ---------------------------------------------------------------- 7

  @Rule(7)
  void whatOnePollWroteTheNextSees() throws Exception {
    int n = 1000;
    int[] plain = new int[1];
    Async<Integer, Exception> counting =
        new Async<>() {
          @Override
          public @Nullable Object poll(Context cx) {
            if (++plain[0] == n) {
              return plain[0];
            }
            cx.waker().wake();
            return Poll.PENDING;
          }

          @Override
          public void cancel() {}
        };
    equal(n, run(p().awaiting(counting)));
  }

  // ---------------------------------------------------------------- 8

  @Rule(8)
  void wakeUpsCoalesce() {
    Scripted<Integer> leaf = Scripted.waiting("x");
    Task<Integer, Exception> t = spawned(p().awaiting(leaf));
    for (int i = 0; i < 1000; i++) {
      leaf.wake();
    }
    settle();
    equal(2, leaf.polls());
    host()
        .outside(() -> {
          for (int i = 0; i < 1000; i++) {
            leaf.wake();
          }
        });
    settle();
    isTrue(leaf.polls() >= 3, "the wake-ups from outside were lost");
    waits(t);
  }

  @Rule(8)
  @WithoutBlocks
  void wakeNeverPolls() {
    Scripted<Integer> leaf = Scripted.waiting("x");
    Task<Integer, Exception> t = spawned(leaf);
    int[] within = new int[1];
    Scripted<Integer> other =
        Scripted.<Integer>ready(1)
            .whenPolled(() -> {
              leaf.complete(5);
              leaf.wake();
              within[0] = leaf.polls();
            });
    ended(spawned(other));
    equal(1, within[0]);
    settle();
    ended(t);
  }

  @Rule(8)
  @WithoutBlocks
  void wakeUpsAfterTheEndDoNothing() throws Exception {
    Scripted<Integer> leaf = Scripted.waiting("x");
    Task<Integer, Exception> t = spawned(leaf);
    Waker w = waker(leaf);
    leaf.complete(1);
    settle();
    ended(t);
    for (int i = 0; i < 10; i++) {
      w.wake();
    }
    host().outside(w::wake);
    settle();
    equal(1, t.resultNow());
    equal(2, leaf.polls());
    noFailures();
  }

  @Rule(8)
  @WithoutBlocks
  void aWakeUpWhilePolledIsNotLost() {
    for (boolean outside : new boolean[] {false, true}) {
      Scripted<Integer> leaf = Scripted.waiting("x");
      leaf.whenPolled(() -> {
        if (leaf.polls() == 2) {
          if (outside) {
            host().outside(leaf::wake);
          } else {
            leaf.wake();
          }
        }
      });
      Task<Integer, Exception> t = spawned(leaf);
      leaf.wake();
      settle();
      equal(3, leaf.polls(), "polls, woken from " + (outside ? "outside" : "inside"));
      waits(t);
    }
  }

  @Rule(8)
  void wakeUpsFromOutsideReachTheirRoot() throws Exception {
    List<Scripted<Integer>> leaves = new ArrayList<>();
    List<Async<Integer, Exception>> children = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      leaves.add(Scripted.waiting("x"));
      children.add(async(p().awaiting(leaves.get(i))));
    }
    Task<List<Integer>, Exception> t = spawned(all(children));
    for (int i = 9; i >= 0; i--) {
      Scripted<Integer> leaf = leaves.get(i);
      int value = i;
      host().outside(() -> leaf.complete(value));
      settle();
      equal(2, leaf.polls());
    }
    equal(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9), t.resultNow());
  }

  // ---------------------------------------------------------------- 9

  @Rule(value = 9, on = Rule.On.CONFINED, counted = true)
  void onTheOwnThreadNothingIsPosted() throws Exception {
    TestHost test = (TestHost) host();
    Scripted<Integer> leaf = Scripted.waiting("x");
    Task<?, Exception> t = spawned(p().awaiting(join(leaf, Scripted.pending(5, 1))));
    leaf.complete(1);
    settle();
    ended(t);
    equal(0, test.runtime().posts(), "posts");
  }

  @Rule(value = 9, on = Rule.On.CONFINED, counted = true)
  void fromOtherThreadsOneMessageIsPosted() throws Exception {
    TestHost test = (TestHost) host();
    Scripted<Integer> leaf = Scripted.waiting("x");
    Task<Integer, Exception> t = spawned(p().awaiting(leaf));
    host()
        .outside(() -> {
          leaf.complete(1);
          leaf.wake();
          t.cancel();
        });
    equal(1, test.runtime().posts(), "posts");
    equal(1, leaf.polls());
    settle();
    ended(t);
    leaf.wake();
    equal(1, test.runtime().posts(), "posts");
  }

  // ---------------------------------------------------------------- 10

  @Rule(10)
  void aRootsWakerIsOneObject() throws Exception {
    Set<Waker> wakers = new HashSet<>();
    int[] polls = new int[1];
    Async<Object, Exception> noting =
        polling(
            cx -> {
              wakers.add(cx.waker());
              cx.waker().wake();
              return polls[0]++ < 20 ? Poll.PENDING : 1;
            },
            () -> {});
    run(p().awaiting(noting));
    equal(1, wakers.size(), "wakers of one root");
  }

  @Rule(10)
  void childrenHaveWakersOfTheirOwn() throws Exception {
    Scripted<Integer> a = Scripted.waiting("a");
    Scripted<Integer> b = Scripted.waiting("b");
    Scripted<Integer> c = Scripted.waiting("c");
    Task<?, Exception> t =
        spawned(join(async(p().awaiting(a)), async(p().awaiting(join(b, async(p().awaiting(c)))))));
    equal(3, Set.of(waker(a), waker(b), waker(c)).size());
    Waker w = waker(a);
    a.wake();
    settle();
    isTrue(w == waker(a), "another waker at the second poll");
    t.cancel();
    settle();
  }

  @Rule(value = 10, counted = true)
  void aLeafForgetsItsWakerWhenItEndsOrIsCancelled() throws Exception {
    TestHost test = (TestHost) host();
    Scripted<Integer> leaf = Scripted.waiting("x");
    Task<?, Exception> t =
        spawned(
            join(
                async(p().awaiting(Async.sleep(Duration.ofHours(1)))),
                async(p().awaiting(leaf)).timeout(Duration.ofHours(1))));
    equal(2, test.runtime().alarms(), "alarms");
    leaf.complete(1);
    settle();
    equal(1, test.runtime().alarms(), "alarms");
    t.cancel();
    settle();
    wasCancelled(t);
    equal(0, test.runtime().alarms(), "alarms");
    isTrue(leaf.waker() == null, "a waker is kept");
  }

  // ---------------------------------------------------------------- 11

  @Rule(11)
  @WithoutBlocks
  void theContextIsAnAbstractClassWithTheseAbstractMethods() {
    isTrue(
        Modifier.isAbstract(Context.class.getModifiers()) && !Context.class.isInterface(),
        "not an abstract class");
    equal(
        Set.of("waker", "scheduler", "capability", "capabilityOrNull"),
        Arrays.stream(Context.class.getMethods())
            .filter(m -> Modifier.isAbstract(m.getModifiers()))
            .map(Method::getName)
            .collect(Collectors.toSet()));
  }

  @Rule(11)
  void aPrimitiveResultIsReadBeforeAnythingElseIsPolled() throws Exception {
    for (int i = 0; i < 4; i++) {
      boolean firstWaits = (i & 1) != 0;
      boolean secondWaits = (i & 2) != 0;
      Async<Long, Exception> a = async(p().sum(leaf(firstWaits, 1L), leaf(secondWaits, 20L)));
      Async<Long, Exception> b = async(p().sum(leaf(secondWaits, 300L), leaf(firstWaits, 4000L)));
      equal(4321L, run(p().sum(a, async(p().sum(b, Scripted.ready(0L))))));
    }
  }

  private static Async<Long, Exception> leaf(boolean waits, long value) {
    return waits ? Scripted.pending(2, value) : Scripted.ready(value);
  }
}
