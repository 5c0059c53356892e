package dev.bide.promises.loops;

import static dev.bide.Async.sleep;
import static dev.bide.Async.timeout;

import dev.bide.TimedOutException;
import dev.bide.libuv.LibuvLoop;
import dev.bide.promises.program.RespProgram;
import dev.bide.sync.Oneshot;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Woven code on libuv's loop, in this process. */
public final class LibuvProgram {
  /** How many wake-ups come from inside libuv's callbacks. */
  public static final int FROM_CALLBACKS = 20;

  /** How many come from other threads. */
  public static final int FROM_THREADS = 20;

  private LibuvProgram() {}

  /** What was counted; the last two after the loop was closed. */
  public record Seen(
      int calls,
      int fromCallbacks,
      int fromThreads,
      int caught,
      int handles,
      int stubs,
      int openHandles,
      int openStubs) {}

  /** Runs it; {@code faulty} has one callback of libuv's forget to wake who waits for it. */
  public static Seen run(int calls, boolean faulty) throws IOException {
    List<Throwable> caught = new ArrayList<>();
    LibuvLoop loop = LibuvLoop.open((_, failure) -> caught.add(failure));
    int[] counted = new int[3];
    int handles;
    int stubs;
    try (loop) {
      loop.run(() -> {
        counted[0] = RespProgram.overPipe(calls, false).await();
        for (int i = 0; i < FROM_CALLBACKS; i++) {
          Oneshot<Integer, RuntimeException> reply = Oneshot.create();
          boolean forget = faulty && i == 7;
          loop.after(
              Duration.ofMillis(1),
              () -> {
                if (!forget) {
                  reply.complete(1);
                }
              });
          try {
            counted[1] += timeout(Duration.ofSeconds(2), () -> reply.await()).await();
          } catch (TimedOutException e) {
            // Counted: it is one wake-up less.
          }
        }
        for (int i = 0; i < FROM_THREADS; i++) {
          Oneshot<Integer, RuntimeException> reply = Oneshot.create();
          Thread.ofPlatform().start(() -> reply.complete(1));
          counted[2] += reply.await();
        }
        loop.after(
            Duration.ZERO,
            () -> {
              throw new IllegalStateException("planted, to be kept from libuv's frames");
            });
        sleep(Duration.ofMillis(5)).await();
      });
      handles = loop.openHandles();
      stubs = loop.openStubs();
    }
    return new Seen(
        counted[0],
        counted[1],
        counted[2],
        caught.size(),
        handles,
        stubs,
        loop.openHandles(),
        loop.openStubs());
  }
}
