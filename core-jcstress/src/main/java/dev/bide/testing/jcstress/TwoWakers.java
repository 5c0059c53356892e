package dev.bide.testing.jcstress;

import dev.bide.Async;
import dev.bide.runtime.Context;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Rules 3 and 8: two roots of one task, woken by two threads at once. */
@JCStressTest
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "Both were polled.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A root was lost from the inbox.")
@State
public class TwoWakers {
  private final Pool pool = new Pool();
  private int plainA;
  private int plainB;
  private int seenA;
  private int seenB;

  private final Leaf a =
      new Leaf() {
        @Override
        void look() {
          seenA = plainA;
        }
      };

  private final Leaf b =
      new Leaf() {
        @Override
        void look() {
          seenB = plainB;
        }
      };

  /** A task that waits for both. */
  public TwoWakers() {
    pool.spawn(Async.join(a, b));
    pool.runAll(Context.of(pool));
  }

  @Actor
  public void one() {
    plainA = 1;
    a.waker.wake();
  }

  @Actor
  public void other() {
    plainB = 1;
    b.waker.wake();
  }

  @Arbiter
  public void end(II_Result r) {
    pool.runAll(Context.of(pool));
    r.r1 = seenA;
    r.r2 = seenB;
  }
}
