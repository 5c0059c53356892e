package dev.bide.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** A wake-up is not lost, whatever order it and the registering come in. */
class WakerSlotTest {
  private static final class Counter implements Waker {
    final AtomicInteger wakes = new AtomicInteger();

    @Override
    public void wake() {
      wakes.incrementAndGet();
    }
  }

  @Test
  void wakesTheOneWhoWaitsOnce() {
    WakerSlot slot = new WakerSlot();
    Counter a = new Counter();
    Counter b = new Counter();
    slot.wake();
    slot.register(a);
    slot.register(a);
    assertThat(slot.isEmpty()).isFalse();
    slot.register(b);
    slot.wake();
    slot.wake();
    assertThat(a.wakes).hasValue(0);
    assertThat(b.wakes).hasValue(1);
    slot.register(a);
    slot.clear();
    slot.wake();
    assertThat(a.wakes).hasValue(0);
    assertThat(slot.isEmpty()).isTrue();
  }

  /** What is tested, and what is tested in its place to see that the test can fail. */
  private interface Slot {
    void register(Waker w);

    void wake();
  }

  private static final class Real implements Slot {
    private final WakerSlot slot = new WakerSlot();

    @Override
    public void register(Waker w) {
      slot.register(w);
    }

    @Override
    public void wake() {
      slot.wake();
    }
  }

  /** Only looks whether somebody waits, which publishes nothing. */
  private static final class Looking implements Slot {
    private final AtomicReference<@Nullable Waker> waker = new AtomicReference<>();

    @Override
    public void register(Waker w) {
      if (waker.get() != w) {
        waker.getAndSet(w);
      }
    }

    @Override
    public void wake() {
      if (waker.get() != null) {
        Waker w = waker.getAndSet(null);
        if (w != null) {
          w.wake();
        }
      }
    }
  }

  @Test
  void whatWasWrittenBeforeAWakeUpIsSeen() throws Exception {
    assertThat(new Rounds(Real::new).lostWithin(Duration.ofSeconds(2))).isNegative();
  }

  @Test
  void theTestFindsASlotThatOnlyLooks() throws Exception {
    int lost = new Rounds(Looking::new).lostWithin(Duration.ofSeconds(5));
    Assumptions.assumeTrue(lost >= 0, "this machine never ran two threads at once for long enough");
    assertThat(lost).isNotNegative();
  }

  /**
   * One thread writes a plain field twice, each time with a wake-up behind it and with a random gap
   * between; the other waits for the second write. Only the last wake-up counts: later ones would
   * heal it.
   */
  private static final class Rounds {
    private final Supplier<Slot> make;
    private volatile boolean over;
    private volatile int begun = -1;
    private volatile Slot slot;
    private volatile int written = -1;
    private int data; // plain: this is what is to be seen

    Rounds(Supplier<Slot> make) {
      this.make = make;
      this.slot = make.get();
    }

    /** The first round in which a thread waited for ever; negative when there was none. */
    int lostWithin(Duration time) throws InterruptedException {
      Thread writer = new Thread(this::write);
      writer.start();
      int lost = read(System.nanoTime() + time.toNanos());
      over = true;
      writer.join();
      return lost;
    }

    private void write() {
      SplittableRandom random = new SplittableRandom(1);
      for (int i = 0; ; i++) {
        for (int spins = 0; begun < i; spins++) {
          if (over) {
            return;
          }
          pause(spins);
        }
        Slot s = slot;
        data = 2 * i + 1;
        s.wake();
        for (int gap = random.nextInt(60); gap > 0; gap--) {
          Thread.onSpinWait();
        }
        data = 2 * i + 2;
        s.wake();
        written = i;
      }
    }

    private int read(long deadline) {
      for (int i = 0; System.nanoTime() - deadline < 0; i++) {
        Slot s = make.get();
        slot = s;
        AtomicInteger woken = new AtomicInteger();
        Waker waker = woken::incrementAndGet;
        begun = i;
        if (!sees(i, s, waker, woken)) {
          return i;
        }
        for (int spins = 0; written < i; spins++) {
          pause(spins);
        }
      }
      return -1;
    }

    private boolean sees(int i, Slot s, Waker waker, AtomicInteger woken) {
      while (true) {
        int wakes = woken.get();
        s.register(waker);
        if (data == 2 * i + 2) {
          return true;
        }
        for (int spins = 0; woken.get() == wakes; spins++) {
          if (written == i && woken.get() == wakes) {
            return false; // both wake-ups are over: nobody will come any more
          }
          pause(spins);
        }
      }
    }

    /** The other thread may need this one's processor. */
    @SuppressWarnings("ThreadPriorityCheck") // the test is right without it, and slower
    private static void pause(int spins) {
      if (spins < 2000) {
        Thread.onSpinWait();
      } else {
        Thread.yield();
      }
    }
  }
}
