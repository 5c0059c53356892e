package dev.bide.io;

import dev.bide.Async;
import dev.bide.AsyncCloseable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Something bytes are read from. One read at a time. */
public interface AsyncRead extends AsyncCloseable<IOException> {
  /**
   * Reads at least one byte, as many as are there, into the buffer's remaining space.
   *
   * @return how many bytes; -1 at the end; 0 only when the buffer has no space
   */
  Async<Integer, IOException> read(ByteBuffer into);
}
