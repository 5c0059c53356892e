package dev.bide.libuv;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A libuv handle with its memory, which libuv owns until it has called back that the handle is
 * closed.
 *
 * <pre>
 *   open --close()--> closing --libuv's close callback--> freed
 * </pre>
 */
final class UvHandle {
  private final UvCallbacks callbacks;
  private final Arena memory = Arena.ofConfined();
  private final Runnable fired;
  private boolean closing;

  /** Its place in the callbacks' table: what libuv's {@code data} field holds. */
  final int index;

  final MemorySegment segment;

  UvHandle(UvCallbacks callbacks, int type, Runnable fired) {
    this.callbacks = callbacks;
    this.fired = fired;
    this.segment = memory.allocate(Libuv.handleSize(type), 16);
    this.index = callbacks.register(this);
    segment.set(JAVA_LONG, 0, index); // void* data is the first field of every handle
  }

  /** Libuv has called the handle's callback. */
  void fired() {
    if (!closing) {
      fired.run();
    }
  }

  /** Asks libuv to close it; its memory is freed when libuv has. Idempotent. */
  void close() {
    if (!closing) {
      closing = true;
      Libuv.close(segment, callbacks.closedStub());
    }
  }

  /** Libuv has let go of it. Also called for a handle that libuv never took. */
  void free() {
    callbacks.unregister(this);
    memory.close();
  }
}
