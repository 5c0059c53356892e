package dev.bide.internal.io;

import dev.bide.Async;
import dev.bide.io.AsyncRead;
import dev.bide.io.AsyncWrite;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Copies to the end. */
public final class Copy extends Steps<Long, IOException> {
  private static final int SIZE = 16 * 1024;
  private static final int READ = 0;
  private static final int WRITE = 1;
  private static final int FLUSH = 2;
  private static final int DONE = 3;

  private final AsyncRead in;
  private final AsyncWrite out;
  private final ByteBuffer buffer = ByteBuffer.wrap(new byte[SIZE]);
  private int stage = READ;
  private long copied;

  /** From one to the other. */
  public Copy(AsyncRead in, AsyncWrite out) {
    this.in = in;
    this.out = out;
  }

  @Override
  @Nullable Async<?, ?> step() {
    return switch (stage) {
      case READ -> {
        buffer.clear();
        yield in.read(buffer);
      }
      case WRITE -> out.writeAll(buffer);
      case FLUSH -> out.flush();
      default -> null;
    };
  }

  @Override
  void took(@Nullable Object value) {
    switch (stage) {
      case READ -> {
        if (value instanceof Integer n && n < 0) {
          stage = FLUSH;
        } else {
          buffer.flip();
          copied += buffer.remaining();
          stage = WRITE;
        }
      }
      case WRITE -> stage = READ;
      default -> stage = DONE;
    }
  }

  @Override
  Object result() {
    return copied;
  }
}
