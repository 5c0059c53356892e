package dev.bide.io;

import dev.bide.Async;
import dev.bide.AsyncCloseable;
import dev.bide.internal.io.GatherOne;
import dev.bide.internal.io.WriteAll;
import dev.bide.weave.v1.LeafForm;
import dev.bide.weave.v1.Leaves;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Something bytes are written to. One write at a time. An implementation gives {@link
 * #write(ByteBuffer)} and {@code closeAsync}; the rest is made of them.
 */
public interface AsyncWrite extends AsyncCloseable<IOException> {
  /**
   * Writes some of the buffer's bytes, at least one when there is one; waits while there is no
   * space for any.
   *
   * <p>A cancelled write has written nothing, or ends normally with what it wrote.
   *
   * @return how many bytes
   */
  @LeafForm(Leaves.class)
  Async<Integer, IOException> write(ByteBuffer from);

  /**
   * Writes some of the buffers' bytes, in order, at least one when there is one. By default of the
   * first buffer that has any; a driver that can takes all at once.
   *
   * @return how many bytes
   */
  default Async<Long, IOException> write(ByteBuffer[] from) {
    return new GatherOne(this, from);
  }

  /**
   * Writes all of the buffers' bytes, in order: one call to the system, and nothing copied, where
   * the driver can. A cancel may come after a part of them was written.
   */
  @LeafForm(Leaves.class)
  default Async<@Nullable Void, IOException> writeAll(ByteBuffer... from) {
    return new WriteAll(this, from);
  }

  /** Writes all of one buffer's bytes; see {@link #writeAll(ByteBuffer...)}. */
  @LeafForm(Leaves.class)
  default Async<@Nullable Void, IOException> writeAll(ByteBuffer from) {
    return writeAll(new ByteBuffer[] {from});
  }

  /** Writes all of an array. A cancel may come after a part of it was written. */
  default Async<@Nullable Void, IOException> writeAll(byte[] from) {
    return writeAll(ByteBuffer.wrap(from));
  }

  /**
   * Writes all of a part of an array. A cancel may come after a part of that was written.
   *
   * @throws IndexOutOfBoundsException when there is no such part
   */
  default Async<@Nullable Void, IOException> writeAll(byte[] from, int offset, int length) {
    return writeAll(ByteBuffer.wrap(from, offset, length));
  }

  /** Writes a text in UTF-8. A cancel may come after a part of it was written. */
  default Async<@Nullable Void, IOException> writeAll(String text) {
    return writeAll(text, StandardCharsets.UTF_8);
  }

  /** Writes a text. A cancel may come after a part of it was written. */
  default Async<@Nullable Void, IOException> writeAll(String text, Charset charset) {
    return writeAll(text.getBytes(charset));
  }

  /** Hands on what it still holds, where it holds anything. By default it does not. */
  default Async<@Nullable Void, IOException> flush() {
    return Async.of(null);
  }
}
