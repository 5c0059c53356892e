package dev.bide.io;

import dev.bide.Async;
import dev.bide.AsyncStream;
import dev.bide.internal.io.BufferedRead;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A reader with read-ahead: what reading lines and exact lengths needs. One operation at a time. A
 * cancel loses nothing: what has been read is there for the next operation.
 *
 * <pre>{@code
 * var in = connection.buffered();
 * int length = Integer.parseInt(in.readLine().await());
 * byte[] body = in.readExactly(length).await();
 * }</pre>
 */
public interface AsyncBufRead extends AsyncRead {
  /** How many bytes a line may have where no other limit is given. */
  int MAX_LINE = 64 * 1024;

  /** Reads from {@code in}, 8 KiB ahead. Closing it closes {@code in}. */
  static AsyncBufRead of(AsyncRead in) {
    return of(in, 8 * 1024);
  }

  /**
   * Reads from {@code in}.
   *
   * @param size how many bytes to read ahead; the buffer grows where a line or length needs it
   * @throws IllegalArgumentException when {@code size} is not positive
   */
  static AsyncBufRead of(AsyncRead in, int size) {
    return new BufferedRead(in, size);
  }

  /**
   * The next line, without its end of line, which is LF or CR LF; the rest at the end, when that
   * has no end of line; null at the end.
   *
   * <p>A line longer than {@code max} is an {@code IOException}. The rest of it is skipped by the
   * operation that comes next.
   *
   * @param charset one in which LF is the byte 10 and nothing else contains it, as in UTF-8
   * @param max how many bytes a line may have, without its end
   */
  Async<@Nullable String, IOException> readLine(Charset charset, int max);

  /** The next line in UTF-8, of at most 64 KiB; see {@link #readLine(Charset, int)}. */
  default Async<@Nullable String, IOException> readLine() {
    return readLine(StandardCharsets.UTF_8, MAX_LINE);
  }

  /**
   * Exactly so many bytes. Fails with {@code EOFException} when the end comes before; what there
   * was can still be read. Memory is taken as the bytes come, not for what {@code length} promises.
   *
   * @throws IllegalArgumentException when {@code length} is negative
   */
  Async<byte[], IOException> readExactly(int length);

  /**
   * The lines up to the end; see {@link #readLine(Charset, int)}. Closing the stream leaves this
   * open, and what follows the last line that was taken can be read.
   */
  AsyncStream<String, IOException> lines(Charset charset, int max);
}
