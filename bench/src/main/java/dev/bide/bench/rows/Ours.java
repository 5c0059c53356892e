package dev.bide.bench.rows;

import dev.bide.Async;
import dev.bide.bench.side.Side;
import dev.bide.sync.AsyncChannel;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The woven side. */
public final class Ours {
  private Ours() {}

  /** Answers the driver. */
  public static void main(String[] args) {
    Side side = new Side();
    core(side);
    peers(side);
    side.memory(Waiting::bytes).echo(Echo::start);
    side.serve();
  }

  /** The rows of the language alone, resumed by a bare loop. */
  private static void core(Side side) {
    side.row("await-ready", AwaitReady::new)
        .row("inner-loop", InnerLoop::new)
        .row("depth-1", polls(Woven::loop))
        .row("depth-10", polls(once -> Woven.loop(10, once)))
        .row("depth-100", polls(once -> Woven.loop(100, once)))
        .row("depth-1M", polls(once -> Woven.loop(1_000_000, once)))
        .row("turn-1", () -> new Turn(Woven::loop))
        .row("own-wake", OwnWake::new)
        .row("own-wake-planted", OwnWake::planted)
        .row("turn-100", Gates::ofTasks)
        .row("join-100-woken", Gates::ofOneJoin)
        .batch("cancel-handlers", () -> new CancelChain(true))
        .batch("cancel-plain", () -> new CancelChain(false))
        .row("async3", polls(once -> new Calls(once).longs()))
        .row("async3-int", polls(once -> new Calls(once).ints()))
        .row("async3-double", polls(once -> new Calls(once).doubles()))
        .row("async3-static", polls(Levels::statics))
        .row("async3-final", polls(Levels::finals))
        .row("async3-virtual", polls(Levels::virtuals))
        .row("async3-overridden", polls(Levels::overridden))
        .row("async3-interface", polls(Levels::interfaces))
        .row("async3-default", polls(Levels::defaults))
        .row("async3-modules", polls(Levels::modules))
        .row("async3-runtime", OnRuntime::new)
        .row("call-static", polls(once -> new Calls(once).statics()))
        .row("call-private", polls(once -> new Calls(once).privates()))
        .row("call-final", polls(once -> new Calls(once).finals(new Other.Final(once))))
        .row("call-virtual", polls(once -> new Calls(once).overridables(new Other(once))))
        .row(
            "call-overridden",
            polls(once -> new Calls(once).overridables(new Other.Overriding(once))))
        .row("call-interface", polls(once -> new Calls(once).interfaces(new Other(once))))
        .row("sites-2", polls(Sites::of2))
        .row("sites-8", polls(Sites::of8))
        .row("sites-20", polls(Sites::of20))
        .row("sites-60", polls(Sites::of60));
    for (String row :
        List.of(
            "depth-1",
            "sites-2",
            "sites-8",
            "sites-20",
            "sites-60",
            "async3",
            "async3-interface")) {
      side.row("mixed-" + row, () -> new Polls(new Mixed(row)));
    }
  }

  /** The rows of the local runtime. */
  private static void peers(Side side) {
    side.batch("spawn-join", SpawnJoin::new)
        .batch("yield-100", Yield100::new)
        .batch("oneshot", OneshotRow::new)
        .batch("channel-pingpong", () -> new PingPong(() -> AsyncChannel.local(1)))
        .batch("channel-shared", () -> new PingPong(() -> AsyncChannel.bounded(1)))
        .batch("mutex", MutexRow::new)
        .batch("timer", TimerRow::new)
        .batch("race-timeout", RaceTimeout::new)
        .row("again-race", Again::race)
        .row("again-select", Again::select)
        .row("again-join", Again::join)
        .batch("join-100", Join100::new)
        .batch("wake-foreign", WakeForeign::new);
  }

  private static Supplier<Polls> polls(
      Function<Once, Async<@Nullable Void, RuntimeException>> body) {
    return () -> new Polls(body.apply(new Once()));
  }
}
