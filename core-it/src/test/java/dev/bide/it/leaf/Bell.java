package dev.bide.it.leaf;

import dev.bide.Async;
import dev.bide.Cancelled;
import dev.bide.Poll;
import dev.bide.runtime.Context;
import dev.bide.runtime.Waker;
import dev.bide.weave.v1.Leaf;
import dev.bide.weave.v1.LeafForm;
import dev.bide.weave.v1.Slots;
import dev.bide.weave.v1.Suspended;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A primitive of a user's own, whose leaf has a form: rings that were not heard are counted. */
class Bell {
  private int rings;
  private @Nullable IOException broken;
  private @Nullable Heard waiting;

  /** How many leaves there are. */
  int made;

  /** How often one was polled. */
  int polls;

  @Nullable Heard last;

  /** Lets one go on. */
  void ring() {
    rings++;
    wake();
  }

  /** Whoever waits fails, once. */
  void breaks() {
    broken = new IOException("broken");
    wake();
  }

  /** For no reason. */
  void wake() {
    if (waiting != null && waiting.waker != null) {
      waiting.waker.wake();
    }
  }

  boolean isWaitedFor() {
    return waiting != null;
  }

  /** Waits for a ring, and gives a text back. */
  @LeafForm(Form.class)
  Async<String, IOException> heard(String text) {
    Heard h = new Heard();
    h.reset(this, text);
    return h;
  }

  /** The form of {@link #heard}. */
  public static final class Form {
    private Form() {}

    /** What a call of {@link Bell#heard} becomes where it is awaited on the spot. */
    public static @Nullable Object heard(
        Bell self, String text, @Nullable Slots cx, @Nullable Suspended spare) throws Throwable {
      if (cx == null) {
        return null;
      }
      if (self.getClass() != Bell.class || !Leaf.mayStart(cx)) {
        return Leaf.plain(self.heard(text), cx);
      }
      boolean now = Leaf.charge(cx);
      if (now && self.rings > 0) {
        self.rings--;
        return text;
      }
      Heard leaf = Leaf.in(spare) instanceof Heard h && h.ended ? h : new Heard();
      leaf.reset(self, text);
      Suspended waits = Leaf.lent(leaf, spare);
      if (!now) {
        return Leaf.later(waits, cx);
      }
      Object r = leaf.poll((Context) cx);
      return r == Poll.PENDING ? waits : r;
    }
  }

  /** The leaf. */
  static final class Heard implements Async<String, IOException> {
    private @Nullable Bell bell;
    private @Nullable String text;
    private @Nullable Waker waker;
    private boolean cancelled;
    private boolean ended;

    private void reset(Bell of, String with) {
      if (bell == null && !ended) {
        of.made++;
      }
      of.last = this;
      bell = of;
      text = with;
      cancelled = false;
      ended = false;
    }

    /** Whether it holds nothing. */
    boolean isEmpty() {
      return bell == null && text == null && waker == null;
    }

    @Override
    public @Nullable Object poll(Context cx) throws IOException {
      Bell b = bell;
      if (b == null) {
        throw new IllegalStateException("polled after its end");
      }
      b.polls++;
      if (!cancelled && b.rings == 0 && b.broken == null) {
        b.waiting = this;
        waker = cx.waker();
        return Poll.PENDING;
      }
      String value = text;
      IOException failure = b.broken;
      end(b);
      if (cancelled) {
        throw Cancelled.byLeaf();
      }
      if (failure != null) {
        b.broken = null;
        throw failure;
      }
      b.rings--;
      return value;
    }

    private void end(Bell b) {
      ended = true;
      bell = null;
      text = null;
      waker = null;
      if (b.waiting == this) {
        b.waiting = null;
      }
    }

    @Override
    public void cancel() {
      cancelled = true;
    }
  }
}
