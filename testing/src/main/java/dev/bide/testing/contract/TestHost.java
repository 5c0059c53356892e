package dev.bide.testing.contract;

import dev.bide.runtime.Scheduler;
import dev.bide.testing.TestRuntime;
import java.time.Duration;
import java.util.List;

/** {@link TestRuntime} under the suite. */
final class TestHost implements Host {
  private final TestRuntime runtime;

  TestHost(TestRuntime runtime) {
    this.runtime = runtime;
  }

  TestRuntime runtime() {
    return runtime;
  }

  @Override
  public Scheduler scheduler() {
    return runtime;
  }

  @Override
  public void settle() {
    runtime.runUntilIdle();
  }

  @Override
  public void advance(Duration time) {
    runtime.advance(time);
  }

  @Override
  public void outside(Runnable act) {
    runtime.outside(act);
  }

  @Override
  public List<Throwable> failures() {
    return runtime.failures().stream().map(TestRuntime.Failure::failure).toList();
  }

  @Override
  public void close() {}
}
