package dev.bide.weave.v1;

import dev.bide.Async;
import dev.bide.AsyncRunnable;
import dev.bide.AsyncSupplier;
import dev.bide.internal.Block;
import dev.bide.internal.EngineContext;
import dev.bide.internal.JoinTwo;
import dev.bide.internal.RaceAll;
import dev.bide.internal.SelectTwo;
import dev.bide.internal.Timeout;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The {@linkplain LeafForm leaf forms} of combinators, as {@link Leaves} has those of leaves. Apart
 * from these, which nearly all programs load when they start.
 */
public final class CombinatorLeaves {
  private CombinatorLeaves() {}

  /** Of {@link Async#timeout(Duration, AsyncSupplier)}. */
  @SuppressWarnings("unchecked") // as the call was checked
  public static @Nullable Object timeout(
      Duration limit, AsyncSupplier<?, ?> block, @Nullable Slots cx, @Nullable Suspended spare)
      throws Throwable {
    if (cx == null) {
      return null;
    }
    if (!Leaf.mayStart(cx)) {
      return Leaf.plain(Async.timeout(limit, (AsyncSupplier<Object, Exception>) block), cx);
    }
    return Timeout.inPlace(limit, given(block), (EngineContext) cx, spare);
  }

  /** Of {@link Async#timeout(Duration, AsyncRunnable)}. */
  public static @Nullable Object timeout(
      Duration limit, AsyncRunnable<?> block, @Nullable Slots cx, @Nullable Suspended spare)
      throws Throwable {
    if (cx == null) {
      return null;
    }
    if (!Leaf.mayStart(cx)) {
      return Leaf.plain(Async.timeout(limit, block), cx);
    }
    AsyncRunnable<?> given = block instanceof WovenRunnable<?> ? block : Async.async(block);
    return Timeout.inPlace(limit, given, (EngineContext) cx, spare);
  }

  /** Of {@link Async#timeout(Duration)}. */
  public static @Nullable Object timeout(
      Async<?, ?> self, Duration limit, @Nullable Slots cx, @Nullable Suspended spare)
      throws Throwable {
    if (cx == null) {
      return null;
    }
    return self instanceof Block<?, ?> block && Leaf.mayStart(cx)
        ? Timeout.inPlace(limit, block, (EngineContext) cx, spare)
        : Leaf.plain(self.timeout(limit), cx);
  }

  /** Of {@link Async#race(Async, Async)}. */
  public static @Nullable Object race(
      Async<?, ?> a, Async<?, ?> b, @Nullable Slots cx, @Nullable Suspended spare)
      throws Throwable {
    return race((AsyncSupplier<?, ?>) a, b, cx, spare);
  }

  /** Of {@link Async#race(AsyncSupplier, AsyncSupplier)}. */
  public static @Nullable Object race(
      AsyncSupplier<?, ?> a, AsyncSupplier<?, ?> b, @Nullable Slots cx, @Nullable Suspended spare)
      throws Throwable {
    if (cx == null) {
      return null;
    }
    return Leaf.mayStart(cx)
        ? RaceAll.inPlace(given(a), given(b), (EngineContext) cx, spare)
        : Leaf.plain(new RaceAll<>(a, b), cx);
  }

  /** Of {@link Async#select(AsyncSupplier, AsyncSupplier)}. */
  public static @Nullable Object select(
      AsyncSupplier<?, ?> a, AsyncSupplier<?, ?> b, @Nullable Slots cx, @Nullable Suspended spare)
      throws Throwable {
    if (cx == null) {
      return null;
    }
    return Leaf.mayStart(cx)
        ? SelectTwo.selectInPlace(given(a), given(b), (EngineContext) cx, spare)
        : Leaf.plain(new SelectTwo<>(a, b), cx);
  }

  /** Of {@link Async#join(Async, Async)}. */
  public static @Nullable Object join(
      Async<?, ?> a, Async<?, ?> b, @Nullable Slots cx, @Nullable Suspended spare)
      throws Throwable {
    return join((AsyncSupplier<?, ?>) a, b, cx, spare);
  }

  /** Of {@link Async#join(AsyncSupplier, AsyncSupplier)}. */
  public static @Nullable Object join(
      AsyncSupplier<?, ?> a, AsyncSupplier<?, ?> b, @Nullable Slots cx, @Nullable Suspended spare)
      throws Throwable {
    if (cx == null) {
      return null;
    }
    return Leaf.mayStart(cx)
        ? JoinTwo.inPlace(given(a), given(b), (EngineContext) cx, spare)
        : Leaf.plain(new JoinTwo<>(a, b), cx);
  }

  private static AsyncSupplier<?, ?> given(AsyncSupplier<?, ?> s) {
    return s instanceof WovenSupplier<?, ?> ? s : Weave.computation(s);
  }
}
