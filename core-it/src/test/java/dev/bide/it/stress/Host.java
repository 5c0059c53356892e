package dev.bide.it.stress;

import dev.bide.AsyncRunnable;
import dev.bide.AsyncSupplier;
import dev.bide.Task;
import dev.bide.runtimes.LocalRuntime;
import dev.bide.runtimes.VirtualLocal;
import dev.bide.testing.TestRuntime;
import java.util.ArrayList;
import java.util.List;

/** A runtime in virtual time that a program runs on. */
interface Host {
  /** Runs what drives a program, to its end, and then nothing more. */
  void run(AsyncRunnable<RuntimeException> driver, World world);

  Task<Object, Exception> spawn(AsyncSupplier<Object, Exception> block);

  void cancel(Task<?, ?> task);

  long nanoTime();

  boolean isConfined();

  /** The one that is stepped by hand. */
  record Stepped(TestRuntime runtime, boolean cancelsFromOutside) implements Host {
    @Override
    public void run(AsyncRunnable<RuntimeException> driver, World world) {
      runtime.run(driver);
      for (TestRuntime.Failure f : runtime.takeFailures()) {
        world.reported(f.what(), f.failure());
      }
      if (runtime.alarms() != 0) {
        world.fault("alarms are left: " + runtime.alarms());
      }
      if (!runtime.liveTasks().isEmpty()) {
        world.fault("tasks are left: " + runtime.liveTasks());
      }
    }

    @Override
    public Task<Object, Exception> spawn(AsyncSupplier<Object, Exception> block) {
      return runtime.spawn(block);
    }

    @Override
    public void cancel(Task<?, ?> task) {
      if (cancelsFromOutside) {
        runtime.outside(task::cancel);
      } else {
        task.cancel();
      }
    }

    @Override
    public long nanoTime() {
      return runtime.nanoTime();
    }

    @Override
    public boolean isConfined() {
      return !runtime.migrates();
    }
  }

  /** The local runtime's loop. */
  final class Local implements Host {
    private record Failure(String what, Throwable failure) {}

    private final VirtualLocal time = new VirtualLocal();
    private final List<Failure> failures = new ArrayList<>();
    private final LocalRuntime runtime =
        time.builder()
            .onFailure((name, what, failure) -> failures.add(new Failure(what, failure)))
            .build();

    @Override
    public void run(AsyncRunnable<RuntimeException> driver, World world) {
      runtime.run(driver);
      runtime.close(); // reports the tasks that are left
      failures.forEach(f -> world.reported(f.what(), f.failure()));
    }

    @Override
    public Task<Object, Exception> spawn(AsyncSupplier<Object, Exception> block) {
      return runtime.spawn(block);
    }

    @Override
    public void cancel(Task<?, ?> task) {
      task.cancel();
    }

    @Override
    public long nanoTime() {
      return time.nanoTime();
    }

    @Override
    public boolean isConfined() {
      return true;
    }
  }
}
