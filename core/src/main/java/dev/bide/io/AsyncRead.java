package dev.bide.io;

import dev.bide.Async;
import dev.bide.AsyncCloseable;
import dev.bide.AsyncStream;
import dev.bide.internal.io.Copy;
import dev.bide.internal.io.ReadAll;
import dev.bide.weave.v1.LeafForm;
import dev.bide.weave.v1.Leaves;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;

/**
 * Something bytes are read from. One read at a time. An implementation gives {@link #read} and
 * {@code closeAsync}; the rest is made of them.
 */
public interface AsyncRead extends AsyncCloseable<IOException> {
  /**
   * Reads at least one byte, as many as are there, into the buffer's remaining space.
   *
   * <p>A cancelled read has taken nothing, or ends normally with what it took.
   *
   * @return how many bytes; -1 at the end; 0 only when the buffer has no space
   */
  @LeafForm(Leaves.class)
  Async<Integer, IOException> read(ByteBuffer into);

  /** Reads at least one byte, as many as are there; see {@link #read(ByteBuffer)}. */
  default Async<Integer, IOException> read(byte[] into) {
    return read(ByteBuffer.wrap(into));
  }

  /**
   * Reads at least one byte into a part of an array; see {@link #read(ByteBuffer)}.
   *
   * @throws IndexOutOfBoundsException when there is no such part
   */
  default Async<Integer, IOException> read(byte[] into, int offset, int length) {
    return read(ByteBuffer.wrap(into, offset, length));
  }

  /** All bytes up to the end. What is sent decides how much memory this takes: set a limit. */
  default Async<byte[], IOException> readAllBytes() {
    return readAllBytes(Integer.MAX_VALUE - 8);
  }

  /**
   * All bytes up to the end. A cancel loses what has been read.
   *
   * @param limit how many at most; when more come, it fails with an {@code IOException}
   * @throws IllegalArgumentException when {@code limit} is negative
   */
  default Async<byte[], IOException> readAllBytes(int limit) {
    return new ReadAll(this, limit);
  }

  /**
   * Writes all bytes up to the end, and flushes; closes neither. A cancel may lose bytes that were
   * read and not written.
   *
   * @return how many bytes
   */
  default Async<Long, IOException> transferTo(AsyncWrite to) {
    return new Copy(this, to);
  }

  /** A reader of this with read-ahead, for lines and exact lengths. Closing it closes this. */
  default AsyncBufRead buffered() {
    return AsyncBufRead.of(this);
  }

  /**
   * The lines up to the end, each of at most 64 KiB; see {@link AsyncBufRead#lines}. Closing the
   * stream leaves this open, but what was read ahead is lost: to go on reading, use {@link
   * #buffered} and its lines.
   */
  default AsyncStream<String, IOException> lines(Charset charset) {
    return buffered().lines(charset, AsyncBufRead.MAX_LINE);
  }
}
