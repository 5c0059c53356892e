package dev.bide.bench.rows;

import dev.bide.bench.side.Side;

/** The side that is plain Java, or a state machine written by hand. */
public final class ByHand {
  private ByHand() {}

  /** Answers the driver. */
  public static void main(String[] args) {
    new Side()
        .row("await-ready", AwaitReady.Plain::new)
        .row("inner-loop", InnerLoop.Plain::new)
        .row("depth-1", () -> new Polls(new HandLoop(new Once())))
        .row("turn-1", () -> new Turn(HandLoop::new))
        .row("mixed-depth-1", () -> new Polls(new Mixed("by hand")))
        .serve();
  }
}
