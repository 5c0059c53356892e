package dev.bide.testing.jcstress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * Rule 8: after a wake-up, coalesced with an earlier one or not, a poll begins that sees what was
 * written before it. Here the wake-ups come from threads that are not the runtime's own.
 */
@JCStressTest
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "The last poll sees the write.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A wake-up was lost, or published nothing.")
@State
public class WakeOnConfined {
  private final Loop loop = new Loop();
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
  public WakeOnConfined() {
    loop.enter();
    loop.spawn(leaf);
    loop.runAll();
    loop.leave();
    leaf.waker.wake(); // from outside
  }

  @Actor
  public void outside() {
    plain = 1;
    leaf.waker.wake();
  }

  @Actor
  public void own() {
    loop.enter();
    loop.runAll();
    loop.leave();
  }

  @Arbiter
  public void end(I_Result r) {
    loop.enter();
    loop.runAll();
    r.r1 = seen;
  }
}
