package dev.bide.it;

import static dev.bide.Async.async;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bide.Async;
import dev.bide.Cancelled;
import dev.bide.Poll;
import dev.bide.Task;
import dev.bide.runtime.Context;
import dev.bide.testing.TestRuntime;
import dev.bide.weave.v1.Frame;
import dev.bide.weave.v1.Slots;
import dev.bide.weave.v1.Suspended;
import dev.bide.weave.v1.Weave;
import dev.bide.weave.v1.WovenSupplier;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The stack is full where the frame of a block that is polled by hand is entered: its own handler
 * was not entered then. That poll has done nothing, and what catches its error goes on as ever.
 */
class FullStackTest {
  private final TestRuntime runtime = TestRuntime.confined();
  private final List<String> log = new ArrayList<>();
  private boolean full;

  @AfterEach
  void nothingIsLeft() {
    assertThat(runtime.liveTasks()).isEmpty();
    assertThat(runtime.alarms()).isZero();
  }

  /** Waits so often. */
  private final class Bell implements Async<String, RuntimeException> {
    private int times;
    private boolean cancelled;

    Bell(int times) {
      this.times = times;
    }

    @Override
    public Object poll(Context cx) {
      log.add("poll");
      if (cancelled) {
        throw Cancelled.byLeaf();
      }
      if (times-- > 0) {
        cx.waker().wake();
        return Poll.PENDING;
      }
      return "rings";
    }

    @Override
    public void cancel() {
      cancelled = true;
    }
  }

  /** A block that awaits a leaf and says how it is left, as woven code is. */
  private Async<String, RuntimeException> block(Async<String, RuntimeException> leaf) {
    return async(
        new WovenSupplier<String, RuntimeException>() {
          @Override
          public @Nullable Object start(Slots cx, @Nullable Suspended spare) throws Throwable {
            Object r = Weave.start(leaf, cx);
            if (!(r instanceof Suspended)) {
              return r;
            }
            Entered frame = new Entered(cx);
            frame.state = 1;
            Weave.suspendConfined(frame, leaf, r, cx);
            return frame;
          }
        });
  }

  private final class Entered extends Frame {
    Entered(Slots cx) {
      super(cx);
    }

    @Override
    public @Nullable Object advance(Slots cx) {
      if (full) { // as where there is no room for it: outside of all handlers
        throw new StackOverflowError();
      }
      return super.advance(cx);
    }

    @Override
    public @Nullable Object resume(Slots cx, @Nullable Object in, @Nullable Throwable failure)
        throws Throwable {
      log.add(failure == null ? "value" : failure.getClass().getSimpleName());
      if (failure != null) {
        throw failure;
      }
      return in;
    }
  }

  /** Polls a block by hand, in its second poll without stack. */
  private final class ByHand implements Async<String, RuntimeException> {
    private final Async<String, RuntimeException> block;
    private final boolean again;
    private final boolean throwsOn;
    private int polls;

    /**
     * Of a block.
     *
     * @param again whether it is polled twice in that poll: its chain has stayed in the context
     * @param throwsOn whether the error leaves this
     */
    ByHand(Async<String, RuntimeException> block, boolean again, boolean throwsOn) {
      this.block = block;
      this.again = again;
      this.throwsOn = throwsOn;
    }

    @Override
    public @Nullable Object poll(Context cx) {
      if (++polls != 2) {
        return block.poll(cx);
      }
      if (again) {
        assertThat(block.poll(cx)).isEqualTo(Poll.PENDING);
      }
      full = true;
      try {
        return block.poll(cx);
      } catch (StackOverflowError e) {
        log.add("full");
        if (throwsOn) {
          throw e;
        }
        cx.waker().wake();
        return Poll.PENDING;
      } finally {
        full = false;
      }
    }

    @Override
    public void cancel() {
      block.cancel();
    }
  }

  private Async<String, RuntimeException> yields(String value) {
    return async(() -> {
      Task.yield().await();
      return value;
    });
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aLaterPollGoesOn(boolean again) {
    ByHand byHand = new ByHand(block(new Bell(again ? 2 : 1)), again, false);
    assertThat(runtime.run(() -> byHand.await())).isEqualTo("rings");
    if (again) {
      assertThat(log.removeFirst()).isEqualTo("poll");
    }
    assertThat(log).containsExactly("poll", "full", "poll", "value");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aLaterCancelUnwindsIt(boolean again) {
    ByHand byHand = new ByHand(block(new Bell(9)), again, false);
    var task = runtime.spawn(() -> byHand.await());
    while (!log.contains("full")) {
      runtime.runOneTurn();
    }
    log.clear();
    task.cancel();
    runtime.runUntilIdle();
    assertThat(log).containsExactly("poll", "Cancelled");
    assertThat(task.isEnded()).isTrue();
  }

  /** Catches the error, and then waits in another block. */
  private Async<String, RuntimeException> catching(ByHand byHand) {
    return async(() -> {
      String value;
      try {
        value = byHand.await();
      } catch (StackOverflowError e) {
        value = yields("caught").await();
      }
      Task.yield().await();
      return value + " " + yields("after").await();
    });
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whoeverCatchesItWaitsOn(boolean again) {
    ByHand byHand = new ByHand(block(new Bell(9)), again, true);
    assertThat(runtime.run(() -> catching(byHand).await())).isEqualTo("caught after");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void soDoesOneThatIsPolledByHandItself(boolean again) {
    var outer = catching(new ByHand(block(new Bell(9)), again, true));
    assertThat(runtime.run(() -> new Passed(outer).await())).isEqualTo("caught after");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theTaskEndsWithIt(boolean again) {
    ByHand byHand = new ByHand(block(new Bell(9)), again, true);
    assertThatThrownBy(() -> runtime.run(() -> yields(byHand.await()).await()))
        .isInstanceOf(StackOverflowError.class);
    assertThat(runtime.run(() -> yields("another").await())).isEqualTo("another");
  }

  @Test
  void fromInsideItsOwnPollItIsStillRefused() {
    List<Async<String, RuntimeException>> itself = new ArrayList<>();
    Async<String, RuntimeException> block = block(new Inside(itself));
    itself.add(block);
    assertThatThrownBy(() -> runtime.run(() -> new Passed(block).await()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("polled from inside its own poll");
  }

  /** Waits once, and then polls what polls it. */
  private static final class Inside implements Async<String, RuntimeException> {
    private final List<Async<String, RuntimeException>> itself;
    private boolean waited;

    Inside(List<Async<String, RuntimeException>> itself) {
      this.itself = itself;
    }

    @Override
    public @Nullable Object poll(Context cx) {
      if (!waited) {
        waited = true;
        cx.waker().wake();
        return Poll.PENDING;
      }
      return itself.getFirst().poll(cx);
    }

    @Override
    public void cancel() {}
  }

  /** Polls a block by hand. */
  private static final class Passed implements Async<String, RuntimeException> {
    private final Async<String, RuntimeException> block;

    Passed(Async<String, RuntimeException> block) {
      this.block = block;
    }

    @Override
    public @Nullable Object poll(Context cx) {
      return block.poll(cx);
    }

    @Override
    public void cancel() {
      block.cancel();
    }
  }

  // ---------------------------------------------------------------- a stack that is really full

  /** A block two deep that waits for a leaf, and what has become of it. */
  private static final class Waiting {
    private boolean full;
    private boolean rings;
    private boolean ended;
    private int left;
    private int value;
    private @Nullable Throwable refused;
    private final Async<Integer, RuntimeException> block = outer();

    private final Async<Integer, RuntimeException> leaf =
        new Async<>() {
          @Override
          public Object poll(Context cx) {
            if (ended) {
              throw new AssertionError("polled after its end");
            }
            ended = rings;
            return rings ? 1 : Poll.PENDING;
          }

          @Override
          public void cancel() {}
        };

    /** It rings, and its block is polled once more, where there is stack enough. */
    void end(Context cx) {
      rings = true;
      try {
        value = (int) block.poll(cx);
      } catch (IllegalStateException e) {
        refused = e;
      }
    }

    /** It has gone on, or ended where the stack was full: in a call of its own code. */
    void isAsItMayBe() {
      if (refused == null) {
        assertThat(value).isEqualTo(2);
        assertThat(left).isEqualTo(1);
      } else {
        assertThat(full).isTrue();
        assertThat(refused).hasMessageContaining("this computation has ended");
        assertThat(left).isLessThanOrEqualTo(1);
        assertThat(ended).isFalse();
      }
    }

    private Async<Integer, RuntimeException> outer() {
      return async(() -> {
        int n = inner().await();
        return n + 1;
      });
    }

    private Async<Integer, RuntimeException> inner() {
      return async(() -> {
        try {
          return leaf.await();
        } finally {
          left++;
        }
      });
    }
  }

  /** Polls blocks where the stack is full, each one a call further up than the one before. */
  private static final class Deep implements Async<List<Waiting>, RuntimeException> {
    private static final int MANY = 100; // fits into the budget of a turn
    private final List<Waiting> blocks = new ArrayList<>();
    private int next;

    @Override
    public @Nullable Object poll(Context cx) {
      if (blocks.isEmpty()) {
        for (int i = 0; i < MANY; i++) {
          Waiting w = new Waiting();
          w.block.poll(cx);
          blocks.add(w);
        }
        cx.waker().wake();
        return Poll.PENDING;
      }
      if (next == 0) {
        down(cx);
        cx.waker().wake();
        return Poll.PENDING;
      }
      blocks.forEach(w -> w.end(cx));
      return blocks;
    }

    @SuppressWarnings("InfiniteRecursion") // that is the point
    private void down(Context cx) {
      try {
        down(cx);
      } catch (StackOverflowError e) {
        // from here on upwards
      }
      if (next < MANY) {
        Waiting w = blocks.get(next++);
        try {
          for (int i = 0; i < 2; i++) { // the second time its chain is in the context
            w.block.poll(cx);
          }
        } catch (StackOverflowError e) {
          w.full = true;
        }
      }
    }

    @Override
    public void cancel() {}
  }

  @Test
  void aBlockIsNotLeftTwiceHoweverFullTheStackIs() throws InterruptedException {
    List<Waiting> all = new ArrayList<>();
    Thread small =
        new Thread(
            null,
            () -> {
              for (int i = 0; i < 50; i++) {
                all.addAll(TestRuntime.confined().run(() -> new Deep().await()));
              }
            },
            "small stack",
            256 * 1024);
    small.start();
    small.join();
    assertThat(all).hasSize(50 * Deep.MANY).allSatisfy(Waiting::isAsItMayBe);
    assertThat(all).anyMatch(w -> w.full && w.value == 2);
  }
}
