package dev.bide.examples.sensor;

import dev.bide.Async;
import dev.bide.Cancelled;
import dev.bide.Poll;
import dev.bide.runtime.Context;
import dev.bide.runtime.Waker;
import dev.bide.weave.v1.Leaf;
import dev.bide.weave.v1.LeafForm;
import dev.bide.weave.v1.Slots;
import dev.bide.weave.v1.Suspended;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The way out: takes a packet, and waits until the hardware has sent it. */
final class SerialLine {
  private @Nullable Packet sending;
  private @Nullable Waker waker;

  /** Sends. */
  @LeafForm(Form.class)
  Async<@Nullable Void, RuntimeException> send(Packet packet) {
    Sending s = new Sending();
    s.reset(this, packet);
    return s;
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

  /** What a call becomes where it is awaited on the spot. */
  public static final class Form {
    private Form() {}

    /** Of {@link SerialLine#send}. */
    public static @Nullable Object send(
        SerialLine self, Packet packet, @Nullable Slots cx, @Nullable Suspended spare)
        throws Throwable {
      if (cx == null) {
        return null;
      }
      if (!Leaf.mayStart(cx)) {
        return Leaf.plain(self.send(packet), cx);
      }
      boolean now = Leaf.charge(cx);
      Sending leaf = Leaf.in(spare) instanceof Sending s && s.line == null ? s : new Sending();
      Suspended waits = Leaf.lent(leaf, spare);
      leaf.reset(self, packet);
      if (!now) {
        return Leaf.later(waits, cx);
      }
      Object r = leaf.poll((Context) cx);
      return r == Poll.PENDING ? waits : r;
    }
  }

  /**
   * The leaf.
   *
   * <pre>
   *   fresh --polled: on the line--> waits --sent, or cancelled: off the line--> ended
   * </pre>
   */
  private static final class Sending implements Async<@Nullable Void, RuntimeException> {
    /** Null once it has ended. */
    private @Nullable SerialLine line;

    /** What is to be put on the line; null once it is. */
    private @Nullable Packet packet;

    private boolean cancelled;

    /** Makes it as if it were new. */
    void reset(SerialLine to, Packet what) {
      line = to;
      packet = what;
      cancelled = false;
    }

    @Override
    public @Nullable Object poll(Context cx) {
      SerialLine l = Objects.requireNonNull(line, "polled after its end");
      if (packet != null && !cancelled) {
        if (l.sending != null) {
          throw new IllegalStateException("the line is busy");
        }
        l.sending = packet;
        packet = null;
      }
      if (l.sending != null && !cancelled) {
        l.waker = cx.waker();
        return Poll.PENDING;
      }
      line = null;
      packet = null;
      l.waker = null;
      if (l.sending != null) {
        l.sending = null;
        throw Cancelled.byLeaf();
      }
      return null;
    }

    @Override
    public void cancel() {
      cancelled = true;
    }
  }
}
