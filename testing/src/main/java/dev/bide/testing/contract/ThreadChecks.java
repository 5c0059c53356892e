package dev.bide.testing.contract;

import dev.bide.Async;
import dev.bide.Poll;
import dev.bide.Task;
import dev.bide.runtime.Context;
import dev.bide.runtime.Waker;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Rules 1, 7 and 8 between real threads: counted invariants, bounded in time. */
final class ThreadChecks extends Checks {
  /** Long enough for some thousand rounds, where nothing else keeps the machine busy. */
  private static final long NANOS = 300_000_000L;

  private static final int LEAST_ROUNDS = 50;
  private static final long PATIENCE_NANOS = 30_000_000_000L;

  ThreadChecks() {}

  /** A leaf that acknowledges what it sees, and what another thread writes for it. */
  private static final class Mailbox implements Async<Integer, RuntimeException> {
    private final AtomicBoolean inside = new AtomicBoolean();
    private final AtomicInteger overlaps = new AtomicInteger();
    private int written; // plain, as is what the writer has to say
    private int polls; // plain: each poll sees what the one before it wrote
    private volatile int acknowledged;
    private volatile int polled;
    private volatile boolean over;
    private volatile @Nullable Waker waker;
    private volatile @Nullable String wrong;

    @Override
    public @Nullable Object poll(Context cx) {
      if (inside.getAndSet(true)) {
        overlaps.incrementAndGet();
      }
      if (waker == null) {
        waker = cx.waker();
      } else if (waker != cx.waker()) {
        wrong = "another waker for the same root";
      }
      if (++polls != polled + 1) {
        wrong = "a poll has not seen what the one before it wrote";
      }
      polled = polls;
      acknowledged = written;
      inside.set(false);
      return over ? (Object) polls : Poll.PENDING;
    }

    @Override
    public void cancel() {}

    /** Writes and wakes, twice a round: the second wake-up may be coalesced, and counts. */
    void write() {
      SplittableRandom random = new SplittableRandom(1);
      long begin = System.nanoTime();
      while (waker == null) {
        Thread.onSpinWait();
      }
      Waker w = waker;
      for (int round = 1; round <= LEAST_ROUNDS || System.nanoTime() - begin < NANOS; round++) {
        written = 2 * round - 1;
        w.wake();
        for (int i = random.nextInt(30); i > 0; i--) {
          Thread.onSpinWait();
        }
        written = 2 * round;
        w.wake();
        if (!isAcknowledged(2 * round)) {
          wrong = "wake-up " + round + " was lost: " + acknowledged + " was seen";
          return;
        }
      }
      over = true;
      w.wake();
    }

    @SuppressWarnings("ThreadPriorityCheck") // so that few processors are enough
    private boolean isAcknowledged(int value) {
      long begin = System.nanoTime();
      for (int i = 0; acknowledged != value; i++) {
        if ((i & 1023) == 1023) {
          if (System.nanoTime() - begin > PATIENCE_NANOS) {
            return false;
          }
          Thread.yield();
        }
        Thread.onSpinWait();
      }
      return true;
    }

    void check() {
      isTrue(wrong == null, "" + wrong);
      equal(0, overlaps.get(), "polls at the same time");
    }
  }

  private static List<Thread> writers(List<Mailbox> boxes) {
    List<Thread> all = new ArrayList<>();
    for (Mailbox m : boxes) {
      all.add(Thread.ofPlatform().daemon().start(m::write));
    }
    return all;
  }

  private static boolean anyAlive(List<Thread> threads) {
    return threads.stream().anyMatch(Thread::isAlive);
  }

  @Rule(
      value = {7, 8, 1},
      on = Rule.On.MIGRATING)
  @WithoutBlocks
  void betweenRealWorkersNoWakeUpIsLost() throws Exception {
    try (RealPool pool = new RealPool(3)) {
      List<Mailbox> boxes = List.of(new Mailbox(), new Mailbox(), new Mailbox());
      List<Task<?, ?>> tasks = new ArrayList<>();
      tasks.add(pool.spawn(boxes.get(0)));
      // two roots of one task
      tasks.add(pool.spawn(Async.join(boxes.get(1), boxes.get(2))));
      for (Thread t : writers(boxes)) {
        t.join();
      }
      boxes.forEach(Mailbox::check);
      long begin = System.nanoTime();
      while (!tasks.stream().allMatch(Task::isEnded)) {
        isTrue(System.nanoTime() - begin < PATIENCE_NANOS, "a task has not ended");
        Thread.onSpinWait();
      }
      equal(List.of(), pool.failures());
    }
  }

  @Rule(
      value = {8, 9},
      on = Rule.On.CONFINED,
      counted = true)
  @WithoutBlocks
  void fromRealThreadsNoWakeUpIsLost() {
    TestHost test = (TestHost) host();
    List<Mailbox> boxes = List.of(new Mailbox(), new Mailbox());
    List<Task<?, ?>> tasks = new ArrayList<>();
    for (Mailbox m : boxes) {
      tasks.add(scheduler().spawn(m));
    }
    List<Thread> writers = writers(boxes);
    while (anyAlive(writers)) {
      test.runtime().runOneTurn();
    }
    settle();
    boxes.forEach(Mailbox::check);
    tasks.forEach(Checks::ended);
  }
}
