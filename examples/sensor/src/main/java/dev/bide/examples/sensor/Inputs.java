package dev.bide.examples.sensor;

import dev.bide.Async;
import dev.bide.Cancelled;
import dev.bide.Poll;
import dev.bide.runtime.Alarm;
import dev.bide.runtime.Context;
import dev.bide.runtime.Timers;
import dev.bide.runtime.Waker;
import dev.bide.weave.v1.Leaf;
import dev.bide.weave.v1.LeafForm;
import dev.bide.weave.v1.Slots;
import dev.bide.weave.v1.Suspended;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A select with a time limit: waits for a sample, a command, or neither in time. */
final class Inputs {
  private final Ring samples;
  private final Ring commands;
  private final long limit;

  Inputs(Ring samples, Ring commands, long limitNanos) {
    this.samples = samples;
    this.commands = commands;
    this.limit = limitNanos;
  }

  /** Which comes first. */
  @LeafForm(Form.class)
  Async<Event, RuntimeException> first() {
    First f = new First();
    f.reset(this);
    return f;
  }

  private @Nullable Event come() {
    if (!commands.isEmpty()) {
      return Event.COMMAND;
    }
    return samples.isEmpty() ? null : Event.SAMPLE;
  }

  /** What a call becomes where it is awaited on the spot. */
  public static final class Form {
    private Form() {}

    /** Of {@link Inputs#first}. */
    public static @Nullable Object first(Inputs self, @Nullable Slots cx, @Nullable Suspended spare)
        throws Throwable {
      if (cx == null) {
        return null;
      }
      if (!Leaf.mayStart(cx)) {
        return Leaf.plain(self.first(), cx);
      }
      boolean now = Leaf.charge(cx);
      Event come = now ? self.come() : null;
      if (come != null) {
        return come;
      }
      First leaf = Leaf.in(spare) instanceof First f && f.inputs == null ? f : new First();
      Suspended waits = Leaf.lent(leaf, spare);
      leaf.reset(self);
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
   *   fresh --polled, nothing there: alarm set--> waits --something there, or late--> ended
   * </pre>
   */
  private static final class First extends Alarm implements Async<Event, RuntimeException> {
    /** Null once it has ended. */
    private @Nullable Inputs inputs;

    private @Nullable Timers timers;
    private @Nullable Waker waker;
    private boolean late;
    private boolean cancelled;

    /** Makes it as if it were new. */
    void reset(Inputs of) {
      inputs = of;
      late = false;
      cancelled = false;
    }

    @Override
    public Object poll(Context cx) {
      Inputs in = Objects.requireNonNull(inputs, "polled after its end");
      Event come = in.come();
      if (come == null && late) {
        come = Event.LATE;
      }
      if (come != null) {
        end(in);
        return come;
      }
      if (cancelled) {
        end(in);
        throw Cancelled.byLeaf();
      }
      waker = cx.waker();
      in.samples.wakes(waker);
      in.commands.wakes(waker);
      if (timers == null) {
        timers = cx.capability(Timers.class);
        timers.schedule(this, timers.nanoTime() + in.limit);
      }
      return Poll.PENDING;
    }

    private void end(Inputs in) {
      inputs = null;
      waker = null;
      in.samples.wakes(null);
      in.commands.wakes(null);
      if (timers != null) {
        timers.cancel(this);
        timers = null;
      }
    }

    @Override
    public void cancel() {
      cancelled = true;
    }

    @Override
    public void fired() {
      late = true;
      Waker w = waker;
      if (w != null) {
        w.wake();
      }
    }
  }
}
