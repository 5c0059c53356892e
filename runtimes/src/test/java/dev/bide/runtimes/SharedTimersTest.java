package dev.bide.runtimes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bide.runtime.Alarm;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SharedTimersTest {
  private final Recorder failures = new Recorder();
  private final SharedTimers timers = new SharedTimers("test", failures);
  private final BlockingQueue<String> fired = new LinkedBlockingQueue<>();

  @AfterEach
  void close() {
    timers.close();
    assertThat(failures.reports).isEmpty();
  }

  private final class Named extends Alarm {
    private final String name;
    private volatile long at;

    Named(String name) {
      this.name = name;
    }

    void in(long nanos) {
      timers.schedule(this, timers.nanoTime() + nanos);
    }

    @Override
    public void fired() {
      at = timers.nanoTime();
      fired.add(name);
    }
  }

  @Test
  void anEarlierAlarmIsNotHeldUpByALaterOne() throws Exception {
    Named later = new Named("later");
    later.in(TimeUnit.DAYS.toNanos(1));
    Named sooner = new Named("sooner");
    sooner.in(1_000_000);
    assertThat(fired.take()).isEqualTo("sooner");
    assertThat(sooner.at - sooner.deadlineNanos).isNotNegative();
    timers.cancel(later);
    assertThat(fired).isEmpty();
  }

  @Test
  void aCancelledAlarmDoesNotFire() throws Exception {
    Named cancelled = new Named("cancelled");
    Named last = new Named("last");
    long deadline = timers.nanoTime() + 50_000_000;
    timers.schedule(cancelled, deadline);
    timers.schedule(last, deadline);
    timers.cancel(cancelled);
    timers.cancel(cancelled);
    assertThat(fired.take()).isEqualTo("last");
    assertThat(fired).isEmpty();
  }

  @Test
  void whatAnAlarmThrowsIsReportedAndTheOthersFire() throws Exception {
    IllegalStateException e = new IllegalStateException("bad");
    timers.schedule(
        new Alarm() {
          @Override
          public void fired() {
            throw e;
          }
        },
        timers.nanoTime());
    new Named("good").in(1000);
    assertThat(fired.take()).isEqualTo("good");
    assertThat(failures.reports)
        .containsExactly(new Recorder.Report("test", "a timer's callback failed", e));
    failures.reports.clear();
  }

  @Test
  void manyThreadsArmAndCancel() throws Exception {
    int threads = 4;
    int each = 5_000;
    AtomicInteger count = new AtomicInteger();
    CountDownLatch kept = new CountDownLatch(threads * each / 2);
    Thread[] all = new Thread[threads];
    for (int t = 0; t < threads; t++) {
      all[t] =
          Thread.ofPlatform()
              .start(() -> {
                for (int i = 0; i < each; i++) {
                  Alarm a = new Counting(count, kept);
                  boolean keep = i % 2 == 0;
                  timers.schedule(a, timers.nanoTime() + (keep ? i * 100L : 1L << 50));
                  if (!keep) {
                    timers.cancel(a);
                  }
                }
              });
    }
    for (Thread t : all) {
      t.join();
    }
    kept.await();
    assertThat(count).hasValue(threads * each / 2);
  }

  private static final class Counting extends Alarm {
    private final AtomicInteger count;
    private final CountDownLatch latch;

    Counting(AtomicInteger count, CountDownLatch latch) {
      this.count = count;
      this.latch = latch;
    }

    @Override
    public void fired() {
      count.incrementAndGet();
      latch.countDown();
    }
  }

  @Test
  void closedTimersRefuse() {
    timers.close();
    assertThatThrownBy(() -> new Named("late").in(1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("'test' is closed");
  }
}
