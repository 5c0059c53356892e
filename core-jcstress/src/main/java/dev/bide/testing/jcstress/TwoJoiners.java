package dev.bide.testing.jcstress;

import dev.bide.Async;
import dev.bide.Task;
import dev.bide.runtime.Context;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** Rule 22: two tasks begin to join a third at once, and both are woken by its end. */
@JCStressTest
@Outcome(id = "7, 7, 1", expect = Expect.ACCEPTABLE, desc = "Both have the value.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Somebody who waits was not woken, or saw less.")
@State
public class TwoJoiners {
  private final Pool ends = new Pool();
  private final Pool one = new Pool();
  private final Pool other = new Pool();
  private int plain;
  private final Task<Integer, RuntimeException> joined;
  private final Task<Integer, RuntimeException> a;
  private final Task<Integer, RuntimeException> b;

  /** Three tasks that are ready to run, each for one actor. */
  public TwoJoiners() {
    Async<Integer, RuntimeException> body =
        new Async<>() {
          @Override
          public Object poll(Context cx) {
            plain = 1;
            return 7;
          }

          @Override
          public void cancel() {}
        };
    joined = ends.spawn(body);
    a = one.spawn(joined.join());
    b = other.spawn(joined.join());
  }

  @Actor
  public void joining() {
    one.runAll(Context.of(one));
  }

  @Actor
  public void joiningToo() {
    other.runAll(Context.of(other));
  }

  @Arbiter
  public void end(III_Result r) {
    ends.runAll(Context.of(ends));
    one.runAll(Context.of(one));
    other.runAll(Context.of(other));
    r.r1 = a.isEnded() ? a.resultNow() : -1;
    r.r2 = b.isEnded() ? b.resultNow() : -1;
    r.r3 = joined.isEnded() ? plain : -1;
  }
}
