package dev.bide.runtimes;

import dev.bide.AsyncRunnable;
import dev.bide.AsyncSupplier;
import dev.bide.Task;
import dev.bide.runtime.Alarm;
import dev.bide.runtime.BlockingWork;
import dev.bide.runtime.Context;
import dev.bide.runtime.Inbox;
import dev.bide.runtime.LiveTasks;
import dev.bide.runtime.Network;
import dev.bide.runtime.Randomness;
import dev.bide.runtime.Scheduler;
import dev.bide.runtime.TaskDump;
import dev.bide.runtime.Timers;
import dev.bide.runtime.Work;
import dev.bide.runtime.WorkQueue;
import dev.bide.runtimes.nio.NioDriver;
import dev.bide.runtimes.sockets.Loop;
import dev.bide.runtimes.sockets.SocketDriver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The loop behind {@link LocalRuntime}. It belongs to whichever thread is inside {@code run} or
 * {@code close}; that thread takes it by {@link #enter} and gives it back by {@link #leave}, and
 * between the two it is the only one to touch the plain fields.
 *
 * <p>A round: deliver what the inbox has, give turns to tasks from the ready queue. After {@link
 * #TURNS_BETWEEN_LOOKS} of them, fire the alarms that are due and look at the sockets; both cost
 * more than a turn. When nothing is ready, fire what is due, and sleep until something comes: that
 * is a look at the sockets as well.
 */
final class LocalScheduler extends Scheduler implements Loop {
  /** After so many turns of tasks the loop looks at its alarms and sockets again. */
  private static final int TURNS_BETWEEN_LOOKS = 64;

  private static final int AWAKE = 0;
  private static final int PARKED = 1;
  private static final int SELECTING = 2;

  /** What {@link #thread} answers on the thread that has the loop. */
  private final Object token;

  /** The thread that has the loop. Others read it unsynchronised: none sees itself by mistake. */
  private @Nullable Thread owner;

  private final AtomicReference<@Nullable Thread> holder = new AtomicReference<>();
  private final Context context = Context.of(this);
  private final WorkQueue ready = new WorkQueue();
  private final Inbox inbox = new Inbox();
  private final AtomicInteger sleep = new AtomicInteger(AWAKE);
  private final LiveTasks live = new LiveTasks();
  private final @Nullable LoopClock clock;
  private final @Nullable FailureHandler failures;
  private final Map<Class<?>, Object> capabilities;

  /**
   * The timers that tasks get: the builder's, else {@link #timers}, once somebody asks. Asked for
   * at each sleep, so kept apart.
   */
  private @Nullable Object offeredTimers;

  private final Closing closing;
  private final SocketDriver sockets;

  // What many programs never ask for is made when it is asked for, and what all need is no lambda:
  // both cost a program's start.
  private @Nullable TimerWheel wheel;
  private @Nullable LocalTimers timers;
  private @Nullable Consumer<Alarm> fire;
  private final int blockingThreads;
  private final Duration blockingIdle;
  private @Nullable BlockingPool blocking;
  private @Nullable Randomness random;

  /** The task of {@code run}. */
  private @Nullable Task<?, ?> main;

  private boolean mainEnded;

  /**
   * A message or an alarm has come in this round: whoever drives the loop may not want to sleep.
   */
  private boolean eventful;

  /** How many turns until the alarms are looked at, and the sockets where it is time. */
  private int turnsLeft = TURNS_BETWEEN_LOOKS;

  /**
   * How many turns are left, at the last look at the alarms, of the work that was ready at the last
   * look at the sockets. Before all of it has had its turn there is no use in looking again: what
   * comes would be behind it, and the selector would report once more each socket that has not been
   * read yet.
   */
  private int readyAtSockets;

  /** The thread was interrupted, and will be again when it leaves. */
  private boolean interrupted;

  LocalScheduler(LocalRuntime.Builder b, Object token, Map<Class<?>, Object> capabilities) {
    super(b.name(), token);
    this.token = token;
    this.clock = b.clock;
    this.failures = b.failures;
    this.capabilities = capabilities;
    this.closing = new Closing(this, b.cancelLimit, b.abortLimit, b.closingSlack);
    this.blockingThreads = b.blockingThreads;
    this.blockingIdle = b.blockingIdle;
    this.sockets = b.io == null ? nio() : b.io.open(this);
  }

  /** As the superclass, as {@code nio.NioStream} does it. */
  private SocketDriver nio() {
    return new NioDriver(this);
  }

  // ---------------------------------------------------------------- what core calls

  @Override
  public Object thread() {
    Thread t = Thread.currentThread();
    return t == owner ? token : t;
  }

  @Override
  public void schedule(Work work) {
    ready.add(work);
  }

  @Override
  public void post(Work message) {
    if (inbox.add(message)) {
      wakeUp();
    }
    if (closing.isOver()) {
      inbox.abandonAll(closed());
    }
  }

  /** From any thread. */
  private void wakeUp() {
    if (sleep.get() != AWAKE) {
      switch (sleep.getAndSet(AWAKE)) {
        case PARKED -> LockSupport.unpark(holder.get());
        case SELECTING -> sockets.wakeUp();
        default -> {} // somebody else was faster
      }
    }
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
    FailureHandler handler = failures;
    if (handler == null) {
      FailurePrinter.INSTANCE.failed(name(), what, failure);
      return;
    }
    try {
      handler.failed(name(), what, failure);
    } catch (Throwable t) {
      FailurePrinter.INSTANCE.failed(name(), "the failure handler failed", t);
      FailurePrinter.INSTANCE.failed(name(), what, failure);
    }
  }

  @Override
  public void began(Task<?, ?> task) {
    live.add(task);
    closing.began(task);
  }

  @Override
  public void ended(Task<?, ?> task) {
    live.remove(task);
    if (task == main) {
      mainEnded = true;
    }
  }

  @Override
  @SuppressWarnings("unchecked") // the map has values of their keys' types
  public <C> @Nullable C capability(Class<C> type) {
    // Not at first, though asked for at each sleep: the comparison loads the class, at each start.
    if (type != Network.class && type == Timers.class) {
      Object offered = offeredTimers;
      return (C) (offered != null ? offered : offerTimers());
    }
    C own = (C) capabilities.get(type);
    if (own != null) {
      return own;
    }
    if (type == Scheduler.class) {
      return (C) this;
    }
    if (type == Network.class) {
      return (C) sockets;
    }
    if (type == BlockingWork.class) {
      return (C) blocking();
    }
    return type == Randomness.class ? (C) random() : null;
  }

  private BlockingPool blocking() {
    BlockingPool pool = blocking;
    if (pool == null) {
      Object failures = new Failures(); // as an object: a verifier would look at what it implements
      pool = new BlockingPool(name(), blockingThreads, blockingIdle, (FailureHandler) failures);
      blocking = pool;
    }
    return pool;
  }

  /** What the blocking pool reports. */
  private final class Failures implements FailureHandler {
    @Override
    public void failed(String runtime, String what, Throwable failure) {
      LocalScheduler.this.failed(what, failure);
    }
  }

  private Randomness random() {
    Randomness source = random;
    if (source == null) {
      source = new SplittableRandom()::nextLong;
      random = source;
    }
    return source;
  }

  // ---------------------------------------------------------------- timers

  private Object offerTimers() {
    Object offered = capabilities.get(Timers.class);
    if (offered == null) {
      offered = timers();
    }
    offeredTimers = offered;
    return offered;
  }

  /** The loop's own. */
  LocalTimers timers() {
    LocalTimers t = timers;
    if (t == null) {
      LoopClock c = clock();
      TimerWheel w = new TimerWheel(c.nanoTime());
      wheel = w;
      t = new LocalTimers(c, w);
      timers = t;
    }
    return t;
  }

  private LoopClock clock() {
    LoopClock c = clock;
    return c == null ? LoopClock.SYSTEM : c;
  }

  /** Fires an alarm that is due. */
  private final class Fire implements Consumer<Alarm> {
    @Override
    public void accept(Alarm alarm) {
      eventful = true;
      try {
        alarm.fired();
      } catch (Throwable t) {
        failed("a timer's callback failed", t);
      }
    }
  }

  // ---------------------------------------------------------------- the loop

  IllegalStateException closed() {
    return new IllegalStateException("the runtime '" + name() + "' is closed");
  }

  /** Makes the calling thread the loop's. */
  void enter(String what) {
    RuntimeThread.refuseToBlock(what);
    while (!tryEnter()) {
      closing.refuseWhenBegun();
      Thread other = holder.get();
      if (other == null || other == Visit.MARK) {
        Thread.onSpinWait(); // it is free again, or will be at once
        continue;
      }
      throw new IllegalStateException(
          what
              + ": the runtime '"
              + name()
              + "' is running on the thread '"
              + other.getName()
              + "'; it runs on one thread at a time. To start something there, call spawn");
    }
    if (closing.hasBegun()) {
      leave();
      throw closed();
    }
  }

  /** Gives the loop back. */
  void leave() {
    RuntimeThread.leave(null);
    main = null;
    owner = null;
    boolean again = interrupted;
    interrupted = false;
    holder.set(null);
    closing.left();
    if (again) {
      Thread.currentThread().interrupt();
    }
  }

  <T extends @Nullable Object, X extends Exception> T run(
      AsyncSupplier<? extends T, ? extends X> block) throws X {
    enter("LocalRuntime.run");
    try {
      Task<T, X> task = spawnTaken(block);
      runUntilEnded(task);
      return task.resultNow();
    } finally {
      leave();
    }
  }

  <X extends Exception> void run(AsyncRunnable<? extends X> block) throws X {
    enter("LocalRuntime.run");
    try {
      Task<@Nullable Void, X> task = spawnTaken(block);
      runUntilEnded(task);
      task.resultNow();
    } finally {
      leave();
    }
  }

  private void runUntilEnded(Task<?, ?> task) {
    main = task;
    mainEnded = false;
    while (!mainEnded) {
      if (closing.isAsked()) {
        closing.run(); // cancels it and sees to its end
        return;
      }
      round();
    }
  }

  /** One round; sleeps when there is nothing to do. */
  void round() {
    eventful = false;
    if (Thread.interrupted()) {
      interrupted = true;
      Task<?, ?> m = main;
      if (m != null) {
        m.cancel();
      }
    }
    if (!inbox.isEmpty()) {
      eventful = true;
      inbox.deliverAll();
    }
    if (turnsLeft == 0) {
      turnsLeft = TURNS_BETWEEN_LOOKS;
      fireDue();
      readyAtSockets -= TURNS_BETWEEN_LOOKS;
      if (readyAtSockets <= 0 && sockets.isActive()) {
        select(0);
      }
    }
    if (!ready.isEmpty()) {
      runReady();
    } else if (!eventful) {
      sleep();
    }
  }

  private void fireDue() {
    TimerWheel w = wheel;
    if (w != null && !w.isEmpty()) {
      w.advance(clock().nanoTime(), fire());
    }
  }

  private Consumer<Alarm> fire() {
    Consumer<Alarm> f = fire;
    if (f == null) {
      f = new Fire();
      fire = f;
    }
    return f;
  }

  private void runReady() {
    Context cx = context;
    while (turnsLeft > 0) {
      Work work = ready.poll();
      if (work == null) {
        return;
      }
      turnsLeft--;
      try {
        work.run(cx);
      } catch (Throwable t) {
        broken(work, t);
      }
    }
  }

  /** The engine lets nothing out of a task's turn; where it did, that task is beyond repair. */
  private void broken(Work work, Throwable t) {
    failed("a task's turn failed", t);
    work.abandon(t);
  }

  private void sleep() {
    long nanos = LoopClock.FOREVER;
    TimerWheel w = wheel;
    if (w != null && !w.isEmpty()) {
      long now = clock().nanoTime();
      w.advance(now, fire());
      nanos = w.isEmpty() ? LoopClock.FOREVER : w.nextDeadline() - now;
      if (eventful || nanos <= 0) {
        return; // the turns until the next look count on: there may be an alarm each time
      }
    }
    turnsLeft = TURNS_BETWEEN_LOOKS;
    boolean select = sockets.isActive();
    sleep.set(select ? SELECTING : PARKED);
    if (inbox.isEmpty()) { // else its producer may have come before we said that we sleep
      if (select) {
        select(nanos);
      } else {
        clock().park(nanos);
      }
    }
    sleep.set(AWAKE);
  }

  private void select(long nanos) {
    try {
      if (nanos == 0) {
        sockets.pollNow();
      } else {
        sockets.poll(nanos);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the selector of the runtime '" + name() + "' failed", e);
    }
    readyAtSockets = ready.size();
  }

  // ---------------------------------------------------------------- what the sockets call

  @Override
  public Scheduler scheduler() {
    return this;
  }

  @Override
  public boolean isOwnThread() {
    return Thread.currentThread() == owner;
  }

  @Override
  public boolean runIfFree(Runnable r) {
    return visit(() -> {
      String before = RuntimeThread.enter(name());
      try {
        r.run();
      } finally {
        RuntimeThread.leave(before);
      }
    });
  }

  int openSockets() {
    return sockets.openSockets();
  }

  // ---------------------------------------------------------------- closing

  /** Makes the calling thread the loop's, unless another one has it. */
  boolean tryEnter() {
    if (!holder.compareAndSet(null, Thread.currentThread())) {
      return false;
    }
    owner = Thread.currentThread();
    RuntimeThread.enter(name());
    return true;
  }

  /** Stands for a thread that has the loop for a moment, and runs no task. */
  private static final class Visit {
    static final Thread MARK = new Thread("a visitor of a loop");
  }

  /** Makes the calling thread the loop's for a moment; false where another one has it. */
  boolean visit(Runnable r) {
    if (!holder.compareAndSet(null, Visit.MARK)) {
      return false;
    }
    owner = Thread.currentThread();
    try {
      r.run();
      return true;
    } finally {
      owner = null;
      holder.set(null);
      closing.left();
    }
  }

  /** What its tasks do. On the loop's thread. */
  TaskDump look() {
    return TaskDump.of(this, live.all().reversed());
  }

  /** What there is to say while its thread does not come back. */
  TaskDump stuck() {
    Thread t = holder.get();
    return t == null
        ? TaskDump.stuck(this, "?", List.of())
        : TaskDump.stuck(this, t.getName(), List.of(t.getStackTrace()));
  }

  boolean isHeld() {
    return holder.get() != null;
  }

  /** Another thread has given up to wait for the one that has the loop. */
  void reportStuck() {
    Thread stuck = holder.get();
    IllegalStateException e =
        new IllegalStateException(
            "the runtime '"
                + name()
                + "' is not closed: the thread '"
                + (stuck == null ? "?" : stuck.getName())
                + "' is inside a task that does not come back, where this was made; it is closed"
                + " when that does");
    if (stuck != null) {
      e.setStackTrace(stuck.getStackTrace());
    }
    failed("closing waits for a task that blocks its thread", e);
  }

  boolean isIdle() {
    return live.isEmpty() && ready.isEmpty() && inbox.isEmpty();
  }

  LiveTasks live() {
    return live;
  }

  Closing closing() {
    return closing;
  }

  /** Lets go of the tasks that have not ended. */
  void abandonAll() {
    IllegalStateException why = closed();
    live.abandonAll(why);
    for (Work w = ready.poll(); w != null; w = ready.poll()) {
      w.abandon(why); // one that has not begun; else it is abandoned already, and this does nothing
    }
  }

  /** No task is left that could use them. */
  void releaseResources() {
    if (blocking != null) {
      blocking.close();
    }
    try {
      sockets.close();
    } catch (IOException e) {
      failed("closing the sockets failed", e);
    }
  }

  /** The same for what has been posted; for the last time once {@link Closing#isOver}. */
  void abandonPosted() {
    inbox.abandonAll(closed());
  }
}
