package dev.bide.io;

import dev.bide.Async;
import dev.bide.AsyncCloseable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Something bytes are written to. One write at a time. */
public interface AsyncWrite extends AsyncCloseable<IOException> {
  /**
   * Writes some of the buffer's bytes, at least one when there is one; waits while there is no
   * space for any.
   *
   * @return how many bytes
   */
  Async<Integer, IOException> write(ByteBuffer from);
}
