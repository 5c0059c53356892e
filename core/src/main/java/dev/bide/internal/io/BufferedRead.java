package dev.bide.internal.io;

import dev.bide.Async;
import dev.bide.AsyncStream;
import dev.bide.internal.stream.Stage;
import dev.bide.io.AsyncBufRead;
import dev.bide.io.AsyncRead;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what was read and not taken in one array, from {@link #position} to {@link #limit}. What an
 * operation has not taken stays there, so a cancel loses nothing.
 */
public final class BufferedRead implements AsyncBufRead {
  private final AsyncRead in;
  private final int size;
  private byte[] bytes;

  /** Of {@link #bytes}, made once. */
  private ByteBuffer space;

  private int position;
  private int limit;
  private boolean atEnd;

  /** What is left of a line that was too long is to be skipped. */
  private boolean skipping;

  private @Nullable Operation<?> pending;

  /** Of a source. */
  public BufferedRead(AsyncRead in, int size) {
    if (size <= 0) {
      throw new IllegalArgumentException("the size must be positive: " + size);
    }
    this.in = in;
    this.size = size;
    this.bytes = new byte[size];
    this.space = ByteBuffer.wrap(bytes);
  }

  @Override
  public Async<Integer, IOException> read(ByteBuffer into) {
    return new Read(into);
  }

  @Override
  public Async<@Nullable String, IOException> readLine(Charset charset, int max) {
    if (max < 0 || max > Integer.MAX_VALUE - 16) {
      throw new IllegalArgumentException("no limit for a line: " + max);
    }
    return new ReadLine(charset, max);
  }

  @Override
  public Async<byte[], IOException> readExactly(int length) {
    if (length < 0) {
      throw new IllegalArgumentException("the length must not be negative: " + length);
    }
    return new ReadExactly(length);
  }

  @Override
  public AsyncStream<String, IOException> lines(Charset charset, int max) {
    return Stage.ofLeaves(new Lines(charset, max));
  }

  /** Reads one after the other. No lambda: a program's start often comes here. */
  private final class Lines implements Supplier<Async<@Nullable String, IOException>> {
    private final Charset charset;
    private final int max;

    Lines(Charset charset, int max) {
      this.charset = charset;
      this.max = max;
    }

    @Override
    public Async<@Nullable String, IOException> get() {
      return readLine(charset, max);
    }
  }

  @Override
  public AsyncBufRead buffered() {
    return this;
  }

  @Override
  public Async<@Nullable Void, IOException> closeAsync() {
    return in.closeAsync();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private int available() {
    return limit - position;
  }

  private void drop(int n) {
    position += n;
    if (position == limit) {
      position = 0;
      limit = 0;
      if (bytes.length > size) { // grown for one large thing
        bytes = new byte[size];
        space = ByteBuffer.wrap(bytes);
      }
    }
  }

  /**
   * Reads more behind what is there.
   *
   * @param wanted how many bytes are to fit in all
   */
  private Async<?, ?> fill(int wanted) {
    if (limit == bytes.length) {
      if (position > 0 && (wanted <= bytes.length || available() < bytes.length / 2)) {
        System.arraycopy(bytes, position, bytes, 0, available());
      } else {
        long n = Math.max(available() + 1L, Math.min(wanted, 2L * bytes.length));
        byte[] larger = new byte[(int) Math.min(n, Integer.MAX_VALUE - 8)];
        System.arraycopy(bytes, position, larger, 0, available());
        bytes = larger;
        space = ByteBuffer.wrap(bytes);
      }
      limit -= position;
      position = 0;
    }
    space.limit(bytes.length);
    space.position(limit);
    return in.read(space);
  }

  /** An operation on the bytes that are there, which asks for more until it has its value. */
  private abstract class Operation<T extends @Nullable Object> extends Steps<T, IOException> {
    private boolean filling;

    /** Takes its value if it can. */
    abstract boolean take() throws IOException;

    /** How many bytes are to fit into the buffer. */
    abstract int wanted();

    @Override
    @Nullable Async<?, ?> step() throws IOException {
      if (pending != this) {
        if (pending != null) {
          throw new IllegalStateException("another read of this is pending; one at a time");
        }
        pending = this;
      }
      if (!(skipping ? skipped() : ready())) {
        filling = true;
        return fill(skipping ? size : wanted());
      }
      return null;
    }

    /** May ask for something else than a {@link #fill}; then there is a value without one. */
    boolean ready() throws IOException {
      return take();
    }

    private boolean skipped() throws IOException {
      for (int i = position; i < limit; i++) {
        if (bytes[i] == '\n') {
          drop(i + 1 - position);
          skipping = false;
          return ready();
        }
      }
      drop(available());
      if (atEnd) {
        skipping = false;
        return ready();
      }
      return false;
    }

    @Override
    void took(@Nullable Object n) {
      if (filling) {
        filling = false;
        if (n instanceof Integer i && i < 0) {
          atEnd = true;
        } else {
          limit = space.position();
        }
      }
    }

    @Override
    void over() {
      if (pending == this) {
        pending = null;
      }
    }
  }

  private final class Read extends Operation<Integer> {
    private final ByteBuffer into;
    private int n;
    private boolean direct;
    private boolean done;

    Read(ByteBuffer into) {
      this.into = into;
    }

    @Override
    @Nullable Async<?, ?> step() throws IOException {
      Async<?, ?> s = done ? null : super.step();
      return direct && !done ? in.read(into) : s;
    }

    @Override
    boolean take() {
      n = Math.min(available(), into.remaining());
      if (n > 0) {
        into.put(bytes, position, n);
        drop(n);
        return true;
      }
      if (into.hasRemaining()) {
        if (!atEnd) {
          direct = into.remaining() >= bytes.length; // no need to copy
          return direct;
        }
        n = -1;
      }
      return true;
    }

    @Override
    int wanted() {
      return size;
    }

    @Override
    void took(@Nullable Object value) {
      super.took(value);
      if (direct && value instanceof Integer i) {
        done = true;
        n = i;
        atEnd = i < 0;
      }
    }

    @Override
    Object result() {
      return n;
    }
  }

  private final class ReadLine extends Operation<@Nullable String> {
    private final Charset charset;
    private final int max;
    private @Nullable String line;

    /** How many of the available bytes are known to contain no end of line. */
    private int looked;

    ReadLine(Charset charset, int max) {
      this.charset = charset;
      this.max = max;
    }

    @Override
    boolean take() throws IOException {
      int n = available();
      for (int i = looked; i < n; i++) {
        if (bytes[position + i] == '\n') {
          int length = i > 0 && bytes[position + i - 1] == '\r' ? i - 1 : i;
          if (length > max) {
            drop(i + 1);
            throw tooLong();
          }
          line = new String(bytes, position, length, charset);
          drop(i + 1);
          return true;
        }
      }
      looked = n;
      if (n > max && (n > max + 1 || bytes[position + n - 1] != '\r')) {
        drop(n);
        skipping = !atEnd;
        throw tooLong();
      }
      if (!atEnd) {
        return false;
      }
      if (n > max) { // its last byte is a CR without an LF
        drop(n);
        throw tooLong();
      }
      line = n == 0 ? null : new String(bytes, position, n, charset);
      drop(n);
      return true;
    }

    private IOException tooLong() {
      return new IOException("a line is longer than " + max + " bytes");
    }

    @Override
    int wanted() {
      return max + 2;
    }

    @Override
    @Nullable Object result() {
      return line;
    }
  }

  private final class ReadExactly extends Operation<byte[]> {
    private final int length;
    private byte[] taken = {};

    ReadExactly(int length) {
      this.length = length;
    }

    @Override
    boolean take() throws IOException {
      int n = available();
      if (n >= length) {
        taken = Arrays.copyOfRange(bytes, position, position + length);
        drop(length);
        return true;
      }
      if (atEnd) {
        throw new EOFException("the end came after " + n + " of " + length + " bytes");
      }
      return false;
    }

    @Override
    int wanted() {
      return length;
    }

    @Override
    Object result() {
      return taken;
    }
  }
}
