package dev.bide.internal.io;

import dev.bide.runtime.WakerSlot;
import java.nio.ByteBuffer;

/**
 * One direction of a pipe: a ring of bytes between one that writes and one that reads, on any
 * threads. {@link #written} is stored by the writer only and {@link #read} by the reader only, each
 * after it has touched the bytes; the difference is what is under way.
 *
 * <pre>
 *                    writer: finish()
 *   OPEN ------------------------------------> FINISHED: the reader reads on to the end
 *    |  reader: stop()                            |
 *    |------------------> STOPPED: writes fail <--|
 *    |  break()                                   |
 *    |------------------> BROKEN: all fails <-----|
 * </pre>
 */
public final class Duct {
  private static final int MAX_CAPACITY = 1 << 30;

  private final int capacity;
  private final byte[] ring;
  private volatile int written;
  private volatile int read;

  private volatile boolean finished;
  private volatile boolean stopped;
  private volatile boolean broken;

  final WakerSlot reader = new WakerSlot();
  final WakerSlot writer = new WakerSlot();

  /** With room for so many bytes. */
  public Duct(int capacity) {
    if (capacity <= 0 || capacity > MAX_CAPACITY) {
      throw new IllegalArgumentException("no capacity of a pipe: " + capacity);
    }
    this.capacity = capacity;
    int size = Integer.highestOneBit(capacity);
    this.ring = new byte[size == capacity ? size : 2 * size];
  }

  /** How many bytes can be read. */
  int available() {
    return written - read;
  }

  /** How many bytes can be written. */
  int room() {
    return capacity - (written - read);
  }

  boolean isFinished() {
    return finished;
  }

  boolean isStopped() {
    return stopped;
  }

  boolean isBroken() {
    return broken;
  }

  /** Puts some bytes in; there has to be room. By the writer. */
  int put(ByteBuffer from) {
    int n = Math.min(room(), from.remaining());
    int before = written;
    int at = before & (ring.length - 1);
    int toEnd = Math.min(n, ring.length - at);
    from.get(ring, at, toEnd);
    from.get(ring, 0, n - toEnd);
    written = before + n;
    reader.wake();
    return n;
  }

  /** Takes some bytes; there have to be some. By the reader. */
  int take(ByteBuffer into) {
    int n = Math.min(available(), into.remaining());
    int before = read;
    int at = before & (ring.length - 1);
    int toEnd = Math.min(n, ring.length - at);
    into.put(ring, at, toEnd);
    into.put(ring, 0, n - toEnd);
    read = before + n;
    writer.wake();
    return n;
  }

  /** Nothing more will be written. */
  void finish() {
    finished = true;
    wakeBoth();
  }

  /** Nothing more will be read. */
  void stop() {
    stopped = true;
    wakeBoth();
  }

  /** What is under way is lost. */
  void breakUp() {
    broken = true;
    wakeBoth();
  }

  private void wakeBoth() {
    reader.wake();
    writer.wake();
  }
}
