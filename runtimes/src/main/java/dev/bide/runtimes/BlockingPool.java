package dev.bide.runtimes;

import dev.bide.Async;
import dev.bide.Blocking;
import dev.bide.runtime.BlockingWork;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Runs sync code on a few daemon threads, made when they are needed and gone when they were not for
 * a while. What comes while all are busy waits its turn.
 *
 * <p>Platform threads: blocking code is what pins a virtual one or takes its carrier, and the limit
 * on how much runs at once would be the whole process's. {@code docs/adr/0007} has the rest.
 *
 * <p>From any thread.
 */
public final class BlockingPool implements BlockingWork, AutoCloseable {
  private final String name;
  private final ThreadPoolExecutor threads;
  private final FailureHandler failures;
  private final AtomicInteger count = new AtomicInteger();

  /**
   * A pool without threads yet.
   *
   * @param name for the threads' names and for messages
   * @param most how many threads at most
   * @param idle how long a thread is kept when it has nothing to do
   * @param failures is told when code fails whose cancelled wait did not wait for it
   */
  public BlockingPool(String name, int most, Duration idle, FailureHandler failures) {
    this.name = name;
    this.failures = failures;
    this.threads =
        new ThreadPoolExecutor(
            most,
            most,
            idle.toMillis(),
            TimeUnit.MILLISECONDS,
            new LinkedBlockingQueue<>(),
            new Threads());
    threads.allowCoreThreadTimeOut(true);
  }

  /** No lambda: a lookup of a name comes here in many a program's start. */
  private final class Threads implements ThreadFactory {
    @Override
    public Thread newThread(Runnable r) {
      return Thread.ofPlatform()
          .daemon()
          .name(name + "-blocking-" + count.incrementAndGet())
          .unstarted(r);
    }
  }

  @Override
  public <T extends @Nullable Object, X extends Exception> Async<T, X> run(
      Blocking.Call<? extends T, ? extends X> call, boolean abandonOnCancel) {
    return new BlockingCall<>(this, call, abandonOnCancel);
  }

  void execute(BlockingCall<?, ?> call) {
    try {
      threads.execute(call);
    } catch (RejectedExecutionException e) {
      throw new IllegalStateException("the runtime '" + name + "' is closed", e);
    }
  }

  void remove(BlockingCall<?, ?> call) {
    threads.remove(call);
  }

  void failed(Throwable failure) {
    failures.failed(name, "blocking code failed, and nobody waits for it any more", failure);
  }

  /** How many threads there are now. */
  int threadCount() {
    return threads.getPoolSize();
  }

  /** Takes no more code, and interrupts what runs. Waits for nothing. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
