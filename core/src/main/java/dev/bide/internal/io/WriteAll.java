package dev.bide.internal.io;

import dev.bide.Async;
import dev.bide.io.AsyncWrite;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Writes until nothing is left. */
public final class WriteAll extends Steps<@Nullable Void, IOException> {
  private final AsyncWrite out;
  private final ByteBuffer[] from;
  private int first;
  private int before;

  /** From buffers. */
  public WriteAll(AsyncWrite out, ByteBuffer[] from) {
    this.out = out;
    this.from = from;
  }

  @Override
  @Nullable Async<?, ?> step() {
    while (first < from.length && !from[first].hasRemaining()) {
      first++;
    }
    if (first == from.length) {
      return null;
    }
    before = from[first].remaining();
    return first == from.length - 1 ? out.write(from[first]) : out.write(from);
  }

  @Override
  void took(@Nullable Object value) throws IOException {
    if (from[first].remaining() == before) { // it would never end
      throw new IOException("a write of " + out.getClass().getName() + " has written nothing");
    }
  }

  @Override
  @Nullable Object result() {
    return null;
  }
}
