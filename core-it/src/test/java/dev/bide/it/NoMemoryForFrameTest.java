package dev.bide.it;

import static dev.bide.Async.async;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bide.Async;
import dev.bide.Poll;
import dev.bide.Task;
import dev.bide.runtime.Context;
import dev.bide.runtime.Waker;
import dev.bide.testing.TestRuntime;
import dev.bide.weave.v1.Slots;
import dev.bide.weave.v1.Suspended;
import dev.bide.weave.v1.Weave;
import dev.bide.weave.v1.WovenSupplier;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A block catches that there was no memory for a frame inside of it, and waits on. */
class NoMemoryForFrameTest {
  private final TestRuntime runtime = TestRuntime.confined();
  private final List<String> log = new ArrayList<>();

  /** Waits once each time it is awaited; one object for all awaits. */
  private static final class Bell implements Async<@Nullable Void, RuntimeException> {
    private boolean waits;

    @Override
    public @Nullable Object poll(Context cx) {
      waits = !waits;
      if (waits) {
        Waker waker = cx.waker();
        waker.wake();
        return Poll.PENDING;
      }
      return null;
    }

    @Override
    public void cancel() {}
  }

  /** As woven code does it when {@code new TheFrame()} throws. */
  private static Async<String, RuntimeException> outOfMemory(Async<?, ?> child) {
    return async(
        new WovenSupplier<String, RuntimeException>() {
          @Override
          public @Nullable Object start(Slots cx, @Nullable Suspended spare) throws Throwable {
            Object r = Weave.start(child, cx);
            if (r instanceof Suspended) {
              Weave.unframed(child, r, cx);
              throw new OutOfMemoryError("no frame");
            }
            return r;
          }
        });
  }

  private Async<@Nullable Void, RuntimeException> child() {
    return async(() -> {
      try {
        Task.yield().await();
        log.add("not cancelled");
      } finally {
        log.add("child");
      }
    });
  }

  @Test
  void forTheLeafThatItHadWaitedForBefore() {
    Bell bell = new Bell();
    String value =
        runtime.run(() -> {
          for (int i = 0; i < 3; i++) {
            bell.await();
            try {
              log.add(outOfMemory(child()).await());
            } catch (OutOfMemoryError e) {
              log.add("caught");
            }
            bell.await();
            log.add("went on");
          }
          return "end";
        });
    assertThat(value).isEqualTo("end");
    assertThat(log)
        .containsExactly(
            "caught", "child", "went on", "caught", "child", "went on", "caught", "child",
            "went on");
  }
}
