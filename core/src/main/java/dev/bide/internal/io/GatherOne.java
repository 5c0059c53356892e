package dev.bide.internal.io;

import dev.bide.Async;
import dev.bide.io.AsyncWrite;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Writes of the first of several buffers, where the driver cannot take them all. */
public final class GatherOne extends Steps<Long, IOException> {
  private final AsyncWrite out;
  private final ByteBuffer[] from;
  private boolean begun;
  private long written;

  /** From buffers. */
  public GatherOne(AsyncWrite out, ByteBuffer[] from) {
    this.out = out;
    this.from = from;
  }

  @Override
  @Nullable Async<?, ?> step() {
    if (!begun) {
      for (ByteBuffer b : from) {
        if (b.hasRemaining()) {
          return out.write(b);
        }
      }
    }
    return null;
  }

  @Override
  void took(@Nullable Object n) {
    begun = true;
    written = n instanceof Integer i ? i : 0;
  }

  @Override
  Object result() {
    return written;
  }
}
