package dev.bide.runtimes;

import dev.bide.AsyncRunnable;
import dev.bide.AsyncSupplier;
import dev.bide.Task;
import dev.bide.runtime.TaskDump;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks on one thread: the one that calls {@link #run}, for as long as it does.
 *
 * <pre>{@code
 * try (var rt = new LocalRuntime()) {
 *   int lines = rt.run(() -> countLines("example.org", 80).await());
 * }
 * }</pre>
 *
 * <p>Its tasks never run in parallel, so they may share data without locks. Those that {@code run}
 * has not waited for stand still when it returns; the next {@code run} takes them up again, and
 * {@link #close} cancels them. It runs them on no other thread, and opens a selector only with the
 * first socket. (The first one in a JVM has classes loaded in the background, for some 20 ms.)
 *
 * <p>Thread rules: {@link #spawn} from any thread. {@link #run} from any one thread at a time, but
 * no thread that polls tasks, of this runtime or another: it would block it. {@link #close} from
 * any thread but those.
 */
public final class LocalRuntime implements AutoCloseable {
  private static final AtomicInteger COUNT = new AtomicInteger();

  static {
    Preload.begin();
  }

  private final LocalScheduler scheduler;

  /** A runtime with defaults for everything. */
  public LocalRuntime() {
    this(builder());
  }

  private LocalRuntime(Builder b) {
    this.scheduler = new LocalScheduler(b, new Object(), Map.copyOf(b.capabilities));
  }

  /** To set what a runtime is to be like. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Runs a block on the calling thread, and with it everything else that this runtime has to do,
   * until the block has ended.
   *
   * <p>An interrupt of the thread cancels the block, and so does a {@link #close} from another
   * thread. It is run to its end all the same; an interrupted thread's flag is set again
   * afterwards.
   *
   * @return the block's value
   * @throws X what the block throws
   * @throws java.util.concurrent.CancellationException when the block was cancelled
   * @throws IllegalStateException on a thread that polls tasks, while another thread is inside
   *     {@code run}, and once closed
   */
  public <T extends @Nullable Object, X extends Exception> T run(
      AsyncSupplier<? extends T, ? extends X> block) throws X {
    return scheduler.run(block);
  }

  /** The same for a block that gives no value. */
  public <X extends Exception> void run(AsyncRunnable<? extends X> block) throws X {
    scheduler.run(block);
  }

  /**
   * Starts a task that nobody owns. It runs while some thread is inside {@link #run}. From any
   * thread.
   *
   * @return its handle; a failure that nobody waits for reaches the failure handler
   * @throws IllegalStateException once closing has begun
   */
  public <T extends @Nullable Object, X extends Exception> Task<T, X> spawn(
      AsyncSupplier<? extends T, ? extends X> block) {
    scheduler.closing().refuseWhenBegun();
    return scheduler.spawn(block);
  }

  /** The same for a block that gives no value. */
  public <X extends Exception> Task<@Nullable Void, X> spawn(AsyncRunnable<? extends X> block) {
    scheduler.closing().refuseWhenBegun();
    return scheduler.spawn(block);
  }

  /** Its name, for messages. */
  public String name() {
    return scheduler.name();
  }

  /** How many sockets are open, those of connections and of listeners. From any thread. */
  public int openSockets() {
    return scheduler.openSockets();
  }

  /**
   * What its tasks do at this moment: what each waits for, by file and line, and who owns it. For a
   * log, an admin page or a debugger, to find out why nothing goes on; print it. From any thread,
   * the runtime's own included.
   *
   * <p>The runtime's thread looks between two turns. Should it not come to that within a second, a
   * task blocks it, and the dump says where that thread is instead.
   */
  public TaskDump dump() {
    return dump(Duration.ofSeconds(1));
  }

  /** The same with another limit to the time that a turn may take. */
  TaskDump dump(Duration patience) {
    return Dump.of(scheduler, patience.toNanos());
  }

  /**
   * Ends it in order. It accepts no more tasks, cancels those it has and waits until they have
   * ended, for {@link Builder#cancelLimit} at most (10 seconds when not set); aborts those that
   * have not and waits for {@link Builder#abortLimit} at most (5 seconds); abandons and reports
   * what is left even then, and releases its sockets and threads. An abandoned task is never polled
   * again, and what wakes it does nothing; it counts as failed for those who join it, and its
   * {@code finally} blocks do not run.
   *
   * <p>Where another thread is inside {@link #run}, that one does it, and this one waits. A task
   * that blocks that thread and does not come back cannot be taken out of it: once both limits and
   * a second have gone by without a step forward this is reported, with the place, and {@code
   * close} returns. The runtime is then closed when the task does come back. Closing twice does
   * nothing.
   *
   * @throws IllegalStateException on a thread that polls tasks: it would wait for itself
   */
  @Override
  public void close() {
    scheduler.closing().close();
  }

  @Override
  public String toString() {
    return name();
  }

  /** What a runtime is to be like. */
  public static final class Builder {
    private @Nullable String name;

    /** Null to print: a handler of its own would be a class more at each start. */
    @Nullable FailureHandler failures;

    /** Null for the machine's, for the same reason. */
    @Nullable LoopClock clock;

    /** Null for the JDK's, for the same reason. */
    @Nullable IoDriver io;

    Duration cancelLimit = Duration.ofSeconds(10);
    Duration abortLimit = Duration.ofSeconds(5);
    int blockingThreads = 64;
    Duration blockingIdle = Duration.ofSeconds(10);
    Duration closingSlack = Duration.ofSeconds(1);
    final Map<Class<?>, Object> capabilities = new HashMap<>();

    private Builder() {}

    /** For messages; {@code local-1} and so on when not set. */
    public Builder name(String name) {
      this.name = Objects.requireNonNull(name);
      return this;
    }

    String name() {
      return name == null ? "local-" + COUNT.incrementAndGet() : name;
    }

    /** Where failures go that nobody else sees; printed when not set. */
    public Builder onFailure(FailureHandler handler) {
      this.failures = Objects.requireNonNull(handler);
      return this;
    }

    /** What drives its sockets; {@link IoDriver#NIO} when not set. */
    public Builder io(IoDriver driver) {
      this.io = Objects.requireNonNull(driver);
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

    /**
     * How many threads {@link dev.bide.Blocking} and the resolution of host names may have at once:
     * 64 when not set.
     */
    public Builder blockingThreads(int most) {
      if (most < 1) {
        throw new IllegalArgumentException("at least one thread is needed: " + most);
      }
      this.blockingThreads = most;
      return this;
    }

    private static Duration notNegative(Duration limit) {
      if (limit.isNegative()) {
        throw new IllegalArgumentException("a limit must not be negative: " + limit);
      }
      return limit;
    }

    /**
     * Offers a capability to the tasks: one of the program's own, or another implementation of one
     * that the runtime has. Used on the runtime's thread only.
     */
    public <C> Builder with(Class<C> type, C capability) {
      capabilities.put(type, type.cast(capability));
      return this;
    }

    Builder closingSlack(Duration time) {
      this.closingSlack = time;
      return this;
    }

    Builder clock(LoopClock clock) {
      this.clock = clock;
      return this;
    }

    /**
     * The runtime.
     *
     * @throws UnsupportedOperationException where the driver for its sockets cannot be used here,
     *     with the reason
     */
    public LocalRuntime build() {
      return new LocalRuntime(this);
    }
  }
}
