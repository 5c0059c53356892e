package dev.bide.testing.jcstress;

import dev.bide.runtime.Context;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Rules 1 and 7: however many workers take what is scheduled, a task is polled by one at a time,
 * and each poll sees what the one before it wrote.
 */
@JCStressTest
@Outcome(id = "4, 0", expect = Expect.ACCEPTABLE, desc = "Four polls, one after the other.")
@Outcome(id = "3, 0", expect = Expect.ACCEPTABLE, desc = "Two wake-ups have coalesced.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Polls overlapped, or one was lost.")
@State
public class OnePollAtATime {
  private final Pool pool = new Pool();
  private int polls;
  private volatile boolean inside;
  private int overlaps;

  private final Leaf leaf =
      new Leaf() {
        @Override
        void look() {
          if (inside) {
            overlaps++;
          }
          inside = true;
          int before = polls;
          for (int i = 0; i < 10; i++) {
            Thread.onSpinWait();
          }
          polls = before + 1;
          inside = false;
        }
      };

  /** A task that waits and was woken. */
  public OnePollAtATime() {
    pool.spawn(leaf);
    pool.runAll(Context.of(pool));
    leaf.waker.wake();
    pool.runAll(Context.of(pool));
  }

  @Actor
  public void one() {
    leaf.waker.wake();
    pool.runAll(Context.of(pool));
  }

  @Actor
  public void other() {
    leaf.waker.wake();
    pool.runAll(Context.of(pool));
  }

  @Arbiter
  public void end(II_Result r) {
    pool.runAll(Context.of(pool));
    r.r1 = polls;
    r.r2 = overlaps;
  }
}
