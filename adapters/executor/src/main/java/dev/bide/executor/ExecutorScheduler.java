package dev.bide.executor;

import dev.bide.AsyncRunnable;
import dev.bide.AsyncSupplier;
import dev.bide.Task;
import dev.bide.runtime.BlockingWork;
import dev.bide.runtime.LiveTasks;
import dev.bide.runtime.Randomness;
import dev.bide.runtime.Scheduler;
import dev.bide.runtime.TaskDump;
import dev.bide.runtime.Timers;
import dev.bide.runtime.Work;
import dev.bide.runtimes.BlockingPool;
import dev.bide.runtimes.FailureHandler;
import dev.bide.runtimes.RuntimeThread;
import dev.bide.runtimes.SharedTimers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The scheduler behind {@link ExecutorRuntime}.
 *
 * <pre>
 *   OPEN --close--> CANCELLING --all ended, or the first limit--> ABORTING
 *                   --all ended, or the second limit--> OVER: what is left is abandoned
 * </pre>
 */
final class ExecutorScheduler extends Scheduler {
  private enum Phase {
    OPEN,
    CANCELLING,
    ABORTING,
    OVER
  }

  private final Executor executor;
  private final FailureHandler failures;
  private final Duration cancelLimit;
  private final Duration abortLimit;
  private final Map<Class<?>, Object> capabilities;
  private final SharedTimers timers;
  private final BlockingPool blocking;
  private final Randomness random = () -> ThreadLocalRandom.current().nextLong();
  private final ThreadLocal<Turns> turns = ThreadLocal.withInitial(() -> new Turns(this));
  private final ReentrantLock lock = new ReentrantLock();

  /** Some task has ended, or closing has. */
  private final Condition ended = lock.newCondition();

  /** Of whoever makes a dump. */
  private final ReentrantLock looking = new ReentrantLock();

  /** Guarded by the lock. */
  private final LiveTasks live = new LiveTasks();

  /** Written under the lock. */
  private volatile Phase phase = Phase.OPEN;

  /** Guarded by the lock. */
  private boolean isClosed;

  ExecutorScheduler(ExecutorRuntime.Builder b) {
    super(b.name());
    this.executor = b.executor;
    this.failures = b.failures;
    this.cancelLimit = b.cancelLimit;
    this.abortLimit = b.abortLimit;
    this.capabilities = Map.copyOf(b.capabilities);
    FailureHandler own = (_, what, t) -> failed(what, t);
    this.timers = new SharedTimers(name(), own);
    this.blocking = new BlockingPool(name(), b.blockingThreads, Duration.ofSeconds(10), own);
  }

  // ---------------------------------------------------------------- what core calls

  @Override
  public Object thread() {
    return Thread.currentThread();
  }

  @Override
  public void schedule(Work work) {
    if (phase == Phase.OVER) {
      work.abandon(closed());
      return;
    }
    try {
      executor.execute(() -> turns.get().run(work));
    } catch (OutOfMemoryError e) { // perhaps it is the work itself that holds the memory
      if (!turns.get().runAfter(work)) {
        work.abandon(e);
      }
    } catch (Throwable t) { // rejected, as a rule
      work.abandon(t);
    }
  }

  @Override
  public void post(Work message) {
    throw new AssertionError("tasks here take their messages themselves");
  }

  @Override
  public void failed(String what, Throwable failure) {
    try {
      report(what, failure);
    } catch (Throwable noMemory) {
      return; // even to load what prints; the engine is to go on
    }
  }

  private void report(String what, Throwable failure) {
    try {
      failures.failed(name(), what, failure);
    } catch (Throwable t) {
      FailureHandler.printing().failed(name(), "the failure handler failed", t);
      FailureHandler.printing().failed(name(), what, failure);
    }
  }

  @Override
  public void began(Task<?, ?> task) {
    Phase now;
    lock.lock();
    try {
      live.add(task);
      now = phase;
    } finally {
      lock.unlock();
    }
    if (now != Phase.OPEN) {
      LiveTasks.cancelIfUnowned(task); // it slipped in, and shares the lot of the others
    }
  }

  @Override
  public void ended(Task<?, ?> task) {
    lock.lock();
    try {
      live.remove(task);
      ended.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  @SuppressWarnings("unchecked") // the map has values of their keys' types
  public <C> @Nullable C capability(Class<C> type) {
    C own = (C) capabilities.get(type);
    if (own != null) {
      return own;
    }
    if (type == Timers.class) {
      return (C) timers;
    }
    if (type == Scheduler.class) {
      return (C) this;
    }
    if (type == BlockingWork.class) {
      return (C) blocking;
    }
    return type == Randomness.class ? (C) random : null;
  }

  // ---------------------------------------------------------------- running and closing

  private IllegalStateException closed() {
    return new IllegalStateException("the runtime '" + name() + "' is closed");
  }

  void refuseWhenClosing() {
    if (phase != Phase.OPEN) {
      throw closed();
    }
  }

  <T extends @Nullable Object, X extends Exception> T run(
      AsyncSupplier<? extends T, ? extends X> block) throws X {
    RuntimeThread.refuseToBlock("ExecutorRuntime.run");
    refuseWhenClosing();
    Task<T, X> task = spawnTaken(block);
    awaitEnd(task);
    return task.resultNow();
  }

  <X extends Exception> void run(AsyncRunnable<? extends X> block) throws X {
    RuntimeThread.refuseToBlock("ExecutorRuntime.run");
    refuseWhenClosing();
    Task<@Nullable Void, X> task = spawnTaken(block);
    awaitEnd(task);
    task.resultNow();
  }

  private void awaitEnd(Task<?, ?> task) {
    boolean interrupted = false;
    while (!hasEnded(task)) {
      interrupted = true;
      task.cancel();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for a task's end; false when interrupted. */
  private boolean hasEnded(Task<?, ?> task) {
    lock.lock();
    try {
      while (!task.isEnded()) {
        ended.await();
      }
      return true;
    } catch (InterruptedException e) {
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** What its tasks do. */
  TaskDump dump() {
    looking.lock(); // a task that two look at would seem to run
    try {
      return TaskDump.of(this, all().reversed(), ExecutorScheduler::stackOf);
    } finally {
      looking.unlock();
    }
  }

  private static List<StackTraceElement> stackOf(Object thread) {
    return thread instanceof Thread t ? List.of(t.getStackTrace()) : List.of();
  }

  void close() {
    RuntimeThread.refuseToBlock("close()");
    if (!begin()) {
      return;
    }
    unowned().forEach(Task::cancel);
    awaitIdle(cancelLimit, Phase.ABORTING);
    unowned().forEach(LiveTasks::abort);
    awaitIdle(abortLimit, Phase.OVER);
    IllegalStateException why = closed();
    all().forEach(t -> LiveTasks.abandon(t, why));
    timers.close();
    blocking.close();
    closingIsOver();
  }

  private void closingIsOver() {
    lock.lock();
    try {
      isClosed = true;
      ended.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Begins to close, or waits until somebody else has done it. */
  private boolean begin() {
    lock.lock();
    try {
      if (phase == Phase.OPEN) {
        phase = Phase.CANCELLING;
        return true;
      }
      while (!isClosed) {
        ended.awaitUninterruptibly();
      }
      return false;
    } finally {
      lock.unlock();
    }
  }

  private void awaitIdle(Duration limit, Phase next) {
    boolean interrupted = false;
    lock.lock();
    try {
      long nanos = limit.toDays() > 36_500 ? Long.MAX_VALUE : limit.toNanos();
      while (nanos > 0 && !live.isEmpty()) {
        try {
          nanos = ended.awaitNanos(nanos);
        } catch (InterruptedException e) {
          interrupted = true; // the limit bounds this wait already
        }
      }
      phase = next;
      ended.signalAll();
    } finally {
      lock.unlock();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private List<Task<?, ?>> unowned() {
    lock.lock();
    try {
      return live.unowned();
    } finally {
      lock.unlock();
    }
  }

  private List<Task<?, ?>> all() {
    lock.lock();
    try {
      return live.all();
    } finally {
      lock.unlock();
    }
  }
}
