package dev.bide.libuv;

import dev.bide.Async;
import dev.bide.AsyncRunnable;
import dev.bide.AsyncSupplier;
import dev.bide.Task;
import dev.bide.runtime.Scheduler;
import dev.bide.runtime.TaskDump;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A libuv event loop with a scheduler on it.
 *
 * <pre>{@code
 * try (var loop = LibuvLoop.open()) {
 *   loop.run(() -> Async.sleep(Duration.ofMillis(10)).await()); // libuv parks, its timer wakes us
 * }
 * }</pre>
 *
 * <p>Belongs to the thread that opened it: every method is for that thread, but {@link #dump}.
 * Libuv's own callbacks run there too, so that a task and a callback may share what is confined to
 * it.
 */
public final class LibuvLoop implements AutoCloseable {
  private static final Duration CANCEL_LIMIT = Duration.ofSeconds(10);
  private static final Duration ABORT_LIMIT = Duration.ofSeconds(5);
  private static final Duration DUMP_PATIENCE = Duration.ofSeconds(1);

  private final Thread thread = Thread.currentThread();
  private final Arena memory = Arena.ofConfined();
  private final MemorySegment loop;
  private final UvCallbacks callbacks;
  private final LibuvScheduler scheduler;
  private boolean running;
  private boolean closed;

  private LibuvLoop(BiConsumer<String, Throwable> failures) {
    this.loop = memory.allocate(Libuv.loopSize(), 16);
    Libuv.loopInit(loop);
    this.callbacks = new UvCallbacks(t -> failures.accept("a libuv callback failed", t));
    this.scheduler = new LibuvScheduler(this, failures);
  }

  /**
   * Opens a loop. A failure that nobody can see goes to the thread's uncaught exception handler.
   *
   * @throws UnsatisfiedLinkError when libuv is not installed; the message says how to install it
   */
  public static LibuvLoop open() {
    return open((what, failure) -> {
      Thread t = Thread.currentThread();
      t.getUncaughtExceptionHandler()
          .uncaughtException(t, new IllegalStateException(what, failure));
    });
  }

  /**
   * Opens a loop.
   *
   * @param failures told what failed, in words, and the failure, where nobody else can see it; may
   *     be called from any thread
   * @throws UnsatisfiedLinkError when libuv is not installed; the message says how to install it
   */
  public static LibuvLoop open(BiConsumer<String, Throwable> failures) {
    return new LibuvLoop(failures);
  }

  /** Where its tasks run: spawn more with {@link Scheduler#spawn}, from any thread. */
  public Scheduler scheduler() {
    return scheduler;
  }

  /**
   * Runs a block as a task, and the loop until that task has ended. Other tasks run meanwhile; what
   * is left of them goes on in the next {@code run}.
   *
   * @return the block's value
   * @throws X what the block throws
   * @throws IllegalStateException when the loop runs already: inside a task, {@code await}
   */
  public <T extends @Nullable Object, X extends Exception> T run(
      AsyncSupplier<? extends T, ? extends X> block) throws X {
    confined();
    if (running) {
      throw new IllegalStateException("the loop runs already; inside a task, await");
    }
    Task<T, X> task = scheduler.untilEnded(block);
    running = true;
    try {
      Libuv.run(loop, Libuv.RUN_DEFAULT);
    } finally {
      running = false;
    }
    return task.resultNow();
  }

  /** The same for a block that gives no value. */
  public <X extends Exception> void run(AsyncRunnable<? extends X> block) throws X {
    run(Async.<X>async(block));
  }

  /**
   * Has libuv call {@code call} once, by a timer of its own, from the loop. What it throws is
   * reported, and goes no further.
   */
  public void after(Duration time, Runnable call) {
    confined();
    UvHandle[] own = new UvHandle[1];
    own[0] =
        timer(() -> {
          own[0].close();
          call.run();
        });
    start(own[0], Math.max(0, time.toMillis()));
  }

  /**
   * What its tasks do at this moment: what each waits for, by file and line, and who owns it. From
   * any thread.
   *
   * <p>The loop's thread looks, between two turns. Should it not come to that within a second, the
   * dump says where it is instead: in a task or a callback that blocks it, or outside of the loop.
   *
   * @throws IllegalStateException on another thread, when the loop is closed
   */
  public TaskDump dump() {
    return dump(DUMP_PATIENCE);
  }

  TaskDump dump(Duration patience) {
    if (Thread.currentThread() == thread) {
      return scheduler.look();
    }
    Dump asked = new Dump(scheduler);
    scheduler.post(asked);
    TaskDump dump = asked.await(patience.toNanos());
    return dump == null
        ? TaskDump.stuck(scheduler, thread.getName(), List.of(thread.getStackTrace()))
        : dump;
  }

  /** How many handles libuv holds, those that are closing included. */
  public int openHandles() {
    return callbacks.openHandles();
  }

  /** How many functions there are that libuv may call. */
  public int openStubs() {
    return callbacks.openStubs();
  }

  /**
   * Closes the loop in order: cancels its tasks and runs until they have ended, for ten seconds at
   * most; aborts those that have not, and runs for five more; gives up and reports what is left
   * even then. Frees every handle, every function and the loop itself. Idempotent.
   *
   * @throws IllegalStateException while it runs
   */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    confined();
    if (running) {
      throw new IllegalStateException("a loop cannot be closed from inside itself");
    }
    scheduler.cancelAll();
    runUntilTasksEnd(CANCEL_LIMIT);
    scheduler.abortAll();
    runUntilTasksEnd(ABORT_LIMIT);
    scheduler.close();
    callbacks.closeHandles();
    closed = true;
    Libuv.run(loop, Libuv.RUN_DEFAULT); // until libuv has called back for each handle
    Libuv.check("uv_loop_close", Libuv.loopClose(loop)); // it refuses while a handle is open
    callbacks.close();
    memory.close();
  }

  private void runUntilTasksEnd(Duration limit) {
    if (!scheduler.hasTasks()) {
      return;
    }
    UvHandle alarm = timer(this::stop);
    start(alarm, limit.toMillis());
    Libuv.run(loop, Libuv.RUN_DEFAULT);
    alarm.close();
  }

  private void confined() {
    if (Thread.currentThread() != thread) {
      throw new WrongThreadException(
          "a libuv loop belongs to the thread that opened it; from others, spawn on its scheduler");
    }
    if (closed) {
      throw new IllegalStateException("the libuv loop is closed");
    }
  }

  // ---------------------------------------------------------------- handles, for the scheduler

  UvHandle prepare(Runnable fired) {
    UvHandle h = new UvHandle(callbacks, Libuv.PREPARE, fired);
    Libuv.prepareInit(loop, h.segment);
    Libuv.prepareStart(h.segment, callbacks.firedStub());
    return h;
  }

  UvHandle idle() {
    UvHandle h = new UvHandle(callbacks, Libuv.IDLE, () -> {}); // being active is all it does
    Libuv.idleInit(loop, h.segment);
    return h;
  }

  UvHandle timer(Runnable fired) {
    UvHandle h = new UvHandle(callbacks, Libuv.TIMER, fired);
    Libuv.timerInit(loop, h.segment);
    return h;
  }

  UvHandle async(Runnable fired) {
    UvHandle h = new UvHandle(callbacks, Libuv.ASYNC, fired);
    Libuv.asyncInit(loop, h.segment, callbacks.firedStub());
    return h;
  }

  void startIdle(UvHandle idle) {
    Libuv.idleStart(idle.segment, callbacks.firedStub());
  }

  void start(UvHandle timer, long millis) {
    Libuv.timerStart(timer.segment, callbacks.firedStub(), millis, 0);
  }

  void stop() {
    Libuv.stop(loop);
  }

  /** Milliseconds, as of the start of the loop's iteration. */
  long now() {
    return Libuv.now(loop);
  }
}
