package dev.bide.testing.contract;

import static dev.bide.Async.async;

import dev.bide.AsyncCloseable;
import dev.bide.AsyncConsumer;
import dev.bide.AsyncFunction;
import dev.bide.AsyncStream;
import dev.bide.AsyncSupplier;
import dev.bide.Cancelled;
import dev.bide.Scope;
import dev.bide.Supervisor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The programs as source, which the weaver weaves. */
@SuppressWarnings({
  "bide:cancelled-swallowed", // on purpose
  "NullAway", // a block's value may be null where its type says so
  "try" // a resource that nobody looks at
})
final class WovenPrograms implements Programs {
  WovenPrograms() {}

  @Override
  public String toString() {
    return "woven";
  }

  @Override
  public <T extends @Nullable Object> AsyncSupplier<T, Exception> awaiting(AsyncSupplier<T, ?> x) {
    return () -> x.await();
  }

  @Override
  public <T extends @Nullable Object> AsyncSupplier<T, Exception> around(
      Runnable before, AsyncSupplier<T, ?> x, Consumer<? super T> after) {
    return () -> {
      before.run();
      T v = x.await();
      after.accept(v);
      return v;
    };
  }

  @Override
  public AsyncSupplier<List<@Nullable Object>, Exception> sequence(
      List<? extends AsyncSupplier<?, ?>> all) {
    return () -> {
      List<@Nullable Object> out = new ArrayList<>();
      for (AsyncSupplier<?, ?> x : all) {
        out.add(x.await());
      }
      return out;
    };
  }

  @Override
  public AsyncSupplier<Integer, Exception> loop(
      int n, Supplier<? extends AsyncSupplier<?, ?>> make) {
    return () -> {
      for (int i = 0; i < n; i++) {
        make.get().await();
      }
      return n;
    };
  }

  @Override
  public <T extends @Nullable Object> AsyncSupplier<T, Exception> sync(
      Supplier<? extends T> value) {
    return () -> value.get();
  }

  @Override
  public <A extends @Nullable Object, T extends @Nullable Object>
      AsyncFunction<A, T, Exception> function(Function<A, T> f) {
    return a -> f.apply(a);
  }

  @Override
  public <T extends @Nullable Object> AsyncSupplier<T, Exception> tryFinally(
      AsyncSupplier<T, ?> x, AsyncSupplier<?, ?> cleanup) {
    return () -> {
      try {
        return x.await();
      } finally {
        cleanup.await();
      }
    };
  }

  @Override
  public <T extends @Nullable Object> AsyncSupplier<T, Exception> tryFinallySync(
      AsyncSupplier<T, ?> x, Runnable cleanup) {
    return () -> {
      try {
        return x.await();
      } finally {
        cleanup.run();
      }
    };
  }

  @Override
  public <T extends @Nullable Object> AsyncSupplier<T, Exception> catching(
      AsyncSupplier<?, ?> x, Consumer<Throwable> handler, AsyncSupplier<T, ?> then) {
    return () -> {
      try {
        x.await();
      } catch (Throwable t) {
        handler.accept(t);
      }
      return then.await();
    };
  }

  @Override
  public <T extends @Nullable Object> AsyncSupplier<T, Exception> returningInHandler(
      AsyncSupplier<T, ?> x, Function<Throwable, T> handler) {
    return () -> {
      try {
        return x.await();
      } catch (Throwable t) {
        return handler.apply(t);
      }
    };
  }

  @Override
  public <T extends @Nullable Object> AsyncSupplier<T, Exception> catchingExceptionOfFinally(
      AsyncSupplier<?, ?> x, AsyncSupplier<?, ?> cleanup, AsyncSupplier<T, ?> then) {
    return () -> {
      try {
        try {
          x.await();
        } finally {
          cleanup.await();
        }
      } catch (Exception e) {
        // it has replaced what came before
      }
      return then.await();
    };
  }

  @Override
  public <T extends @Nullable Object> AsyncSupplier<T, Exception> handlerInFinally(
      AsyncSupplier<T, ?> x, AsyncSupplier<?, ?> inner, AsyncSupplier<?, ?> after) {
    return () -> {
      try {
        return x.await();
      } finally {
        try {
          inner.await();
        } catch (Exception e) {
          // dealt with
        }
        after.await();
      }
    };
  }

  @Override
  public <T extends @Nullable Object> AsyncSupplier<T, Exception> finallyInHandler(
      AsyncSupplier<?, ?> x,
      AsyncSupplier<?, ?> y,
      AsyncSupplier<?, ?> cleanup,
      Consumer<Throwable> handler,
      AsyncSupplier<T, ?> then) {
    return () -> {
      try {
        try {
          x.await();
        } catch (Exception e) {
          try {
            y.await();
          } finally {
            cleanup.await();
          }
        }
      } catch (Throwable t) {
        handler.accept(t);
      }
      return then.await();
    };
  }

  @Override
  public AsyncSupplier<Integer, Exception> swallowing(
      int n, Supplier<? extends AsyncSupplier<?, ?>> make) {
    return () -> {
      int swallowed = 0;
      while (swallowed < n) {
        try {
          make.get().await();
        } catch (Cancelled c) {
          swallowed++;
        }
      }
      return swallowed;
    };
  }

  @Override
  public AsyncSupplier<Integer, Exception> deep(int n, AsyncSupplier<Integer, ?> x) {
    return () -> n == 0 ? x.await() : 1 + async(deep(n - 1, x)).await();
  }

  @Override
  public AsyncSupplier<Long, Exception> sum(AsyncSupplier<Long, ?> a, AsyncSupplier<Long, ?> b) {
    return () -> a.await() + b.await();
  }

  @Override
  public <T extends @Nullable Object> AsyncSupplier<T, Exception> with(
      AsyncCloseable<Exception> resource, AsyncSupplier<T, ?> x) {
    return () -> {
      try (resource) {
        return x.await();
      }
    };
  }

  @Override
  public <T extends @Nullable Object> AsyncSupplier<T, Exception> withTwo(
      AutoCloseable a, AutoCloseable b, AsyncSupplier<T, ?> x) {
    return () -> {
      try (a;
          b) {
        return x.await();
      }
    };
  }

  @Override
  public <T extends @Nullable Object> AsyncSupplier<T, Exception> afterwards(
      Supplier<? extends AsyncSupplier<?, ?>> first, AsyncSupplier<T, ?> then) {
    return () -> {
      first.get().await();
      return then.await();
    };
  }

  @Override
  public <A, T extends @Nullable Object> AsyncFunction<A, T, Exception> applying(
      Function<A, ? extends AsyncSupplier<T, ?>> f) {
    return a -> f.apply(a).await();
  }

  @Override
  public <A> AsyncConsumer<A, Exception> consumer(Function<A, ? extends AsyncSupplier<?, ?>> f) {
    return a -> {
      f.apply(a).await();
    };
  }

  @Override
  public <T> AsyncSupplier<Integer, Exception> forEach(
      AsyncStream<T, ?> stream, Function<T, ? extends AsyncSupplier<Boolean, ?>> f) {
    return () -> {
      int n = 0;
      for (T x : stream.await()) {
        n++;
        if (!f.apply(x).await()) {
          break;
        }
      }
      return n;
    };
  }

  @Override
  public <T extends @Nullable Object> AsyncFunction<Scope, T, Exception> inScope(
      Consumer<Scope> first, AsyncSupplier<T, ?> x) {
    return s -> {
      first.accept(s);
      return x.await();
    };
  }

  @Override
  public <T extends @Nullable Object> AsyncFunction<Supervisor, T, Exception> inSupervisor(
      Consumer<Supervisor> first, AsyncSupplier<T, ?> x) {
    return s -> {
      first.accept(s);
      return x.await();
    };
  }

  @Override
  public AsyncSupplier<Object, Exception> holdingConfined(AsyncSupplier<?, ?> x) {
    return () -> {
      Held held = new Held();
      x.await();
      return held;
    };
  }
}
