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
import org.openjdk.jcstress.infra.results.II_Result;

/** Rule 22: a task begins to join another while that ends, and sees what it wrote. */
@JCStressTest
@Outcome(id = "7, 1", expect = Expect.ACCEPTABLE, desc = "It has the value.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Somebody who waits was not woken, or saw less.")
@State
public class JoinAtTheEnd {
  private final Pool ends = new Pool();
  private final Pool one = new Pool();
  private int plain;
  private final Task<Integer, RuntimeException> joined;
  private final Task<Integer, RuntimeException> a;

  /** Two tasks that are ready to run, each for one actor. */
  public JoinAtTheEnd() {
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
  }

  @Actor
  public void ending() {
    ends.runAll(Context.of(ends));
  }

  @Actor
  public void joining() {
    one.runAll(Context.of(one));
  }

  @Arbiter
  public void end(II_Result r) {
    one.runAll(Context.of(one));
    r.r1 = a.isEnded() ? a.resultNow() : -1;
    r.r2 = joined.isEnded() ? plain : -1;
  }
}
