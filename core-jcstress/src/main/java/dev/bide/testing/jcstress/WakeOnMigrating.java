package dev.bide.testing.jcstress;

import dev.bide.runtime.Context;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * Rule 8: after a wake-up, coalesced with an earlier one or not, a poll begins that sees what was
 * written before it.
 */
@JCStressTest
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "The last poll sees the write.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A wake-up was lost, or published nothing.")
@State
public class WakeOnMigrating {
  private final Pool pool = new Pool();
  private int plain;
  private int seen;

  private final Leaf leaf =
      new Leaf() {
        @Override
        void look() {
          seen = plain;
        }
      };

  /** A task that waits and was woken once, so that the wake-up to come may be coalesced. */
  public WakeOnMigrating() {
    pool.spawn(leaf);
    pool.runAll(Context.of(pool));
    leaf.waker.wake();
  }

  @Actor
  public void outside() {
    plain = 1;
    leaf.waker.wake();
  }

  @Actor
  public void worker() {
    pool.runAll(Context.of(pool));
  }

  @Arbiter
  public void end(I_Result r) {
    pool.runAll(Context.of(pool));
    r.r1 = seen;
  }
}
