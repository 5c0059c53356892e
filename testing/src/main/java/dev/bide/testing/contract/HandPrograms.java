package dev.bide.testing.contract;

import dev.bide.Async;
import dev.bide.AsyncCloseable;
import dev.bide.AsyncConsumer;
import dev.bide.AsyncFunction;
import dev.bide.AsyncStream;
import dev.bide.AsyncSupplier;
import dev.bide.Cancelled;
import dev.bide.Scope;
import dev.bide.Supervisor;
import dev.bide.weave.v1.Confined;
import dev.bide.weave.v1.Slots;
import dev.bide.weave.v1.Weave;
import dev.bide.weave.v1.WovenConsumer;
import dev.bide.weave.v1.WovenFunction;
import dev.bide.weave.v1.WovenSupplier;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The programs written by hand, as the weaver emits them. */
@SuppressWarnings({
  "unchecked", // a block's value is what its await gives
  "NullAway" // a block's value may be null where its type says so
})
final class HandPrograms implements Programs {
  HandPrograms() {}

  @Override
  public String toString() {
    return "hand-written";
  }

  /** A block whose every run is a fresh frame. */
  private static <T extends @Nullable Object> AsyncSupplier<T, Exception> block(
      Function<Slots, ? extends HandFrame> fresh) {
    return (WovenSupplier<T, Exception>) (cx, spare) -> fresh.apply(cx).go(cx);
  }

  @Override
  public <T extends @Nullable Object> AsyncSupplier<T, Exception> awaiting(AsyncSupplier<T, ?> x) {
    return block(cx -> new Awaiting(cx, x));
  }

  private static final class Awaiting extends HandFrame {
    private final AsyncSupplier<?, ?> x;

    Awaiting(Slots cx, AsyncSupplier<?, ?> x) {
      super(cx);
      this.x = x;
    }

    @Override
    @Nullable Object go(Slots cx) throws Throwable {
      if (state == 0 && awaits(1, x, cx)) {
        return this;
      }
      return value();
    }

    @Override
    public boolean handles() {
      return false;
    }
  }

  @Override
  public <T extends @Nullable Object> AsyncSupplier<T, Exception> around(
      Runnable before, AsyncSupplier<T, ?> x, Consumer<? super T> after) {
    return block(cx -> new Around<T>(cx, before, x, after));
  }

  private static final class Around<T extends @Nullable Object> extends HandFrame {
    private final Runnable before;
    private final AsyncSupplier<T, ?> x;
    private final Consumer<? super T> after;

    Around(Slots cx, Runnable before, AsyncSupplier<T, ?> x, Consumer<? super T> after) {
      super(cx);
      this.before = before;
      this.x = x;
      this.after = after;
    }

    @Override
    @Nullable Object go(Slots cx) throws Throwable {
      if (state == 0) {
        before.run();
        if (awaits(1, x, cx)) {
          return this;
        }
      }
      T v = (T) value();
      after.accept(v);
      return v;
    }

    @Override
    public boolean handles() {
      return false;
    }
  }

  @Override
  public AsyncSupplier<List<@Nullable Object>, Exception> sequence(
      List<? extends AsyncSupplier<?, ?>> all) {
    return block(cx -> new Sequence(cx, all));
  }

  private static final class Sequence extends HandFrame {
    private final List<? extends AsyncSupplier<?, ?>> all;
    private final List<@Nullable Object> out = new ArrayList<>();
    private int i;

    Sequence(Slots cx, List<? extends AsyncSupplier<?, ?>> all) {
      super(cx);
      this.all = all;
    }

    @Override
    @Nullable Object go(Slots cx) throws Throwable {
      for (; ; ) {
        if (state == 0) {
          if (i == all.size()) {
            return out;
          }
          if (awaits(1, all.get(i), cx)) {
            return this;
          }
        }
        if (state == 1) {
          out.add(value());
          i++;
          if (backEdgeWaits(2, cx)) {
            return this;
          }
        }
        value();
        state = 0;
      }
    }

    @Override
    public boolean handles() {
      return false;
    }
  }

  @Override
  public AsyncSupplier<Integer, Exception> loop(
      int n, Supplier<? extends AsyncSupplier<?, ?>> make) {
    return block(cx -> new Loop(cx, n, make));
  }

  private static final class Loop extends HandFrame {
    private final int n;
    private final Supplier<? extends AsyncSupplier<?, ?>> make;
    private int i;

    Loop(Slots cx, int n, Supplier<? extends AsyncSupplier<?, ?>> make) {
      super(cx);
      this.n = n;
      this.make = make;
    }

    @Override
    @Nullable Object go(Slots cx) throws Throwable {
      for (; ; ) {
        if (state == 0) {
          if (i == n) {
            return Weave.of(n, cx);
          }
          if (awaits(1, make.get(), cx)) {
            return this;
          }
        }
        if (state == 1) {
          value();
          i++;
          if (backEdgeWaits(2, cx)) {
            return this;
          }
        }
        value();
        state = 0;
      }
    }

    @Override
    public boolean handles() {
      return false;
    }
  }

  @Override
  public <T extends @Nullable Object> AsyncSupplier<T, Exception> sync(
      Supplier<? extends T> value) {
    return (WovenSupplier<T, Exception>) (cx, spare) -> value.get();
  }

  @Override
  public <A extends @Nullable Object, T extends @Nullable Object>
      AsyncFunction<A, T, Exception> function(Function<A, T> f) {
    return (WovenFunction<A, T, Exception>) (cx, spare, a) -> f.apply(a);
  }

  @Override
  public <T extends @Nullable Object> AsyncSupplier<T, Exception> tryFinally(
      AsyncSupplier<T, ?> x, AsyncSupplier<?, ?> cleanup) {
    return block(cx -> new TryFinally(cx, x, cleanup));
  }

  private static final class TryFinally extends HandFrame {
    private final AsyncSupplier<?, ?> x;
    private final AsyncSupplier<?, ?> cleanup;
    private @Nullable Object result;
    private @Nullable Throwable thrown;

    TryFinally(Slots cx, AsyncSupplier<?, ?> x, AsyncSupplier<?, ?> cleanup) {
      super(cx);
      this.x = x;
      this.cleanup = cleanup;
    }

    @Override
    @Nullable Object go(Slots cx) throws Throwable {
      if (state == 0 && awaits(1, x, cx)) {
        return this;
      }
      if (state == 1) {
        if (failure != null) {
          Weave.caught(cx, 0);
          thrown = failure;
          if (awaits(3, cleanup, cx)) {
            return this;
          }
        } else {
          result = in;
          if (awaits(2, cleanup, cx)) {
            return this;
          }
        }
      }
      value();
      if (state == 3) {
        throw thrown;
      }
      return result;
    }

    @Override
    public boolean handles() {
      return state == 1;
    }
  }

  @Override
  public <T extends @Nullable Object> AsyncSupplier<T, Exception> tryFinallySync(
      AsyncSupplier<T, ?> x, Runnable cleanup) {
    return block(cx -> new TryFinallySync(cx, x, cleanup));
  }

  private static final class TryFinallySync extends HandFrame {
    private final AsyncSupplier<?, ?> x;
    private final Runnable cleanup;

    TryFinallySync(Slots cx, AsyncSupplier<?, ?> x, Runnable cleanup) {
      super(cx);
      this.x = x;
      this.cleanup = cleanup;
    }

    @Override
    @Nullable Object go(Slots cx) throws Throwable {
      if (state == 0 && awaits(1, x, cx)) {
        return this;
      }
      if (failure != null) {
        Weave.caught(cx, 0);
      }
      cleanup.run();
      return value();
    }
  }

  @Override
  public <T extends @Nullable Object> AsyncSupplier<T, Exception> catching(
      AsyncSupplier<?, ?> x, Consumer<Throwable> handler, AsyncSupplier<T, ?> then) {
    return block(cx -> new Catching(cx, x, handler, then));
  }

  private static final class Catching extends HandFrame {
    private final AsyncSupplier<?, ?> x;
    private final Consumer<Throwable> handler;
    private final AsyncSupplier<?, ?> then;

    Catching(
        Slots cx, AsyncSupplier<?, ?> x, Consumer<Throwable> handler, AsyncSupplier<?, ?> then) {
      super(cx);
      this.x = x;
      this.handler = handler;
      this.then = then;
    }

    @Override
    @Nullable Object go(Slots cx) throws Throwable {
      if (state == 0 && awaits(1, x, cx)) {
        return this;
      }
      if (state == 1) {
        if (failure != null) {
          Weave.caught(cx, 0);
          handler.accept(failure);
          Weave.left(cx, 0);
        }
        if (awaits(2, then, cx)) {
          return this;
        }
      }
      return value();
    }

    @Override
    public boolean handles() {
      return state == 1;
    }
  }

  @Override
  public <T extends @Nullable Object> AsyncSupplier<T, Exception> returningInHandler(
      AsyncSupplier<T, ?> x, Function<Throwable, T> handler) {
    return block(cx -> new ReturningInHandler<T>(cx, x, handler));
  }

  private static final class ReturningInHandler<T extends @Nullable Object> extends HandFrame {
    private final AsyncSupplier<T, ?> x;
    private final Function<Throwable, T> handler;

    ReturningInHandler(Slots cx, AsyncSupplier<T, ?> x, Function<Throwable, T> handler) {
      super(cx);
      this.x = x;
      this.handler = handler;
    }

    @Override
    @Nullable Object go(Slots cx) throws Throwable {
      if (state == 0 && awaits(1, x, cx)) {
        return this;
      }
      if (failure != null) {
        Weave.caught(cx, 0);
        T v = handler.apply(failure);
        Weave.left(cx, 0);
        return v;
      }
      return in;
    }
  }

  @Override
  public <T extends @Nullable Object> AsyncSupplier<T, Exception> catchingExceptionOfFinally(
      AsyncSupplier<?, ?> x, AsyncSupplier<?, ?> cleanup, AsyncSupplier<T, ?> then) {
    return block(cx -> new CatchingExceptionOfFinally(cx, x, cleanup, then));
  }

  private static final class CatchingExceptionOfFinally extends HandFrame {
    private final AsyncSupplier<?, ?> x;
    private final AsyncSupplier<?, ?> cleanup;
    private final AsyncSupplier<?, ?> then;
    private @Nullable Throwable thrown;

    CatchingExceptionOfFinally(
        Slots cx, AsyncSupplier<?, ?> x, AsyncSupplier<?, ?> cleanup, AsyncSupplier<?, ?> then) {
      super(cx);
      this.x = x;
      this.cleanup = cleanup;
      this.then = then;
    }

    @Override
    @Nullable Object go(Slots cx) throws Throwable {
      if (state == 0 && awaits(1, x, cx)) {
        return this;
      }
      try {
        if (state == 1) {
          if (failure != null) {
            Weave.caught(cx, 0); // the finally's
            thrown = failure;
            if (awaits(3, cleanup, cx)) {
              return this;
            }
          } else if (awaits(2, cleanup, cx)) {
            return this;
          }
        }
        if (state == 2 || state == 3) {
          value();
          if (state == 3) {
            throw thrown;
          }
        }
      } catch (Exception e) {
        Weave.caught(cx, 0);
        Weave.left(cx, 0);
      }
      if (state != 4 && awaits(4, then, cx)) {
        return this;
      }
      return value();
    }

    @Override
    public boolean handles() {
      return state < 4;
    }
  }

  @Override
  public <T extends @Nullable Object> AsyncSupplier<T, Exception> handlerInFinally(
      AsyncSupplier<T, ?> x, AsyncSupplier<?, ?> inner, AsyncSupplier<?, ?> after) {
    return block(cx -> new HandlerInFinally(cx, x, inner, after));
  }

  private static final class HandlerInFinally extends HandFrame {
    private final AsyncSupplier<?, ?> x;
    private final AsyncSupplier<?, ?> inner;
    private final AsyncSupplier<?, ?> after;
    private @Nullable Object result;
    private @Nullable Throwable thrown;

    HandlerInFinally(
        Slots cx, AsyncSupplier<?, ?> x, AsyncSupplier<?, ?> inner, AsyncSupplier<?, ?> after) {
      super(cx);
      this.x = x;
      this.inner = inner;
      this.after = after;
    }

    @Override
    @Nullable Object go(Slots cx) throws Throwable {
      if (state == 0 && awaits(1, x, cx)) {
        return this;
      }
      if (state == 1) {
        result = in;
        thrown = failure;
        if (failure != null) {
          Weave.caught(cx, 0);
        }
        if (awaits(2, inner, cx)) {
          return this;
        }
      }
      if (state == 2) {
        if (failure instanceof Exception) {
          int level = thrown != null ? 1 : 0; // the finally is there twice: as a handler and not
          Weave.caught(cx, level);
          Weave.left(cx, level);
        } else {
          value();
        }
        if (awaits(3, after, cx)) {
          return this;
        }
      }
      value();
      if (thrown != null) {
        throw thrown;
      }
      return result;
    }

    @Override
    public boolean handles() {
      return state < 3;
    }
  }

  @Override
  public <T extends @Nullable Object> AsyncSupplier<T, Exception> finallyInHandler(
      AsyncSupplier<?, ?> x,
      AsyncSupplier<?, ?> y,
      AsyncSupplier<?, ?> cleanup,
      Consumer<Throwable> handler,
      AsyncSupplier<T, ?> then) {
    return block(cx -> new FinallyInHandler(cx, x, y, cleanup, handler, then));
  }

  private static final class FinallyInHandler extends HandFrame {
    private final AsyncSupplier<?, ?> x;
    private final AsyncSupplier<?, ?> y;
    private final AsyncSupplier<?, ?> cleanup;
    private final Consumer<Throwable> handler;
    private final AsyncSupplier<?, ?> then;
    private @Nullable Throwable thrown;

    FinallyInHandler(
        Slots cx,
        AsyncSupplier<?, ?> x,
        AsyncSupplier<?, ?> y,
        AsyncSupplier<?, ?> cleanup,
        Consumer<Throwable> handler,
        AsyncSupplier<?, ?> then) {
      super(cx);
      this.x = x;
      this.y = y;
      this.cleanup = cleanup;
      this.handler = handler;
      this.then = then;
    }

    @Override
    @Nullable Object go(Slots cx) throws Throwable {
      if (state == 0 && awaits(1, x, cx)) {
        return this;
      }
      try {
        if (state == 1) {
          if (failure instanceof Exception) {
            Weave.caught(cx, 0);
            if (awaits(2, y, cx)) {
              return this;
            }
          } else {
            value();
          }
        }
        if (state == 2) {
          thrown = failure;
          if (failure != null) {
            Weave.caught(cx, 1);
          }
          if (awaits(3, cleanup, cx)) {
            return this;
          }
        }
        if (state == 3) {
          value();
          if (thrown != null) {
            throw thrown;
          }
          Weave.left(cx, 0);
        }
      } catch (Throwable t) {
        Weave.caught(cx, 0);
        handler.accept(t);
        Weave.left(cx, 0);
      }
      if (state != 4 && awaits(4, then, cx)) {
        return this;
      }
      return value();
    }

    @Override
    public boolean handles() {
      return state < 4;
    }
  }

  @Override
  public AsyncSupplier<Integer, Exception> swallowing(
      int n, Supplier<? extends AsyncSupplier<?, ?>> make) {
    return block(cx -> new Swallowing(cx, n, make));
  }

  private static final class Swallowing extends HandFrame {
    private final int n;
    private final Supplier<? extends AsyncSupplier<?, ?>> make;
    private int swallowed;

    Swallowing(Slots cx, int n, Supplier<? extends AsyncSupplier<?, ?>> make) {
      super(cx);
      this.n = n;
      this.make = make;
    }

    @Override
    @Nullable Object go(Slots cx) throws Throwable {
      for (; ; ) {
        if (state == 0) {
          if (swallowed == n) {
            return Weave.of(swallowed, cx);
          }
          if (awaits(1, make.get(), cx)) {
            return this;
          }
        }
        if (state == 1) {
          if (failure instanceof Cancelled) {
            Weave.caught(cx, 0);
            swallowed++;
            Weave.left(cx, 0);
          } else {
            value();
          }
          if (backEdgeWaits(2, cx)) {
            return this;
          }
        }
        value();
        state = 0;
      }
    }

    @Override
    public boolean handles() {
      return state == 1;
    }
  }

  @Override
  public AsyncSupplier<Integer, Exception> deep(int n, AsyncSupplier<Integer, ?> x) {
    return (WovenSupplier<Integer, Exception>) (cx, spare) -> new Deep(cx, n, x).go(cx);
  }

  private final class Deep extends HandFrame {
    private final int n;
    private final AsyncSupplier<Integer, ?> x;

    Deep(Slots cx, int n, AsyncSupplier<Integer, ?> x) {
      super(cx);
      this.n = n;
      this.x = x;
    }

    @Override
    @Nullable Object go(Slots cx) throws Throwable {
      if (state == 0 && awaits(n == 0 ? 1 : 2, n == 0 ? x : Async.async(deep(n - 1, x)), cx)) {
        return this;
      }
      int v = (Integer) value();
      return Weave.of(state == 1 ? v : 1 + v, cx);
    }

    @Override
    public boolean handles() {
      return false;
    }
  }

  @Override
  public AsyncSupplier<Long, Exception> sum(AsyncSupplier<Long, ?> a, AsyncSupplier<Long, ?> b) {
    return block(cx -> new Sum(cx, a, b));
  }

  private static final class Sum extends HandFrame {
    private final AsyncSupplier<Long, ?> a;
    private final AsyncSupplier<Long, ?> b;
    private long first;

    Sum(Slots cx, AsyncSupplier<Long, ?> a, AsyncSupplier<Long, ?> b) {
      super(cx);
      this.a = a;
      this.b = b;
    }

    @Override
    @Nullable Object go(Slots cx) throws Throwable {
      if (state == 0 && awaits(1, a, cx)) {
        return this;
      }
      if (state == 1) {
        first = (Long) value();
        if (awaits(2, b, cx)) {
          return this;
        }
      }
      return Weave.of(first + (Long) value(), cx);
    }

    @Override
    public boolean handles() {
      return false;
    }
  }

  @Override
  public <T extends @Nullable Object> AsyncSupplier<T, Exception> with(
      AsyncCloseable<Exception> resource, AsyncSupplier<T, ?> x) {
    return block(cx -> new With(cx, resource, x));
  }

  private static final class With extends HandFrame {
    private final AsyncCloseable<Exception> resource;
    private final AsyncSupplier<?, ?> x;
    private @Nullable Object result;
    private @Nullable Throwable thrown;

    With(Slots cx, AsyncCloseable<Exception> resource, AsyncSupplier<?, ?> x) {
      super(cx);
      this.resource = resource;
      this.x = x;
    }

    @Override
    @Nullable Object go(Slots cx) throws Throwable {
      if (state == 0 && awaits(1, x, cx)) {
        return this;
      }
      if (state == 1) {
        if (failure != null) {
          Weave.caught(cx, 0);
          thrown = failure;
          if (awaits(3, Weave.closing(resource), cx)) {
            return this;
          }
        } else {
          result = in;
          if (awaits(2, Weave.closing(resource), cx)) {
            return this;
          }
        }
      }
      if (state == 2) {
        value();
        return result;
      }
      if (failure != null) { // of the closing, in try-with-resources' own handler
        Weave.caught(cx, 1);
        thrown.addSuppressed(failure);
        Weave.left(cx, 1);
      }
      throw thrown;
    }

    @Override
    public boolean handles() {
      return state != 2;
    }
  }

  @Override
  public <T extends @Nullable Object> AsyncSupplier<T, Exception> withTwo(
      AutoCloseable a, AutoCloseable b, AsyncSupplier<T, ?> x) {
    return block(cx -> new WithTwo(cx, a, b, x));
  }

  private static final class WithTwo extends HandFrame {
    private final AutoCloseable a;
    private final AutoCloseable b;
    private final AsyncSupplier<?, ?> x;
    private @Nullable Object result;
    private @Nullable Throwable thrown;

    WithTwo(Slots cx, AutoCloseable a, AutoCloseable b, AsyncSupplier<?, ?> x) {
      super(cx);
      this.a = a;
      this.b = b;
      this.x = x;
    }

    /** Closes at a site; whether it waits. */
    private boolean closes(int site, AutoCloseable c, Slots cx) {
      Async<?, ?> closing = Weave.closing(c);
      if (closing != null) {
        return awaits(site, closing, cx);
      }
      in = null;
      failure = null;
      state = site;
      try {
        c.close();
      } catch (Throwable t) {
        failure = t;
      }
      return false;
    }

    @Override
    @Nullable Object go(Slots cx) throws Throwable {
      if (state == 0 && awaits(1, x, cx)) {
        return this;
      }
      if (state == 1) {
        result = in;
        thrown = failure;
        if (failure != null) {
          Weave.caught(cx, 0); // the inner resource's
        }
        if (closes(2, b, cx)) {
          return this;
        }
      }
      if (state == 2) {
        closed(cx, thrown != null ? 1 : 0);
        if (thrown != null) {
          Weave.caught(cx, 0); // the outer resource's
        }
        if (closes(3, a, cx)) {
          return this;
        }
      }
      closed(cx, thrown != null ? 1 : 0);
      if (thrown != null) {
        throw thrown;
      }
      return result;
    }

    private void closed(Slots cx, int level) {
      if (failure != null) {
        Weave.caught(cx, level);
        if (thrown == null) {
          thrown = failure;
        } else {
          thrown.addSuppressed(failure);
          Weave.left(cx, level);
        }
      }
    }
  }

  @Override
  public <T extends @Nullable Object> AsyncSupplier<T, Exception> afterwards(
      Supplier<? extends AsyncSupplier<?, ?>> first, AsyncSupplier<T, ?> then) {
    return block(cx -> new Afterwards(cx, first, then));
  }

  private static final class Afterwards extends HandFrame {
    private final Supplier<? extends AsyncSupplier<?, ?>> first;
    private final AsyncSupplier<?, ?> then;

    Afterwards(Slots cx, Supplier<? extends AsyncSupplier<?, ?>> first, AsyncSupplier<?, ?> then) {
      super(cx);
      this.first = first;
      this.then = then;
    }

    @Override
    @Nullable Object go(Slots cx) throws Throwable {
      if (state == 0 && awaits(1, first.get(), cx)) {
        return this;
      }
      if (state == 1) {
        value();
        if (awaits(2, then, cx)) {
          return this;
        }
      }
      return value();
    }

    @Override
    public boolean handles() {
      return false;
    }
  }

  @Override
  public <A, T extends @Nullable Object> AsyncFunction<A, T, Exception> applying(
      Function<A, ? extends AsyncSupplier<T, ?>> f) {
    return (WovenFunction<A, T, Exception>) (cx, spare, a) -> new Awaiting(cx, f.apply(a)).go(cx);
  }

  @Override
  public <A> AsyncConsumer<A, Exception> consumer(Function<A, ? extends AsyncSupplier<?, ?>> f) {
    return (WovenConsumer<A, Exception>) (cx, spare, a) -> new Consuming(cx, f.apply(a)).go(cx);
  }

  private static final class Consuming extends HandFrame {
    private final AsyncSupplier<?, ?> x;

    Consuming(Slots cx, AsyncSupplier<?, ?> x) {
      super(cx);
      this.x = x;
    }

    @Override
    @Nullable Object go(Slots cx) throws Throwable {
      if (state == 0 && awaits(1, x, cx)) {
        return this;
      }
      value();
      return null;
    }

    @Override
    public boolean handles() {
      return false;
    }
  }

  @Override
  public <T> AsyncSupplier<Integer, Exception> forEach(
      AsyncStream<T, ?> stream, Function<T, ? extends AsyncSupplier<Boolean, ?>> f) {
    return block(cx -> new ForEach<T>(cx, stream, f));
  }

  private static final class ForEach<T> extends HandFrame {
    private final AsyncStream<T, ?> stream;
    private final Function<T, ? extends AsyncSupplier<Boolean, ?>> f;
    private int n;
    private @Nullable Throwable thrown;

    ForEach(
        Slots cx, AsyncStream<T, ?> stream, Function<T, ? extends AsyncSupplier<Boolean, ?>> f) {
      super(cx);
      this.stream = stream;
      this.f = f;
    }

    @Override
    @Nullable Object go(Slots cx) throws Throwable {
      try {
        while (state < 4) {
          if (state == 0 && awaits(1, Weave.nextOf(stream), cx)) {
            return this;
          }
          if (state == 1) {
            T item = (T) value();
            if (item == null) {
              break;
            }
            n++;
            if (awaits(2, f.apply(item), cx)) {
              return this;
            }
          }
          if (state == 2) {
            if (!(Boolean) value()) {
              break;
            }
            if (backEdgeWaits(3, cx)) {
              return this;
            }
          }
          value();
          state = 0;
        }
      } catch (Throwable t) {
        Weave.caught(cx, 0);
        thrown = t;
      }
      if (state < 4 && awaits(thrown == null ? 4 : 5, Weave.closing(stream), cx)) {
        return this;
      }
      if (thrown == null) {
        value();
        return Weave.of(n, cx);
      }
      if (failure != null) {
        Weave.caught(cx, 1);
        thrown.addSuppressed(failure);
        Weave.left(cx, 1);
      }
      throw thrown;
    }
  }

  @Override
  public <T extends @Nullable Object> AsyncFunction<Scope, T, Exception> inScope(
      Consumer<Scope> first, AsyncSupplier<T, ?> x) {
    return (WovenFunction<Scope, T, Exception>)
        (cx, spare, s) -> new Around<T>(cx, () -> first.accept(s), x, v -> {}).go(cx);
  }

  @Override
  public <T extends @Nullable Object> AsyncFunction<Supervisor, T, Exception> inSupervisor(
      Consumer<Supervisor> first, AsyncSupplier<T, ?> x) {
    return (WovenFunction<Supervisor, T, Exception>)
        (cx, spare, s) -> new Around<T>(cx, () -> first.accept(s), x, v -> {}).go(cx);
  }

  @Override
  public AsyncSupplier<Object, Exception> holdingConfined(AsyncSupplier<?, ?> x) {
    return (HoldingConfined) (cx, spare) -> cx == null ? Holding.TEXT : new Holding(cx, x).go(cx);
  }

  private interface HoldingConfined extends WovenSupplier<Object, Exception>, Confined {}

  private static final class Holding extends HandFrame {
    static final String TEXT =
        "the variable 'held' has a @ThreadConfined type and is held across the await in"
            + " Holding.java:1";

    private final Held held = new Held();
    private final AsyncSupplier<?, ?> x;

    Holding(Slots cx, AsyncSupplier<?, ?> x) {
      super(cx);
      this.x = x;
    }

    @Override
    @Nullable Object go(Slots cx) throws Throwable {
      if (state == 0 && awaits(1, x, cx)) {
        return this;
      }
      value();
      return held;
    }

    @Override
    public boolean handles() {
      return false;
    }

    @Override
    public String confined() {
      return TEXT;
    }
  }
}
