package dev.bide.internal;

import dev.bide.runtime.Context;
import org.jspecify.annotations.Nullable;

/** The runs of a function for items that have not ended, in the order of the items. */
public final class RunningItems {
  private @Nullable Link first;
  private @Nullable Link last;
  private int size;

  /** One of them. */
  static final class Link extends AttachedItem {
    private @Nullable Link before;
    private @Nullable Link after;

    Link(EngineContext cx, Object item, ItemListener listener) {
      super(cx, item, listener);
    }
  }

  /** None yet. */
  public RunningItems() {}

  /** Begins one, up to where it waits. */
  public void begin(Context cx, Object item, Attached.ItemListener listener) {
    Link link = new Link(EngineContext.of(cx), item, listener);
    Link other = last;
    link.before = other;
    if (other == null) {
      first = link;
    } else {
      other.after = link;
    }
    last = link;
    size++;
    link.stepNow(cx);
  }

  /** One has ended. */
  public void remove(Attached ended) {
    Link link = (Link) ended;
    Link b = link.before;
    Link a = link.after;
    if (b == null) {
      first = a;
    } else {
      b.after = a;
    }
    if (a == null) {
      last = b;
    } else {
      a.before = b;
    }
    link.before = null;
    link.after = null;
    size--;
  }

  /** How many there are. */
  public int size() {
    return size;
  }

  /** Asks all to end. */
  public void cancelSoon(boolean abort) {
    for (Link l = first; l != null; l = l.after) {
      l.cancelSoon();
      if (abort) {
        l.abortSoon();
      }
    }
  }

  /** Whether one is being polled, or what it cannot end before. */
  public boolean isInside() {
    for (Link l = first; l != null; l = l.after) {
      if (l.isRunningInside()) {
        return true;
      }
    }
    return false;
  }
}
