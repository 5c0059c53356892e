package dev.bide.internal.io;

import dev.bide.Async;
import dev.bide.io.AsyncRead;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads to the end, up to a limit. */
public final class ReadAll extends Steps<byte[], IOException> {
  private static final int FIRST = 8 * 1024;

  private final AsyncRead in;
  private final int limit;
  private byte[] bytes;
  private ByteBuffer space;
  private boolean atEnd;

  /** Of a source. */
  public ReadAll(AsyncRead in, int limit) {
    if (limit < 0) {
      throw new IllegalArgumentException("the limit must not be negative: " + limit);
    }
    this.in = in;
    this.limit = limit;
    this.bytes = new byte[size(FIRST)];
    this.space = ByteBuffer.wrap(bytes);
  }

  /** One byte above the limit, at most: to see that there is more. */
  private int size(long wanted) {
    return (int) Math.min(wanted, Math.min(limit + 1L, Integer.MAX_VALUE - 8));
  }

  @Override
  @Nullable Async<?, ?> step() throws IOException {
    if (atEnd) {
      return null;
    }
    if (!space.hasRemaining()) {
      int n = size(2L * bytes.length);
      if (n == bytes.length) {
        throw new IOException("more than " + limit + " bytes");
      }
      bytes = Arrays.copyOf(bytes, n);
      int read = space.position();
      space = ByteBuffer.wrap(bytes);
      space.position(read);
    }
    return in.read(space);
  }

  @Override
  void took(@Nullable Object n) throws IOException {
    atEnd = n instanceof Integer i && i < 0;
    if (space.position() > limit) {
      throw new IOException("more than " + limit + " bytes");
    }
  }

  @Override
  Object result() {
    return Arrays.copyOf(bytes, space.position());
  }
}
