package dev.bide.runtime;

import dev.bide.AsyncRunnable;
import dev.bide.AsyncSupplier;
import dev.bide.Task;
import dev.bide.internal.TaskCore;
import org.jspecify.annotations.Nullable;

/**
 * What a runtime author extends: where tasks run. A complete one is a queue and a loop.
 *
 * <p>Two kinds. A <em>confined</em> scheduler runs all its tasks on one thread, on which wake-ups
 * take a path without atomics. A <em>migrating</em> one runs each task on one thread at a time, any
 * thread.
 *
 * <table>
 * <caption>Which method is called where</caption>
 * <tr><th></th><th>confined</th><th>migrating</th></tr>
 * <tr><td>{@link #schedule}</td><td>own thread</td><td>any thread</td></tr>
 * <tr><td>{@link #post}</td><td>any other thread</td><td>never</td></tr>
 * <tr><td>{@link #thread}</td><td>any thread</td><td>any thread</td></tr>
 * <tr><td>{@link #began}, {@link #ended}</td><td>own thread</td><td>any thread</td></tr>
 * <tr><td>{@link Work#run}, called by it</td><td>own thread</td>
 *     <td>any thread, one at a time for each work</td></tr>
 * </table>
 */
public abstract class Scheduler {
  private final String name;
  private final @Nullable Object own;

  /**
   * A confined scheduler.
   *
   * @param name for messages
   * @param ownThread what {@link #thread} answers on its own thread
   */
  protected Scheduler(String name, Object ownThread) {
    this.name = name;
    this.own = ownThread;
  }

  /**
   * A migrating scheduler.
   *
   * @param name for messages
   */
  protected Scheduler(String name) {
    this.name = name;
    this.own = null;
  }

  /** The runtime's name, for messages. */
  public final String name() {
    return name;
  }

  /** Whether a task may be polled by one thread now and by another later. */
  public final boolean migrates() {
    return own == null;
  }

  /** The own thread's token of a confined scheduler; null for a migrating one. For the engine. */
  public final @Nullable Object ownThread() {
    return own;
  }

  /**
   * Identifies the calling thread: on the JVM {@code Thread.currentThread()}, where there are no
   * threads any constant.
   */
  public abstract Object thread();

  /**
   * Puts a task that has something to do at the end of the ready queue; {@link Work#run} is to be
   * called once for it. Must not run it at once. Never called again for the same task before its
   * {@code run} has begun.
   */
  public abstract void schedule(Work work);

  /**
   * Takes a message from another thread, wakes the own thread if it sleeps, and calls {@link
   * Work#deliver} on the own thread. Never blocks, never throws.
   */
  public abstract void post(Work message);

  /**
   * A failure that nobody can see: of a detached task, of a clean-up, of a task that can no longer
   * run. Called on whichever thread found it; must not throw.
   *
   * @param what what failed, in words
   */
  public abstract void failed(String what, Throwable failure);

  /**
   * A task begins, before its first poll: for a runtime that cancels and awaits its tasks when it
   * is closed; see {@link LiveTasks}. A confined scheduler's on its own thread, a migrating one's
   * on whichever thread makes the task. Must not throw.
   */
  public void began(Task<?, ?> task) {}

  /**
   * A task that {@link #began} was told of has ended or was abandoned, on the thread that did it.
   * Its outcome is there. Must not throw.
   */
  public void ended(Task<?, ?> task) {}

  /**
   * A capability this runtime offers, null when it does not; the same object each time, as long as
   * somebody waits for what it was asked to do. On a thread that polls its tasks.
   */
  public <C> @Nullable C capability(Class<C> type) {
    return null;
  }

  /**
   * Makes a task and schedules it. A confined scheduler's from its own thread or any other.
   *
   * @return the task's handle; its failure reaches {@link #failed} when nobody joins it
   */
  public final <T extends @Nullable Object, X extends Exception> Task<T, X> spawn(
      AsyncSupplier<? extends T, ? extends X> block) {
    return TaskCore.detached(this, block);
  }

  /** The same for a block that gives no value. */
  public final <X extends Exception> Task<@Nullable Void, X> spawn(
      AsyncRunnable<? extends X> block) {
    return TaskCore.detached(this, block);
  }

  /**
   * Makes a task whose outcome the runtime itself takes, by {@link Task#resultNow} once it has
   * ended: what a {@code run(block)} needs. Its failure is not reported.
   */
  protected final <T extends @Nullable Object, X extends Exception> Task<T, X> spawnTaken(
      AsyncSupplier<? extends T, ? extends X> block) {
    return TaskCore.taken(this, block);
  }

  /** The same for a block that gives no value. */
  protected final <X extends Exception> Task<@Nullable Void, X> spawnTaken(
      AsyncRunnable<? extends X> block) {
    return TaskCore.taken(this, block);
  }

  @Override
  public String toString() {
    return name;
  }
}
