package dev.bide.io;

import dev.bide.Async;
import dev.bide.internal.io.Duct;
import dev.bide.internal.io.PipeEnd;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A connection in memory: two ends, and what is written to one is read from the other. It behaves
 * as a socket does, with bounded buffers, half-close and resets, so it stands in for one in tests
 * and where there are none.
 *
 * <pre>{@code
 * Pipe pipe = Pipe.create();
 * s.spawn(() -> serve(pipe.second()).await());
 * pipe.first().writeAll("PING\r\n").await();
 * }</pre>
 *
 * <p>The ends may be used by different tasks, of different runtimes. At each end one read and one
 * write may be pending at the same time.
 */
public final class Pipe {
  private final End first;
  private final End second;

  private Pipe(int capacity) {
    Duct there = new Duct(capacity);
    Duct back = new Duct(capacity);
    this.first = new PipeEnd(back, there);
    this.second = new PipeEnd(there, back);
  }

  /** A pipe with 64 KiB of room in each direction. */
  public static Pipe create() {
    return create(64 * 1024);
  }

  /**
   * A pipe.
   *
   * @param capacity how many bytes may be under way in each direction; a write waits for room
   * @throws IllegalArgumentException when {@code capacity} is not positive or above 2<sup>30</sup>
   */
  public static Pipe create(int capacity) {
    return new Pipe(capacity);
  }

  /** One end. */
  public End first() {
    return first;
  }

  /** The other end. */
  public End second() {
    return second;
  }

  /** One end of a pipe. Its methods that do not wait may be called from any thread. */
  public interface End extends AsyncRead, AsyncWrite {
    /**
     * Says that nothing more is written. The other end reads what was written and then the end;
     * this one goes on reading. Doing so twice does nothing.
     */
    Async<@Nullable Void, IOException> shutdownOutput();

    /**
     * Closes this end at once: what has been written can still be read, then the other end reads
     * the end; what it writes from then on fails. Where something was not read here, the other end
     * is reset. Operations that wait here fail. Closing twice does nothing.
     */
    @Override
    void close();

    /**
     * Breaks the connection: what is under way is lost, and every operation at either end fails.
     */
    void reset();
  }
}
