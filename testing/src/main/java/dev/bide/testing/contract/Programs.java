package dev.bide.testing.contract;

import dev.bide.AsyncCloseable;
import dev.bide.AsyncConsumer;
import dev.bide.AsyncFunction;
import dev.bide.AsyncStream;
import dev.bide.AsyncSupplier;
import dev.bide.Scope;
import dev.bide.Supervisor;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The blocks that the checks run, each in Java's words. Written twice: by hand as the weaver emits
 * them, and as source that the weaver weaves.
 */
interface Programs {
  /** {@code return x.await();} */
  <T extends @Nullable Object> AsyncSupplier<T, Exception> awaiting(AsyncSupplier<T, ?> x);

  /** {@code before.run(); var v = x.await(); after.accept(v); return v;} */
  <T extends @Nullable Object> AsyncSupplier<T, Exception> around(
      Runnable before, AsyncSupplier<T, ?> x, Consumer<? super T> after);

  /** {@code for (x : all) out.add(x.await()); return out;} */
  AsyncSupplier<List<@Nullable Object>, Exception> sequence(
      List<? extends AsyncSupplier<?, ?>> all);

  /** {@code for (int i = 0; i < n; i++) make.get().await(); return n;} */
  AsyncSupplier<Integer, Exception> loop(int n, Supplier<? extends AsyncSupplier<?, ?>> make);

  /** {@code return value.get();} */
  <T extends @Nullable Object> AsyncSupplier<T, Exception> sync(Supplier<? extends T> value);

  /** {@code a -> f.apply(a)} */
  <A extends @Nullable Object, T extends @Nullable Object> AsyncFunction<A, T, Exception> function(
      Function<A, T> f);

  /** {@code try { return x.await(); } finally { cleanup.await(); }} */
  <T extends @Nullable Object> AsyncSupplier<T, Exception> tryFinally(
      AsyncSupplier<T, ?> x, AsyncSupplier<?, ?> cleanup);

  /** {@code try { return x.await(); } finally { cleanup.run(); }} */
  <T extends @Nullable Object> AsyncSupplier<T, Exception> tryFinallySync(
      AsyncSupplier<T, ?> x, Runnable cleanup);

  /**
   * {@code try { x.await(); } catch (Throwable t) { handler.accept(t); } return then.await();} The
   * handler swallows what it gets, unless it throws.
   */
  <T extends @Nullable Object> AsyncSupplier<T, Exception> catching(
      AsyncSupplier<?, ?> x, Consumer<Throwable> handler, AsyncSupplier<T, ?> then);

  /** {@code try { return x.await(); } catch (Throwable t) { return handler.apply(t); }} */
  <T extends @Nullable Object> AsyncSupplier<T, Exception> returningInHandler(
      AsyncSupplier<T, ?> x, Function<Throwable, T> handler);

  /**
   * {@code try { try { x.await(); } finally { cleanup.await(); } } catch (Exception e) { } return
   * then.await();}
   */
  <T extends @Nullable Object> AsyncSupplier<T, Exception> catchingExceptionOfFinally(
      AsyncSupplier<?, ?> x, AsyncSupplier<?, ?> cleanup, AsyncSupplier<T, ?> then);

  /**
   * {@code try { return x.await(); } finally { try { inner.await(); } catch (Exception e) { }
   * after.await(); }}
   */
  <T extends @Nullable Object> AsyncSupplier<T, Exception> handlerInFinally(
      AsyncSupplier<T, ?> x, AsyncSupplier<?, ?> inner, AsyncSupplier<?, ?> after);

  /**
   * {@code try { try { x.await(); } catch (Exception e) { try { y.await(); } finally {
   * cleanup.await(); } } } catch (Throwable t) { handler.accept(t); } return then.await();}
   */
  <T extends @Nullable Object> AsyncSupplier<T, Exception> finallyInHandler(
      AsyncSupplier<?, ?> x,
      AsyncSupplier<?, ?> y,
      AsyncSupplier<?, ?> cleanup,
      Consumer<Throwable> handler,
      AsyncSupplier<T, ?> then);

  /**
   * {@code int swallowed = 0; while (swallowed < n) { try { make.get().await(); } catch (Cancelled
   * c) { swallowed++; } } return swallowed;}
   */
  AsyncSupplier<Integer, Exception> swallowing(int n, Supplier<? extends AsyncSupplier<?, ?>> make);

  /** {@code return n == 0 ? x.await() : 1 + deep(n - 1, x).await();} with ints all the way. */
  AsyncSupplier<Integer, Exception> deep(int n, AsyncSupplier<Integer, ?> x);

  /** {@code return a.await() + b.await();} with longs. */
  AsyncSupplier<Long, Exception> sum(AsyncSupplier<Long, ?> a, AsyncSupplier<Long, ?> b);

  /** {@code try (resource) { return x.await(); }} */
  <T extends @Nullable Object> AsyncSupplier<T, Exception> with(
      AsyncCloseable<Exception> resource, AsyncSupplier<T, ?> x);

  /** {@code try (a; b) { return x.await(); }} */
  <T extends @Nullable Object> AsyncSupplier<T, Exception> withTwo(
      AutoCloseable a, AutoCloseable b, AsyncSupplier<T, ?> x);

  /** {@code first.get().await(); return then.await();} */
  <T extends @Nullable Object> AsyncSupplier<T, Exception> afterwards(
      Supplier<? extends AsyncSupplier<?, ?>> first, AsyncSupplier<T, ?> then);

  /** {@code a -> f.apply(a).await()} */
  <A, T extends @Nullable Object> AsyncFunction<A, T, Exception> applying(
      Function<A, ? extends AsyncSupplier<T, ?>> f);

  /** {@code a -> { f.apply(a).await(); }} */
  <A> AsyncConsumer<A, Exception> consumer(Function<A, ? extends AsyncSupplier<?, ?>> f);

  /**
   * {@code int n = 0; for (T x : stream.await()) { n++; if (!f.apply(x).await()) break; } return
   * n;}
   */
  <T> AsyncSupplier<Integer, Exception> forEach(
      AsyncStream<T, ?> stream, Function<T, ? extends AsyncSupplier<Boolean, ?>> f);

  /** {@code s -> { first.accept(s); return x.await(); }} */
  <T extends @Nullable Object> AsyncFunction<Scope, T, Exception> inScope(
      Consumer<Scope> first, AsyncSupplier<T, ?> x);

  /** {@code s -> { first.accept(s); return x.await(); }} */
  <T extends @Nullable Object> AsyncFunction<Supervisor, T, Exception> inSupervisor(
      Consumer<Supervisor> first, AsyncSupplier<T, ?> x);

  /** {@code var held = new Held(); x.await(); return held;} with a {@code @ThreadConfined} Held. */
  AsyncSupplier<Object, Exception> holdingConfined(AsyncSupplier<?, ?> x);
}
