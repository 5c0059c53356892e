package dev.bide.internal;

import dev.bide.Async;
import dev.bide.AsyncCloseable;
import dev.bide.AsyncSupplier;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Runs a block that no cancel reaches; an abort does. */
public final class Shielded<T extends @Nullable Object, X extends Exception>
    extends Combinator<T, X> {
  /** Until it has started. */
  private @Nullable AsyncSupplier<? extends T, ? extends X> block;

  /**
   * The closing to await for a resource, as Bide puts it in: a later cancel does not cut it short.
   * Null when it has none that waits.
   */
  public static @Nullable Async<?, ?> closing(@Nullable Object resource) {
    if (!(resource instanceof AsyncCloseable<?> c)) {
      return null;
    }
    Async<?, ?> closing = c.closeAsync();
    if (closing instanceof Uncut leaf) {
      leaf.startsAnyway();
      return closing;
    }
    return new Shielded<>(closing);
  }

  /** Whether a leaf is one that no cancel reaches, also where it starts. */
  static boolean shields(Async<?, ?> leaf) {
    return leaf instanceof Shielded<?, ?> || leaf instanceof Uncut u && u.isUncut();
  }

  /** Of a block or computation. */
  public Shielded(AsyncSupplier<? extends T, ? extends X> block) {
    this.block = block;
  }

  @Override
  void begin(EngineContext cx) {
    AsyncSupplier<? extends T, ? extends X> b = Objects.requireNonNull(block);
    block = null;
    start(cx, Blocks.computation(b));
  }

  @Override
  void ended(ChildRoot child) {}

  @Override
  public void cancel() {} // the request waits for the owner's next leaf

  @Override
  @Nullable Object outcome(EngineContext cx) throws Throwable {
    ChildRoot r = child(0);
    Throwable t = r.failure();
    if (t != null) {
      throw t;
    }
    return r.value();
  }
}
