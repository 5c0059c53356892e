package dev.bide.executor;

import dev.bide.AsyncRunnable;
import dev.bide.AsyncSupplier;
import dev.bide.Task;
import dev.bide.runtime.TaskDump;
import dev.bide.runtimes.FailureHandler;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks on an executor of the program's: a thread pool, virtual threads, an application
 * server's. A task runs on one of its threads at a time, after each wait perhaps on another one.
 *
 * <pre>{@code
 * var pool = Executors.newFixedThreadPool(4);
 * try (var rt = ExecutorRuntime.on(pool)) {
 *   rt.run(() -> serve().await());
 * }
 * }</pre>
 *
 * <p>The executor has to run what it is given, once each. Where it rejects a task, that task counts
 * as failed for those who join it and is reported, and its {@code finally} blocks do not run; a
 * task that it drops without a word ends when the runtime is closed. One that runs what it is given
 * on the calling thread is put up with: a task that is woken inside another one's turn then runs at
 * the end of that turn, and one that is woken from plain code runs on the thread that woke it. It
 * remains the program's to shut down, after this.
 *
 * <p>Offers timers and {@link dev.bide.Blocking} on daemon threads of its own, made when first
 * needed; sockets only where they are given to {@link Builder#with}.
 *
 * <p>All methods from any thread; {@link #run} and {@link #close} from none that polls tasks, which
 * they would block.
 */
public final class ExecutorRuntime implements AutoCloseable {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final ExecutorScheduler scheduler;

  private ExecutorRuntime(Builder b) {
    this.scheduler = new ExecutorScheduler(b);
  }

  /** A runtime on an executor, with defaults for everything. */
  public static ExecutorRuntime on(Executor executor) {
    return builder(executor).build();
  }

  /** To set what a runtime is to be like. */
  public static Builder builder(Executor executor) {
    return new Builder(executor);
  }

  /**
   * Starts a task that nobody owns.
   *
   * @return its handle; a failure that nobody waits for reaches the failure handler
   * @throws IllegalStateException once closing has begun, and for a block that may not migrate
   */
  public <T extends @Nullable Object, X extends Exception> Task<T, X> spawn(
      AsyncSupplier<? extends T, ? extends X> block) {
    scheduler.refuseWhenClosing();
    return scheduler.spawn(block);
  }

  /** The same for a block that gives no value. */
  public <X extends Exception> Task<@Nullable Void, X> spawn(AsyncRunnable<? extends X> block) {
    scheduler.refuseWhenClosing();
    return scheduler.spawn(block);
  }

  /**
   * Runs a block as a task on the executor, and blocks the calling thread until it has ended.
   *
   * <p>An interrupt cancels the block, and its end is awaited all the same; the thread's interrupt
   * flag is set again afterwards.
   *
   * @return the block's value
   * @throws X what the block throws
   * @throws java.util.concurrent.CancellationException when the block was cancelled
   * @throws IllegalStateException on a thread that polls tasks, once closing has begun, and for a
   *     block that may not migrate
   */
  public <T extends @Nullable Object, X extends Exception> T run(
      AsyncSupplier<? extends T, ? extends X> block) throws X {
    return scheduler.run(block);
  }

  /** The same for a block that gives no value. */
  public <X extends Exception> void run(AsyncRunnable<? extends X> block) throws X {
    scheduler.run(block);
  }

  /** Its name, for messages. */
  public String name() {
    return scheduler.name();
  }

  /**
   * What its tasks do at this moment: what each waits for, by file and line, and who owns it; of
   * one that runs, where its thread is; and which are ready, but have got no thread. For a log, an
   * admin page or a debugger, to find out why nothing goes on; print it. From any thread.
   */
  public TaskDump dump() {
    return scheduler.dump();
  }

  /**
   * Ends it in order. It accepts no more tasks, cancels those it has and waits until they have
   * ended, for {@link Builder#cancelLimit} at most (10 seconds when not set); aborts those that
   * have not and waits for {@link Builder#abortLimit} at most (5 seconds); abandons and reports
   * what is left even then. Closing twice does nothing; a second caller waits for the first.
   *
   * <p>An abandoned task counts as failed for those who join it, and its {@code finally} blocks do
   * not run. If it blocks one of the executor's threads, what its turn still does there is its own
   * affair; nothing of it is polled after that, and what wakes it does nothing.
   *
   * @throws IllegalStateException on a thread that polls tasks: it may wait for itself
   */
  @Override
  public void close() {
    scheduler.close();
  }

  @Override
  public String toString() {
    return name();
  }

  /** What a runtime is to be like. */
  public static final class Builder {
    final Executor executor;
    private @Nullable String name;
    FailureHandler failures = FailureHandler.printing();
    Duration cancelLimit = Duration.ofSeconds(10);
    Duration abortLimit = Duration.ofSeconds(5);
    int blockingThreads = 64;
    final Map<Class<?>, Object> capabilities = new HashMap<>();

    private Builder(Executor executor) {
      this.executor = Objects.requireNonNull(executor);
    }

    /** For messages; {@code executor-1} and so on when not set. */
    public Builder name(String name) {
      this.name = Objects.requireNonNull(name);
      return this;
    }

    String name() {
      return name == null ? "executor-" + COUNT.incrementAndGet() : name;
    }

    /** Where failures go that nobody else sees, from any thread; printed when not set. */
    public Builder onFailure(FailureHandler handler) {
      this.failures = Objects.requireNonNull(handler);
      return this;
    }

    /** How long {@code close} waits after it has cancelled: 10 seconds when not set. */
    public Builder cancelLimit(Duration limit) {
      this.cancelLimit = notNegative(limit);
      return this;
    }

    /** How long {@code close} waits after it has aborted: 5 seconds when not set. */
    public Builder abortLimit(Duration limit) {
      this.abortLimit = notNegative(limit);
      return this;
    }

    private static Duration notNegative(Duration limit) {
      if (limit.isNegative()) {
        throw new IllegalArgumentException("a limit must not be negative: " + limit);
      }
      return limit;
    }

    /** How many threads {@link dev.bide.Blocking} may have at once: 64 when not set. */
    public Builder blockingThreads(int most) {
      if (most < 1) {
        throw new IllegalArgumentException("at least one thread is needed: " + most);
      }
      this.blockingThreads = most;
      return this;
    }

    /**
     * Offers a capability to the tasks: one of the program's own, or another implementation of one
     * that the runtime has. Used from all of the executor's threads.
     */
    public <C> Builder with(Class<C> type, C capability) {
      capabilities.put(type, type.cast(capability));
      return this;
    }

    /** The runtime. */
    public ExecutorRuntime build() {
      return new ExecutorRuntime(this);
    }
  }
}
