package dev.bide.examples.sensor;

import dev.bide.Async;
import dev.bide.Cancelled;
import dev.bide.Poll;
import dev.bide.runtime.Context;
import dev.bide.runtime.Waker;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The way out: takes a packet, and waits until the hardware has sent it. */
final class SerialLine implements Async<@Nullable Void, RuntimeException> {
  private @Nullable Packet sending;
  private @Nullable Waker waker;
  private boolean cancelled;

  /** Starts to send; to be awaited at once. */
  Async<@Nullable Void, RuntimeException> send(Packet packet) {
    if (sending != null) {
      throw new IllegalStateException("the line is busy");
    }
    sending = packet;
    return this;
  }

  /** What is on the line; null for nothing. */
  @Nullable Packet onTheLine() {
    return sending;
  }

  /** The hardware has sent it. */
  void sent() {
    sending = null;
    Objects.requireNonNull(waker, "nobody sends").wake();
  }

  @Override
  public @Nullable Object poll(Context cx) {
    if (sending == null) {
      waker = null;
      cancelled = false;
      return null;
    }
    if (cancelled) {
      sending = null;
      waker = null;
      throw Cancelled.byLeaf();
    }
    waker = cx.waker();
    return Poll.PENDING;
  }

  @Override
  public void cancel() {
    cancelled = true;
  }
}
