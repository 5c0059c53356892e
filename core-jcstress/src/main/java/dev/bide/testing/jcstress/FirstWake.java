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
 * Rule 8 at the end of a run: a wake-up that comes while the task is run, for nothing else, makes
 * it run again.
 */
@JCStressTest
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "The last poll sees the write.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A wake-up at the end of a run was lost.")
@State
public class FirstWake {
  private final Pool pool = new Pool();
  private int plain;
  private int seen;

  private final Leaf first =
      new Leaf() {
        @Override
        void look() {}
      };

  private final Leaf second =
      new Leaf() {
        @Override
        void look() {
          seen = plain;
        }
      };

  /** A task of two roots, of which the first was woken. */
  public FirstWake() {
    pool.spawn(dev.bide.Async.join(first, second));
    pool.runAll(Context.of(pool));
    first.waker.wake();
  }

  @Actor
  public void outside() {
    plain = 1;
    second.waker.wake();
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
