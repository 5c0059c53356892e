package dev.bide.bench.rows;

import dev.bide.bench.side.Side;

/** The woven side. */
public final class Ours {
  private Ours() {}

  /** Answers the driver. */
  public static void main(String[] args) {
    new Side()
        .row("await-ready", AwaitReady::new)
        .row("inner-loop", InnerLoop::new)
        .row("suspend", () -> new Polls(Woven.loop(new Once())))
        .row("suspend-10", () -> new Polls(Woven.loop(10, new Once())))
        .row("suspend-100", () -> new Polls(Woven.loop(100, new Once())))
        .row("own-wake", () -> new OwnWake(Woven::loop))
        .serve();
  }
}
