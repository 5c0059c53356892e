package dev.bide.internal;

import dev.bide.Async;
import dev.bide.AsyncCloseable;
import org.jspecify.annotations.Nullable;

/** The closings that Bide puts in: a later cancel does not cut them short. */
public final class Closing {
  private Closing() {}

  /** The closing to await for a resource; null when it has none that waits. */
  public static @Nullable Async<?, ?> of(@Nullable Object resource) {
    return resource instanceof AsyncCloseable<?> c ? new Shielded<>(c.closeAsync()) : null;
  }
}
