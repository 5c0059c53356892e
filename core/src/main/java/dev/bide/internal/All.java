package dev.bide.internal;

import dev.bide.Async;
import dev.bide.AsyncConsumer;
import dev.bide.AsyncFunction;
import dev.bide.AsyncSupplier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Waits for all, at most so many at a time. */
public final class All<T extends @Nullable Object, X extends Exception>
    extends Combinator<List<T>, X> {
  private final int atOnce;

  /** Computations, or what {@link #f} is applied to. */
  private final Iterable<?> source;

  /** Null where the items are computations. */
  private final @Nullable AsyncFunction<Object, T, X> f;

  private @Nullable Iterator<?> items;
  private int running;

  /** The bodies were made by others and handed over: all of them start, whatever happens. */
  private final boolean accepted;

  private boolean starting;

  /** It was cancelled before all items had their turn. */
  private boolean stoppedShort;

  @SuppressWarnings("unchecked") // it takes what the source has
  private All(
      int atOnce,
      Iterable<?> source,
      @Nullable AsyncFunction<?, ? extends T, ? extends X> f,
      boolean accepted) {
    if (atOnce <= 0) {
      throw new IllegalArgumentException("how many at once must be positive: " + atOnce);
    }
    this.atOnce = atOnce;
    this.source = source;
    this.f = (AsyncFunction<Object, T, X>) f;
    this.accepted = accepted;
  }

  /** Of computations and blocks. */
  public static <T extends @Nullable Object, X extends Exception> Async<List<T>, X> of(
      Collection<? extends AsyncSupplier<? extends T, ? extends X>> all) {
    List<Async<?, ?>> bodies = new ArrayList<>(all.size());
    for (AsyncSupplier<? extends T, ? extends X> s : all) {
      bodies.add(Blocks.computation(s));
    }
    return new All<>(Integer.MAX_VALUE, bodies, null, true);
  }

  /** Of a function for every item. */
  public static <A, T extends @Nullable Object, X extends Exception> Async<List<T>, X> of(
      int atOnce,
      Iterable<? extends A> items,
      AsyncFunction<? super A, ? extends T, ? extends X> f) {
    return new All<>(atOnce, items, f, false);
  }

  /** Of a consumer for every item. */
  public static <A, X extends Exception> Async<@Nullable Void, X> of(
      int atOnce, Iterable<? extends A> items, AsyncConsumer<? super A, ? extends X> f) {
    return new Dropped<X>(
        new All<@Nullable Object, X>(
            atOnce, new Each<A>(items, a -> Blocks.of(f, a)), null, false));
  }

  @Override
  void begin(EngineContext cx) {
    starting = true;
    try {
      if (source instanceof Collection<?> c) {
        expect(Math.min(atOnce, c.size()));
      }
      if (hasNext() && f != null) {
        Blocks.check(f);
      }
      while (running < atOnce && (failure == null || accepted) && hasNext()) {
        running++;
        if (failure == null) {
          start(cx, next(cx.task));
        } else {
          startUnwanted(cx, (Async<?, ?>) items().next());
        }
      }
    } finally {
      starting = false;
    }
    if (failure != null) {
      cancelChildren();
    }
  }

  private Iterator<?> items() {
    Iterator<?> i = items;
    if (i == null) {
      i = source.iterator();
      items = i;
    }
    return i;
  }

  private boolean hasNext() {
    return items().hasNext();
  }

  private ChildRoot next(TaskCore<?, ?> task) {
    Object item = items().next();
    return f == null ? newChild(task, (Async<?, ?>) item) : new ChildRoot.OfItem(task, item, this);
  }

  /** Runs the function until it ends or waits. */
  @SuppressWarnings("NullAway") // items may be null where the function takes null
  @Nullable Object apply(@Nullable Object item, EngineContext cx) throws Throwable {
    return Blocks.start(Objects.requireNonNull(f), item, cx);
  }

  /** What is applied to each item; null where the items are computations. */
  @Nullable Object function() {
    return f;
  }

  @Override
  void ended(ChildRoot child) {
    running--;
    failFast(child);
    if (!starting && failure == null && !cancelled && running < atOnce) {
      try {
        if (hasNext()) {
          running++;
          startLater(child.task, next(child.task));
        }
      } catch (Throwable t) {
        fail(t);
        cancelChildren();
      }
    }
  }

  @Override
  void settle(TaskCore<?, ?> task) {
    if (cancelled && !isFailed()) { // what has started could not undo
      try {
        stoppedShort = hasNext();
      } catch (Throwable t) {
        fail(t);
      }
    }
    if (stoppedShort) {
      discardAll();
    } else {
      discardAllIfFailed();
    }
  }

  @Override
  @SuppressWarnings("unchecked") // what the roots ran gives T
  Object outcome(EngineContext cx) throws Throwable {
    throwFailure();
    if (stoppedShort) {
      throw Cancellation.cancelled();
    }
    List<T> values = new Values<>(size());
    for (int i = 0; i < size(); i++) {
      values.add((T) child(i).value());
    }
    return values;
  }

  /** The values, known as such, so that they are let go of when nobody gets them. */
  static final class Values<T extends @Nullable Object> extends ArrayList<T> {
    @java.io.Serial private static final long serialVersionUID = 1;

    Values(int size) {
      super(size);
    }
  }

  /** Makes each computation when it is its turn. */
  private record Each<A>(Iterable<? extends A> of, Function<? super A, ? extends Async<?, ?>> make)
      implements Iterable<Async<?, ?>> {
    @Override
    public Iterator<Async<?, ?>> iterator() {
      Iterator<? extends A> items = of.iterator();
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return items.hasNext();
        }

        @Override
        public Async<?, ?> next() {
          return make.apply(items.next());
        }
      };
    }
  }
}
