package dev.bide.internal;

import dev.bide.Async;
import dev.bide.AsyncConsumer;
import dev.bide.AsyncFunction;
import dev.bide.AsyncRunnable;
import dev.bide.AsyncSupplier;
import dev.bide.Cancelled;
import dev.bide.Scope;
import dev.bide.Spawner;
import dev.bide.Supervisor;
import dev.bide.Task;
import dev.bide.runtime.Scheduler;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A scope that runs: its body and {@code start} children as roots of its task, its {@code spawn}
 * children as tasks that may end on any thread. {@link ScopeMembers} has who of them has not ended.
 */
public final class ScopeRun<T extends @Nullable Object, X extends Exception>
    extends Combinator<T, X> implements TaskCore.Listener, LooseRoot.Owner {
  /** Until it has started. */
  private @Nullable Async<? extends T, ? extends X> body;

  private final boolean supervises;

  /** The {@code start} children that have not ended; null where there was none. */
  private @Nullable StartedRoot @Nullable [] started;

  private int startedCount;

  private final ScopeMembers members = new ScopeMembers();

  /** Is told of the ends of background children. */
  private final TaskCore.Listener served = new Served();

  /** The first failure. */
  private final AtomicReference<@Nullable Throwable> first = new AtomicReference<>();

  /** Somebody has said that all is to end: a failure, the owner, {@link Scope#cancel}. */
  private volatile boolean ending;

  /** All is to wait for nothing more. */
  private volatile boolean aborting;

  private volatile @Nullable Scheduler scheduler;
  private volatile @Nullable Root owner;

  private ScopeRun(Maker<T, X> maker, boolean supervises) {
    this.body = maker.body(new Inside());
    this.supervises = supervises;
  }

  /** Both at once. */
  private interface Both extends Scope, Supervisor {
    @Override
    <U extends @Nullable Object, Y extends Exception> Task<U, Y> spawn(
        AsyncSupplier<? extends U, ? extends Y> block);

    @Override
    <Y extends Exception> Task<@Nullable Void, Y> spawn(AsyncRunnable<? extends Y> block);

    @Override
    <Y extends Exception> Spawner<Y> spawner(Class<Y> kind);

    @Override
    <Y extends Exception> Task<@Nullable Void, Y> background(AsyncRunnable<? extends Y> block);
  }

  private interface Maker<T extends @Nullable Object, X extends Exception> {
    Async<? extends T, ? extends X> body(Both scope);
  }

  /** A scope. */
  public static <T extends @Nullable Object, X extends Exception> Async<T, X> scope(
      AsyncFunction<? super Scope, ? extends T, ? extends X> block) {
    return new ScopeRun<T, X>(s -> Blocks.of(block, s), false);
  }

  /** A scope without a value. */
  @SuppressWarnings("overloads") // as in Async
  public static <X extends Exception> Async<@Nullable Void, X> scope(
      AsyncConsumer<? super Scope, ? extends X> block) {
    return new ScopeRun<@Nullable Void, X>(s -> Blocks.of(block, s), false);
  }

  /** A scope in which failures stay the children's own. */
  public static <T extends @Nullable Object, X extends Exception> Async<T, X> supervise(
      AsyncFunction<? super Supervisor, ? extends T, ? extends X> block) {
    return new ScopeRun<T, X>(s -> Blocks.of(block, s), true);
  }

  /** The same without a value. */
  @SuppressWarnings("overloads") // as in Async
  public static <X extends Exception> Async<@Nullable Void, X> supervise(
      AsyncConsumer<? super Supervisor, ? extends X> block) {
    return new ScopeRun<@Nullable Void, X>(s -> Blocks.of(block, s), true);
  }

  // ---------------------------------------------------------------- in the scope's task

  @Override
  void begin(EngineContext cx) {
    scheduler = cx.scheduler();
    owner = cx.root();
    Async<? extends T, ? extends X> b = Objects.requireNonNull(body);
    body = null;
    start(cx, b);
  }

  @Override
  void polled(EngineContext cx) {
    owner = cx.root();
    if (ending) {
      cancelChildren(); // it may have been said on another thread
    }
  }

  @Override
  void ended(ChildRoot child) { // the body
    Throwable t = child.failure();
    if (t != null && !(t instanceof Cancelled)) {
      childFailed(t);
    }
    oneLess();
  }

  @Override
  public void looseEnded(LooseRoot child) { // of start
    forget((StartedRoot) child);
    child.wakeJoiners();
    Throwable t = child.failure();
    if (t != null && !(t instanceof Cancelled)) {
      childFailed(t); // a supervisor starts none
    }
    oneLess();
    endIfDone(child.task);
  }

  private void oneLess() {
    if (members.ended(null, false) == ScopeMembers.SERVED) {
      cancelTasks();
    } // the combinator wakes the owner when that was all
  }

  @Override
  boolean isDone() {
    return super.isDone() && members.isOver();
  }

  @Override
  void settle(TaskCore<?, ?> task) {
    if (first.get() != null || (cancelled && bodyFailed())) {
      discard(child(0));
    }
  }

  private boolean bodyFailed() {
    return child(0).failure() != null;
  }

  @Override
  @Nullable Object outcome(EngineContext cx) throws Throwable {
    Throwable t = first.get();
    if (t != null) {
      throw t;
    }
    ChildRoot b = child(0);
    Throwable failed = b.failure();
    if (failed instanceof Cancelled && !cancelled) {
      throw new CancellationException("the scope was cancelled from inside");
    }
    if (failed != null) {
      throw failed;
    }
    return b.value();
  }

  @Override
  public void abort() {
    super.abort();
    ending = true;
    aborting = true;
    for (int i = 0; i < startedCount; i++) {
      started(i).abortHere();
    }
    members.tasks().forEach(TaskCore::abortFromAnywhere);
  }

  @Override
  public void cancel() {
    super.cancel();
    end();
  }

  @Override
  void cancelChildren() {
    super.cancelChildren();
    for (int i = 0; i < startedCount; i++) {
      started(i).cancelHere();
    }
  }

  @Override
  boolean isChildRunning() {
    for (int i = 0; i < startedCount; i++) {
      if (started(i).isRunningInside()) {
        return true;
      }
    }
    return super.isChildRunning();
  }

  private StartedRoot started(int i) {
    StartedRoot r = started == null ? null : started[i];
    if (r == null) {
      throw new AssertionError("no start child " + i);
    }
    return r;
  }

  private void remember(StartedRoot r) {
    @Nullable StartedRoot[] all = started;
    if (all == null || startedCount == all.length) {
      @Nullable StartedRoot[] larger = new StartedRoot[2 * startedCount + 2];
      if (all != null) {
        System.arraycopy(all, 0, larger, 0, startedCount);
      }
      all = larger;
      started = larger;
    }
    r.index = startedCount;
    all[startedCount++] = r;
  }

  /** Lets go of one that has ended, so that a long-lived scope does not collect them. */
  private void forget(StartedRoot r) {
    StartedRoot last = started(--startedCount);
    @Nullable StartedRoot[] all = Objects.requireNonNull(started);
    all[r.index] = last;
    last.index = r.index;
    all[startedCount] = null;
  }

  // ---------------------------------------------------------------- from any thread

  @Override
  public boolean seesToTheEnd() { // as long as its task can run
    Root o = owner;
    return o == null || !o.task.isAbandoned();
  }

  @Override
  public @Nullable TaskCore<?, ?> ownersTask() {
    Root o = owner;
    return o == null ? null : o.task;
  }

  private void childFailed(Throwable t) {
    Throwable before = first.get();
    if (before == null && first.compareAndSet(null, t)) {
      end();
    } else if ((before = first.get()) != null) {
      Failures.suppress(before, t);
    }
  }

  private void end() {
    ending = true;
    Root o = owner;
    if (o != null) {
      if (o.task.home == o.task.scheduler.thread()) {
        cancelChildren();
      } else {
        o.wake(); // its poll cancels them
      }
    }
    cancelTasks();
  }

  private void cancelTasks() {
    members.tasks().forEach(TaskCore::cancel);
  }

  @Override
  public boolean taskEnded(TaskCore<?, ?> task, @Nullable Throwable failure) {
    return taskEnded(task, failure, false);
  }

  private boolean taskEnded(TaskCore<?, ?> task, @Nullable Throwable t, boolean background) {
    boolean failed = t != null && !(t instanceof Cancelled);
    if (failed && !supervises && t != null) {
      childFailed(t);
    }
    int now = members.ended(task, background);
    Root o = owner;
    if (now == ScopeMembers.SERVED) {
      cancelTasks();
    } else if (now == ScopeMembers.OVER && o != null) {
      o.wake();
    }
    return failed && !supervises;
  }

  private static IllegalStateException over() {
    return new IllegalStateException("the scope has ended; it takes no more children");
  }

  private <U extends @Nullable Object, Y extends Exception> Task<U, Y> spawn(
      Async<U, Y> block, boolean background) {
    Scheduler s = scheduler;
    if (s == null) {
      throw new IllegalStateException("the scope has not begun");
    }
    TaskCore<U, Y> t = TaskCore.of(s, block, background ? served : this);
    if (!members.admit(t, background)) {
      throw over();
    }
    t.begin();
    if (aborting) { // else whoever says so from now on finds it among the members
      t.abortFromAnywhere();
    } else if (ending) {
      t.cancel();
    }
    return t;
  }

  private void check(AsyncRunnable<?> block) {
    Scheduler s = scheduler;
    if (s != null) {
      TaskCore.refuseConfined(s, block);
    }
  }

  private <U extends @Nullable Object, Y extends Exception> Task<U, Y> startChild(
      Async<U, Y> block) {
    Root o = owner;
    if (o == null || !o.task.isRunningHere()) {
      throw new IllegalStateException(
          "start is for the task that opened the scope; use spawn from other tasks");
    }
    if (!members.admit()) {
      throw over();
    }
    StartedRoot r = new StartedRoot(o.task, block, this);
    remember(r);
    if (ending) {
      r.request();
    }
    if (aborting) {
      r.requestAbort();
    }
    r.wakeHere();
    return r.handle();
  }

  private static final class StartedRoot extends LooseRoot {
    /** Its place among those that have not ended. */
    int index;

    StartedRoot(TaskCore<?, ?> task, Async<?, ?> body, LooseRoot.Owner owner) {
      super(task, body, owner);
    }

    <U extends @Nullable Object, Y extends Exception> Task<U, Y> handle() {
      return new ChildTask<>(this);
    }
  }

  private final class Served implements TaskCore.Listener {
    @Override
    public boolean taskEnded(TaskCore<?, ?> task, @Nullable Throwable failure) {
      return ScopeRun.this.taskEnded(task, failure, true);
    }

    @Override
    public boolean seesToTheEnd() {
      return ScopeRun.this.seesToTheEnd();
    }

    @Override
    public @Nullable TaskCore<?, ?> ownersTask() {
      return ScopeRun.this.ownersTask();
    }
  }

  /** What the block is given: may be used by other tasks, on other threads. */
  private final class Inside implements Both {
    @Override
    public <U extends @Nullable Object, Y extends Exception> Task<U, Y> spawn(
        AsyncSupplier<? extends U, ? extends Y> block) {
      check(block);
      return ScopeRun.this.spawn(Blocks.<U, Y>of(block), false);
    }

    @Override
    public <Y extends Exception> Task<@Nullable Void, Y> spawn(AsyncRunnable<? extends Y> block) {
      check(block);
      return ScopeRun.this.spawn(Blocks.<Y>of(block), false);
    }

    @Override
    public <Y extends Exception> Task<@Nullable Void, Y> background(
        AsyncRunnable<? extends Y> block) {
      check(block);
      return ScopeRun.this.spawn(Blocks.<Y>of(block), true);
    }

    @Override
    public <U extends @Nullable Object, Y extends Exception> Task<U, Y> start(
        AsyncSupplier<? extends U, ? extends Y> block) {
      return startChild(Blocks.<U, Y>of(block));
    }

    @Override
    public <Y extends Exception> Task<@Nullable Void, Y> start(AsyncRunnable<? extends Y> block) {
      return startChild(Blocks.<Y>of(block));
    }

    @Override
    public <Y extends Exception> Spawner<Y> spawner(Class<Y> kind) {
      return new OfKind<>(this);
    }

    @Override
    public void cancel() {
      end();
    }
  }

  private static final class OfKind<Y extends Exception> implements Spawner<Y> {
    private final Both scope;

    OfKind(Both scope) {
      this.scope = scope;
    }

    @Override
    public <U extends @Nullable Object> Task<U, Y> spawn(
        AsyncSupplier<? extends U, ? extends Y> block) {
      return scope.spawn(block);
    }

    @Override
    public Task<@Nullable Void, Y> spawn(AsyncRunnable<? extends Y> block) {
      return scope.spawn(block);
    }

    @Override
    public Task<@Nullable Void, Y> background(AsyncRunnable<? extends Y> block) {
      return scope.background(block);
    }
  }
}
