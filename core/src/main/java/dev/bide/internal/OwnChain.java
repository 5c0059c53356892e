package dev.bide.internal;

import dev.bide.Async;
import org.jspecify.annotations.Nullable;

/**
 * The chain of a block that is polled by hand: it has no queue and no waker of its own.
 *
 * <pre>
 *   IDLE --poll--> (running) --PENDING--> IDLE
 *                      |
 *                      |__ value, exception --> dropped by its block
 * </pre>
 *
 * <p>When its block waits, it stays in {@link EngineContext#chain}: most often it is the next to be
 * polled, and to take it out and put it in again would be two stores of a reference for each poll.
 * {@link #IDLE} says that it is not what runs; whoever wants to know that asks {@link
 * EngineContext#running}. The bit is one of those that make the engine leave its usual path, so
 * that nothing is asked there.
 */
final class OwnChain extends Chain {
  /** What ran when the block was polled last: it runs again as long as this is idle. */
  @Nullable Chain outer;

  private OwnChain(Async<?, ?> body) {
    super(body);
    set(IDLE);
  }

  /** As a chain: most blocks need none, and a verifier that sees the class would load it. */
  static Chain of(Async<?, ?> body) {
    return new OwnChain(body);
  }

  /** Makes a chain that has run to its end one that nothing has happened to. */
  static void clean(Chain ended) {
    ended.bits = IDLE;
    ended.handedTo = -1;
    ended.innermost = null;
    ended.held = null;
    ended.unusual = null;
  }

  /** Puts a chain that is to run into a context where another one is. */
  static void comeIn(Chain own, EngineContext cx) {
    Chain running = cx.running();
    OwnChain o = (OwnChain) own;
    if (o.outer != running) {
      o.outer = running;
    }
    cx.chain = o;
  }

  /**
   * Whether a chain that is not idle is one of those that run. Else its poll was left by a {@code
   * StackOverflowError} that nothing has caught there.
   */
  static boolean isRunning(Chain own, EngineContext cx) {
    Chain c = cx.chain;
    while (c != own && c instanceof OwnChain o && o.outer != null) {
      c = o.outer;
    }
    return c == own;
  }

  /** What runs while a chain is idle. */
  @SuppressWarnings("NullAway") // it has run: it came into the context then
  static Chain outerOf(Chain idle) {
    return ((OwnChain) idle).outer;
  }

  @Override
  Root root() {
    return outerOf(this).root();
  }

  @Override
  public void deliver() {
    throw new AssertionError("not a task");
  }

  @Override
  public void abandon(Throwable why) {
    throw new AssertionError("not a task");
  }
}
