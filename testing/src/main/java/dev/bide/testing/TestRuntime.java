package dev.bide.testing;

import dev.bide.AsyncRunnable;
import dev.bide.AsyncSupplier;
import dev.bide.Task;
import dev.bide.runtime.Context;
import dev.bide.runtime.Inbox;
import dev.bide.runtime.Randomness;
import dev.bide.runtime.Scheduler;
import dev.bide.runtime.TaskDump;
import dev.bide.runtime.Timers;
import dev.bide.runtime.Work;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A runtime that does nothing by itself: the test says when a turn is run and how the time goes on,
 * so that every order of events can be had again.
 *
 * <pre>{@code
 * TestRuntime runtime = TestRuntime.confined();
 * Task<Integer, IOException> task = runtime.spawn(() -> client.ask().await());
 * runtime.runUntilIdle();                    // up to where it waits
 * runtime.advance(Duration.ofSeconds(30));   // virtual
 * assertEquals(3, task.resultNow());
 * assertEquals(List.of(), runtime.failures());
 * }</pre>
 *
 * <p>Two flavours: a {@linkplain #confined confined} one, and a {@linkplain #migrating migrating}
 * one that runs each turn of a task as another of its workers, all on the calling thread.
 *
 * <p>Thread rules: used on the thread that made it. What real other threads may do with any
 * scheduler they may do with this one: wake, cancel and spawn. {@link #outside} plays another
 * thread without there being one.
 */
public final class TestRuntime extends Scheduler {
  private static final int MANY_TURNS = 10_000_000;

  private final Thread owner = Thread.currentThread();
  private final Object own;
  private final List<Context> workers = new ArrayList<>();
  private final List<Object> workerThreads = new ArrayList<>();
  private final ArrayDeque<Work> ready = new ArrayDeque<>(); // guarded by itself
  private final Inbox inbox = new Inbox();
  private final VirtualTime time = new VirtualTime();
  private final Map<Class<?>, Object> capabilities = new HashMap<>();
  private final List<Failure> failures = new ArrayList<>(); // guarded by itself
  private final Set<Task<?, ?>> tasks = new LinkedHashSet<>(); // guarded by itself
  private final AtomicInteger posts = new AtomicInteger();

  /** What {@link #thread} answers on the owner's thread: who is being played. */
  private Object played;

  private int nextWorker;
  private boolean stepping;
  private @Nullable Throwable closed;
  private int turns;
  private int schedules;
  private int runs;

  private TestRuntime(String name, Object own) {
    super(name, own);
    this.own = own;
    this.played = own;
    workerThreads.add(own);
    workers.add(Context.of(this));
    offerDefaults();
  }

  private TestRuntime(String name, int workers) {
    super(name);
    this.own = new Name("the test's thread");
    this.played = own;
    for (int i = 0; i < workers; i++) {
      workerThreads.add(new Name("worker " + i));
      this.workers.add(Context.of(this));
    }
    offerDefaults();
  }

  private void offerDefaults() {
    capabilities.put(Timers.class, time);
    SplittableRandom random = new SplittableRandom(1);
    capabilities.put(Randomness.class, (Randomness) random::nextLong);
  }

  /** One whose tasks are confined to one thread: the one that calls this. */
  public static TestRuntime confined() {
    return confined("test");
  }

  /** The same with a name, for messages. */
  public static TestRuntime confined(String name) {
    return new TestRuntime(name, new Name("the thread of '" + name + "'"));
  }

  /** One whose tasks migrate: each turn of any task is run as the next of so many workers. */
  public static TestRuntime migrating(int workers) {
    return migrating("test", workers);
  }

  /** The same with a name, for messages. */
  public static TestRuntime migrating(String name, int workers) {
    if (workers < 1) {
      throw new IllegalArgumentException("needs at least one worker: " + workers);
    }
    return new TestRuntime(name, workers);
  }

  /** Adds or replaces a capability. {@link Timers} and {@link Randomness} are there already. */
  public <C> TestRuntime with(Class<C> type, C capability) {
    capabilities.put(type, capability);
    return this;
  }

  /** Takes a capability away. */
  public TestRuntime without(Class<?> type) {
    capabilities.remove(type);
    return this;
  }

  // ---------------------------------------------------------------- stepping

  /**
   * Fires what is due, delivers what was posted from outside, and runs each task that was then
   * ready for one turn.
   *
   * @return whether there was anything of it to do
   */
  public boolean runOneTurn() {
    if (Thread.currentThread() != owner || stepping) {
      throw new IllegalStateException(
          "a test runtime is stepped by the thread that made it, and not from inside its tasks");
    }
    stepping = true;
    try {
      boolean any = time.fireDue() || !inbox.isEmpty();
      inbox.deliverAll();
      int n = size();
      if (n == 0 && !any) {
        return false;
      }
      turns++;
      for (int i = 0; i < n; i++) {
        run(take());
      }
      return true;
    } finally {
      stepping = false;
    }
  }

  private int size() {
    synchronized (ready) {
      return ready.size();
    }
  }

  private Work take() {
    synchronized (ready) {
      return ready.remove();
    }
  }

  private void run(Work work) {
    int worker = nextWorker;
    nextWorker = (worker + 1) % workers.size();
    Object before = played;
    played = workerThreads.get(worker);
    runs++;
    try {
      work.run(workers.get(worker));
    } finally {
      played = before;
    }
  }

  /**
   * Runs turns until there is nothing to do at the present time.
   *
   * @return how many
   * @throws AssertionError when that has no end
   */
  public int runUntilIdle() {
    for (int n = 0; n < MANY_TURNS; n++) {
      if (!runOneTurn()) {
        return n;
      }
    }
    throw new AssertionError("still busy after " + MANY_TURNS + " turns: " + whatWaits());
  }

  /** Lets the time go on, from alarm to alarm, each time until there is nothing to do. */
  public void advance(Duration by) {
    long end = time.nanoTime() + by.toNanos();
    runUntilIdle();
    while (time.hasAlarm() && time.nextDeadline() - end <= 0) {
      time.set(time.nextDeadline());
      runUntilIdle();
    }
    time.set(end);
    runUntilIdle();
  }

  /**
   * Runs a block to its end and gives its outcome. The time goes on by itself whenever everything
   * waits for it.
   *
   * @throws X what the block throws
   * @throws Deadlock when nothing can go on; it says what waits
   */
  public <T extends @Nullable Object, X extends Exception> T run(
      AsyncSupplier<? extends T, ? extends X> block) throws X {
    Task<T, X> task = spawnTaken(block);
    finish(task);
    return task.resultNow();
  }

  /** The same for a block that gives no value. */
  public <X extends Exception> void run(AsyncRunnable<? extends X> block) throws X {
    Task<@Nullable Void, X> task = spawnTaken(block);
    finish(task);
    task.resultNow();
  }

  private void finish(Task<?, ?> task) {
    while (!task.isEnded()) {
      if (!runOneTurn()) {
        if (!time.hasAlarm()) {
          throw new Deadlock("nothing can go on, and no timer runs: " + whatWaits());
        }
        time.set(time.nextDeadline());
      }
    }
  }

  private String whatWaits() {
    return liveTasks().isEmpty() ? "no task has begun" : dump().toString();
  }

  /** What its tasks do. */
  public TaskDump dump() {
    Object before = played;
    played = own;
    try {
      return TaskDump.of(this, liveTasks());
    } finally {
      played = before;
    }
  }

  /**
   * Says of everything that is ready or comes later that it will never run again, as a runtime does
   * that is closed for good.
   */
  public void abandonAll(Throwable why) {
    closed = why;
    inbox.deliverAll();
    while (size() > 0) {
      take().abandon(why);
    }
  }

  // ---------------------------------------------------------------- other threads

  /** Does something as another thread would, here and now. */
  public void outside(Runnable act) {
    Object before = played;
    played = new Name("another thread");
    try {
      act.run();
    } finally {
      played = before;
    }
  }

  /** How many workers it has: 1 when it is confined. */
  public int workers() {
    return workers.size();
  }

  // ---------------------------------------------------------------- what happened

  /** The virtual time, in nanoseconds from the runtime's beginning. */
  public long nanoTime() {
    return time.nanoTime();
  }

  /** How many alarms are set. */
  public int alarms() {
    return time.size();
  }

  /** How many turns were run in which there was something to do. */
  public int turns() {
    return turns;
  }

  /** How many times a task was put into the ready queue. */
  public int schedules() {
    return schedules;
  }

  /** How many times a task was run for a turn. */
  public int runs() {
    return runs;
  }

  /** How many messages came from other threads. */
  public int posts() {
    return posts.get();
  }

  /** The tasks that have begun and not ended, in the order in which they began. */
  public List<Task<?, ?>> liveTasks() {
    synchronized (tasks) {
      return List.copyOf(tasks);
    }
  }

  /** What reached the failure handler. */
  public List<Failure> failures() {
    synchronized (failures) {
      return List.copyOf(failures);
    }
  }

  /** The same, and forgets it. */
  public List<Failure> takeFailures() {
    synchronized (failures) {
      List<Failure> all = List.copyOf(failures);
      failures.clear();
      return all;
    }
  }

  // ---------------------------------------------------------------- for the engine

  @Override
  public Object thread() {
    Thread t = Thread.currentThread();
    return t == owner ? played : t;
  }

  @Override
  public void schedule(Work work) {
    if (!migrates() && thread() != own) {
      throw new IllegalStateException("schedule() was called on another thread than the own");
    }
    Throwable why = closed;
    if (why != null) {
      work.abandon(why);
      return;
    }
    synchronized (ready) {
      schedules++;
      ready.add(work);
    }
  }

  @Override
  public void post(Work message) {
    if (migrates() || thread() == own) {
      throw new IllegalStateException("post() was called on the own thread");
    }
    posts.incrementAndGet();
    inbox.add(message);
  }

  @Override
  public void began(Task<?, ?> task) {
    synchronized (tasks) {
      tasks.add(task);
    }
  }

  @Override
  public void ended(Task<?, ?> task) {
    synchronized (tasks) {
      tasks.remove(task);
    }
  }

  @Override
  public void failed(String what, Throwable failure) {
    synchronized (failures) {
      failures.add(new Failure(what, failure));
    }
  }

  @Override
  public <C> @Nullable C capability(Class<C> type) {
    return type.cast(capabilities.get(type));
  }

  /**
   * A failure that reached the runtime's failure handler.
   *
   * @param what what failed, in words
   * @param failure the exception
   */
  public record Failure(String what, Throwable failure) {}

  /** Nothing can go on, although something waits. */
  public static final class Deadlock extends AssertionError {
    private static final long serialVersionUID = 1;

    Deadlock(String message) {
      super(message);
    }
  }

  /** Stands for a thread. */
  private record Name(String name) {
    @Override
    public boolean equals(@Nullable Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }

    @Override
    public String toString() {
      return name;
    }
  }
}
