package dev.bide.runtimes;

import dev.bide.Async;
import dev.bide.Task;
import dev.bide.runtime.Scheduler;
import dev.bide.testing.contract.Host;
import java.time.Duration;
import java.util.List;

/** {@link LocalRuntime} under the contract's suite, in virtual time. */
final class LocalHost implements Host {
  /** More turns than anything in the suite keeps a runtime busy. */
  private static final int TURNS = 10_000;

  private final Recorder failures = new Recorder();
  private final VirtualClock clock = new VirtualClock();
  private final LocalRuntime rt =
      LocalRuntime.builder().name("local").onFailure(failures).clock(clock).build();
  private final Scheduler scheduler = rt.run(() -> Async.capability(Scheduler.class).await());

  @Override
  public Scheduler scheduler() {
    return scheduler;
  }

  @Override
  public void settle() {
    rt.run(() -> {
      for (int i = 0; i < TURNS; i++) {
        Task.yield().await();
      }
    });
  }

  @Override
  public void advance(Duration time) {
    rt.run(Async.sleep(time));
    settle();
  }

  @Override
  public void outside(Runnable act) {
    Thread other = Thread.ofPlatform().start(act);
    try {
      other.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public List<Throwable> failures() {
    return failures.reports.stream().map(Recorder.Report::failure).toList();
  }

  @Override
  public void close() {
    rt.close();
  }
}
