package dev.bide.testing.contract;

import static dev.bide.Async.async;
import static dev.bide.Async.race;

import dev.bide.Async;
import dev.bide.Task;
import dev.bide.runtime.WakerSlot;
import dev.bide.sync.AsyncChannel;
import dev.bide.sync.AsyncSemaphore;
import dev.bide.sync.Mutex;
import dev.bide.testing.Scripted;
import dev.bide.testing.TestRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The rules for leaves, on Bide's own: 1, 2, 6, 10, 16 and 33. */
@SuppressWarnings({"NullAway", "bide:not-awaited"}) // values of type Void
final class PrimitiveChecks extends Checks {
  PrimitiveChecks() {}

  private static <T extends @Nullable Object> Async<T, Exception> wide(
      Async<T, RuntimeException> a) {
    return a.throwing(Exception.class);
  }

  // ---------------------------------------------------------------- 1, 2

  @Rule(1)
  void cancellingWhatABlockAwaitsIsForThatBlock() throws Exception {
    Scripted<Integer> leaf = Scripted.waiting("x");
    Async<Integer, Exception> inner = async(p().awaiting(leaf));
    Task<Integer, Exception> t = spawned(p().awaiting(inner));
    contains("own", thrown(IllegalStateException.class, inner::cancel).getMessage());
    contains("own", thrown(IllegalStateException.class, inner::abort).getMessage());
    leaf.complete(3);
    settle();
    equal(3, t.resultNow());
  }

  @Rule(2)
  void pollingALeafOfOursAfterItsEndThrows() throws Exception {
    AsyncChannel<Integer> channel = AsyncChannel.unbounded();
    AsyncSemaphore semaphore = AsyncSemaphore.of(9);
    Mutex mutex = Mutex.create();
    Task<Integer, Exception> task = spawned(p().sync(() -> 1));
    List<Supplier<Async<?, Exception>>> all =
        List.of(
            () -> wide(channel.send(1)),
            () -> wide(channel.receive()),
            () -> wide(semaphore.acquire()),
            () -> wide(mutex.lock()),
            task::join,
            () -> wide(task.ended()),
            () -> wide(Task.yield()),
            () -> wide(Async.sleep(java.time.Duration.ZERO)));
    for (int i = 0; i < all.size(); i++) {
      Async<?, Exception> c = all.get(i).get();
      String name = "leaf " + i;
      run(
          polling(
              cx -> {
                Object r = c.poll(cx);
                if (!pending(r)) {
                  thrown(IllegalStateException.class, () -> c.poll(cx));
                  tell(name);
                }
                return r;
              },
              c::cancel));
      equal(i + 1, log.size());
    }
  }

  // ---------------------------------------------------------------- 6

  @Rule(value = 6, counted = true)
  void aLeafIsNotChargedWhenItIsPolledAgain() {
    TestRuntime runtime = ((TestHost) host()).runtime();
    int n = 200; // less than a budget of 256, and more than half of it
    List<Scripted<Integer>> leaves = new ArrayList<>();
    List<Async<Integer, Exception>> children = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      leaves.add(Scripted.waiting("x"));
      children.add(async(p().awaiting(leaves.get(i))));
    }
    Task<?, Exception> t = spawned(Async.all(children));
    int before = runtime.runs();
    leaves.forEach(l -> l.complete(1));
    settle();
    ended(t);
    equal(1, runtime.runs() - before, "turns for " + n + " roots");
  }

  // ---------------------------------------------------------------- 10

  @Rule(value = 10, counted = true)
  void aCancelledReceiverIsNotWoken() throws Exception {
    TestRuntime runtime = ((TestHost) host()).runtime();
    AsyncChannel<Integer> channel = AsyncChannel.unbounded();
    Scripted<Integer> then = Scripted.waiting("then");
    Task<?, Exception> t =
        spawned(
            p().sequence(
                    List.of(
                        race(async(p().awaiting(wide(channel.receive()))), Scripted.pending(1, 9)),
                        then)));
    isTrue(then.isWaiting(), "it has not given up");
    int before = runtime.schedules();
    isTrue(channel.trySend(1), "full");
    settle();
    equal(before, runtime.schedules(), "a task that no longer waits was woken");
    equal(1, run(p().awaiting(wide(channel.receive()))));
    then.complete(1);
    settle();
    ended(t);
  }

  @Rule(10)
  @WithoutBlocks
  void thereIsASlotForWakersThatLosesNoWakeUp() throws Exception {
    WakerSlot slot = new WakerSlot();
    int[] polls = new int[1];
    boolean[] over = new boolean[1];
    Task<Object, Exception> t =
        spawned(
            polling(
                cx -> {
                  slot.register(cx.waker());
                  polls[0]++;
                  return over[0] ? 1 : dev.bide.Poll.PENDING;
                },
                () -> {}));
    equal(1, polls[0]);
    slot.wake();
    settle();
    equal(2, polls[0]);
    host().outside(slot::wake);
    settle();
    equal(3, polls[0]);
    over[0] = true;
    slot.wake();
    settle();
    ended(t);
  }

  // ---------------------------------------------------------------- 16

  @Rule(16)
  void aRaceOfTwoReceivesLosesNoItem() throws Exception {
    AsyncChannel<Integer> a = AsyncChannel.unbounded();
    AsyncChannel<Integer> b = AsyncChannel.unbounded();
    int n = 100;
    for (int i = 0; i < n; i++) {
      isTrue(a.trySend(i) && b.trySend(1000 + i), "full");
    }
    List<Integer> got = new ArrayList<>();
    run(
        p().loop(
                n,
                () ->
                    p().around(
                            () -> {},
                            race(
                                async(p().awaiting(wide(a.receive()))),
                                async(p().awaiting(wide(b.receive())))),
                            got::add)));
    equal(n, got.size());
    equal(2 * n, got.size() + a.size() + b.size(), "items in all");
  }

  @Rule(16)
  void alsoWhereBothHaveWaitedAndBothAreWoken() throws Exception {
    AsyncChannel<Integer> a = AsyncChannel.unbounded();
    AsyncChannel<Integer> b = AsyncChannel.unbounded();
    for (int i = 0; i < 20; i++) {
      Task<Integer, Exception> t =
          spawned(
              race(async(p().awaiting(wide(a.receive()))), async(p().awaiting(wide(b.receive())))));
      waits(t);
      isTrue(a.trySend(i) && b.trySend(i), "full");
      settle();
      equal(i, t.resultNow());
      equal(1, a.size() + b.size(), "items left");
      isTrue(a.tryReceive() != null || b.tryReceive() != null, "it is lost");
    }
  }

  @Rule(16)
  void whatACancelledReceiverWasToGetStaysInFront() throws Exception {
    AsyncChannel<Integer> channel = AsyncChannel.unbounded();
    Task<Integer, Exception> t = spawned(p().awaiting(wide(channel.receive())));
    waits(t);
    isTrue(channel.trySend(1) && channel.trySend(2), "full");
    t.cancel(); // woken, and then cancelled before its turn
    settle();
    wasCancelled(t);
    equal(
        List.of(1, 2),
        run(p().sequence(List.of(wide(channel.receive()), wide(channel.receive())))));
  }

  @Rule(16)
  void aCancelledSendWasNotTaken() throws Exception {
    AsyncChannel<Integer> channel = AsyncChannel.bounded(1);
    isTrue(channel.trySend(1), "full");
    Task<?, Exception> t = spawned(p().awaiting(wide(channel.send(2))));
    waits(t);
    t.cancel();
    settle();
    wasCancelled(t);
    equal(1, channel.tryReceive());
    equal(null, channel.tryReceive());
    equal(0, channel.size());
  }

  @Rule(16)
  void aCancelledWaitForAPermitTakesNone() throws Exception {
    AsyncSemaphore semaphore = AsyncSemaphore.of(1);
    var first = run(p().awaiting(wide(semaphore.acquire())));
    Task<?, Exception> second = spawned(p().awaiting(wide(semaphore.acquire())));
    Task<?, Exception> third = spawned(p().awaiting(wide(semaphore.acquire())));
    waits(second);
    first.close(); // it is the second one's, who is cancelled before its turn
    second.cancel();
    settle();
    wasCancelled(second);
    ended(third);
  }

  // ---------------------------------------------------------------- 33

  @Rule(value = 33, on = Rule.On.CONFINED)
  void allConfinedPrimitivesDo() throws Exception {
    AsyncSemaphore semaphore = AsyncSemaphore.local(3);
    Mutex mutex = Mutex.local();
    run(p().awaiting(wide(semaphore.acquire())));
    run(p().awaiting(wide(mutex.lock())));
    TestRuntime other = TestRuntime.confined("the other");
    for (Async<?, Exception> c : List.of(wide(semaphore.acquire()), wide(mutex.lock()))) {
      Task<?, Exception> t = other.spawn(p().awaiting(c));
      other.runUntilIdle();
      contains("the other", failed(IllegalStateException.class, t).getMessage());
    }
  }
}
