package dev.bide.testing.jcstress;

import dev.bide.Async;
import dev.bide.AsyncFunction;
import dev.bide.Scope;
import dev.bide.Task;
import dev.bide.runtime.Context;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Rule 23: two children of a scope end at once, and one of them spawns a third before; the scope
 * ends when all have, and sees what they wrote.
 */
@JCStressTest
@Outcome(id = "7, 3", expect = Expect.ACCEPTABLE, desc = "The scope has ended, after all three.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A child was not counted, or its end saw less.")
@State
public class LastChildren {
  private final Pool pool = new Pool();
  private final Pool other = new Pool();
  private final Task<Integer, RuntimeException> task;
  private Scope scope;
  private int first;
  private int second;
  private int third;

  /** A scope whose body has ended, and whose two children are ready to run. */
  public LastChildren() {
    task =
        pool.spawn(
            Async.scope(
                new AsyncFunction<Scope, Integer, RuntimeException>() {
                  @Override
                  public Integer body(Scope s) {
                    scope = s;
                    s.spawn(one(() -> first = 1));
                    return 7;
                  }
                }));
    pool.runOne(Context.of(pool));
    other.take(pool);
    scope.spawn(
        one(() -> {
          second = 1;
          scope.spawn(one(() -> third = 1));
        }));
  }

  private static Async<Integer, RuntimeException> one(Runnable what) {
    return new Async<>() {
      @Override
      public Object poll(Context cx) {
        what.run();
        return 1;
      }

      @Override
      public void cancel() {}
    };
  }

  @Actor
  public void ending() {
    other.runAll(Context.of(pool));
  }

  @Actor
  public void endingToo() {
    pool.runAll(Context.of(pool));
  }

  @Arbiter
  public void end(II_Result r) {
    pool.runAll(Context.of(pool));
    r.r1 = task.isEnded() ? task.resultNow() : -1;
    r.r2 = first + second + third;
  }
}
