package dev.bide.internal;

import dev.bide.Async;
import dev.bide.AsyncConsumer;
import dev.bide.AsyncFunction;
import dev.bide.AsyncSupplier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Waits for all, at most so many at a time. */
public final class All<T extends @Nullable Object, X extends Exception>
    extends Combinator<List<T>, X> {
  private final int atOnce;
  private final Iterator<? extends Async<?, ?>> bodies;
  private int running;

  /** The bodies were made by others and handed over: all of them start, whatever happens. */
  private final boolean accepted;

  private boolean starting;

  /** It was cancelled before all items had their turn. */
  private boolean stoppedShort;

  private All(int atOnce, Iterator<? extends Async<?, ?>> bodies, boolean accepted) {
    if (atOnce <= 0) {
      throw new IllegalArgumentException("how many at once must be positive: " + atOnce);
    }
    this.atOnce = atOnce;
    this.bodies = bodies;
    this.accepted = accepted;
  }

  /** Of computations and blocks. */
  public static <T extends @Nullable Object, X extends Exception> Async<List<T>, X> of(
      Collection<? extends AsyncSupplier<? extends T, ? extends X>> all) {
    List<Async<?, ?>> bodies = new ArrayList<>(all.size());
    for (AsyncSupplier<? extends T, ? extends X> s : all) {
      bodies.add(Blocks.computation(s));
    }
    return new All<>(Integer.MAX_VALUE, bodies.iterator(), true);
  }

  /** Of a function for every item. */
  public static <A, T extends @Nullable Object, X extends Exception> Async<List<T>, X> of(
      int atOnce,
      Iterable<? extends A> items,
      AsyncFunction<? super A, ? extends T, ? extends X> f) {
    return new All<>(atOnce, new Each<A>(items, a -> Blocks.of(f, a)), false);
  }

  /** Of a consumer for every item. */
  public static <A, X extends Exception> Async<@Nullable Void, X> of(
      int atOnce, Iterable<? extends A> items, AsyncConsumer<? super A, ? extends X> f) {
    return new Dropped<X>(
        new All<@Nullable Object, X>(atOnce, new Each<A>(items, a -> Blocks.of(f, a)), false));
  }

  @Override
  void begin(EngineContext cx) {
    starting = true;
    try {
      while (running < atOnce && (failure == null || accepted) && bodies.hasNext()) {
        running++;
        if (failure == null) {
          start(cx, bodies.next());
        } else {
          startUnwanted(cx, bodies.next());
        }
      }
    } finally {
      starting = false;
    }
    if (failure != null) {
      cancelChildren();
    }
  }

  @Override
  void ended(ChildRoot child) {
    running--;
    failFast(child);
    if (!starting && failure == null && !cancelled && running < atOnce) {
      try {
        if (bodies.hasNext()) {
          running++;
          startLater(child.task, bodies.next());
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
        stoppedShort = bodies.hasNext();
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
  private static final class Each<A> implements Iterator<Async<?, ?>> {
    private final Iterable<? extends A> items;
    private final java.util.function.Function<? super A, ? extends Async<?, ?>> make;
    private @Nullable Iterator<? extends A> iterator;

    Each(
        Iterable<? extends A> items,
        java.util.function.Function<? super A, ? extends Async<?, ?>> make) {
      this.items = items;
      this.make = make;
    }

    private Iterator<? extends A> iterator() {
      Iterator<? extends A> i = iterator;
      if (i == null) {
        i = items.iterator();
        iterator = i;
      }
      return i;
    }

    @Override
    public boolean hasNext() {
      return iterator().hasNext();
    }

    @Override
    public Async<?, ?> next() {
      return make.apply(iterator().next());
    }
  }
}
