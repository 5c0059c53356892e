package dev.bide.testing.contract;

import static dev.bide.Async.async;

import dev.bide.Async;
import dev.bide.Task;
import dev.bide.runtime.MissingCapabilityException;
import dev.bide.runtime.Randomness;
import dev.bide.runtime.Scheduler;
import dev.bide.sync.AsyncChannel;
import dev.bide.testing.Scripted;
import dev.bide.testing.TestRuntime;
import java.util.List;

/** Runtimes and capabilities: rules 11, 33 and 34. */
@SuppressWarnings({"NullAway", "bide:not-awaited"}) // values of type Void
final class RuntimeChecks extends Checks {
  RuntimeChecks() {}

  /** A capability that no runtime offers. */
  private interface Teleporter {}

  // ---------------------------------------------------------------- 11

  @Rule(11)
  void aMissingCapabilityIsAnErrorThatNamesItAndTheRuntime() {
    Task<?, Exception> t =
        spawned(p().awaiting(Async.capability(Teleporter.class).throwing(Exception.class)));
    String message = failed(MissingCapabilityException.class, t).getMessage();
    contains(Teleporter.class.getName(), message);
    contains(scheduler().name(), message);
  }

  @Rule(11)
  @WithoutBlocks
  void capabilitiesComeWithThePoll() throws Exception {
    List<Object> seen = new java.util.ArrayList<>();
    run(
        doing(cx -> {
          seen.add(cx.scheduler());
          isTrue(cx.capabilityOrNull(Teleporter.class) == null, "a teleporter");
          Randomness r = cx.capabilityOrNull(Randomness.class);
          if (r != null) {
            double d = r.nextDouble();
            isTrue(d >= 0 && d < 1, "random number: " + d);
          }
          return 0;
        }));
    Scheduler s = scheduler();
    isTrue(seen.equals(List.of(s)), "another scheduler");
  }

  // ---------------------------------------------------------------- 33

  @Rule(value = 33, on = Rule.On.CONFINED)
  void aConfinedPrimitiveRemembersItsRuntimeAndRefusesOthers() throws Exception {
    AsyncChannel<Integer> channel = AsyncChannel.local(4);
    run(p().awaiting(channel.send(1).throwing(Exception.class)));
    TestRuntime other = TestRuntime.confined("the other");
    Task<Integer, Exception> t =
        other.<Integer, Exception>spawn(p().awaiting(channel.receive().throwing(Exception.class)));
    other.runUntilIdle();
    String message = failed(IllegalStateException.class, t).getMessage();
    contains(scheduler().name(), message);
    contains("the other", message);
    equal(1, run(p().awaiting(channel.receive().throwing(Exception.class))));
  }

  @Rule(value = 33, on = Rule.On.MIGRATING)
  void aConfinedPrimitiveRefusesARuntimeThatMovesTasks() {
    AsyncChannel<Integer> channel = AsyncChannel.local(4);
    Task<?, Exception> t = spawned(p().awaiting(channel.send(1).throwing(Exception.class)));
    contains(scheduler().name(), failed(IllegalStateException.class, t).getMessage());
  }

  // ---------------------------------------------------------------- 34

  @Rule(value = 34, on = Rule.On.MIGRATING)
  void aBlockThatMayNotMigrateIsRefusedAtSpawn() {
    Scripted<Integer> x = Scripted.waiting("x");
    String message =
        thrown(IllegalStateException.class, () -> spawn(p().holdingConfined(x))).getMessage();
    contains("held", message);
    contains("await", message);
    contains(scheduler().name(), message);
    Task<?, Exception> inScope =
        spawned(
            Async.scope(
                p().inScope(
                        s -> {
                          try {
                            s.spawn(p().holdingConfined(x));
                          } catch (RuntimeException e) {
                            throw e;
                          } catch (Exception e) {
                            throw new AssertionError(e);
                          }
                        },
                        Scripted.ready(1))));
    contains("held", failed(IllegalStateException.class, inScope).getMessage());
    isTrue(!x.isStarted(), "it ran");
  }

  @Rule(value = 34, on = Rule.On.MIGRATING)
  void oneInsideIsRefusedBeforeItsFrameFirstWaits() {
    Scripted<Integer> x = Scripted.<Integer>waiting("x").log(this::tell);
    Task<?, Exception> t =
        spawned(
            p().awaiting(
                    async(
                        p().tryFinallySync(async(p().holdingConfined(x)), () -> tell("finally")))));
    contains("held", failed(IllegalStateException.class, t).getMessage());
    logIs("x started", "finally", "x cancelled", "x undone");
  }

  @Rule(value = 34, on = Rule.On.MIGRATING)
  void whatItHadStartedDeeperInsideIsPolledToItsEndToo() {
    Scripted<Integer> x = Scripted.<Integer>waiting("x").log(this::tell);
    Scripted<Integer> cleanup = Scripted.<Integer>waiting("cleanup").log(this::tell);
    Task<?, Exception> t =
        spawned(
            p().awaiting(
                    async(
                        p().holdingConfined(
                                async(p().awaiting(async(p().tryFinally(x, cleanup))))))));
    waits(t);
    logIs("x started", "x cancelled", "x undone", "cleanup started");
    cleanup.complete(1);
    settle();
    contains("held", failed(IllegalStateException.class, t).getMessage());
  }

  @Rule(34)
  void oneThatNeverWaitsWhileItHoldsItRuns() throws Exception {
    isTrue(
        run(p().awaiting(async(p().holdingConfined(Scripted.ready(1))))) instanceof Held,
        "refused, though it did not wait");
  }

  @Rule(value = 34, on = Rule.On.CONFINED)
  void onAConfinedRuntimeItRuns() throws Exception {
    isTrue(run(p().holdingConfined(Scripted.pending(2, 1))) instanceof Held, "another value");
  }
}
