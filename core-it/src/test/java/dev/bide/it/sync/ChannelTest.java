package dev.bide.it.sync;

import static dev.bide.Async.async;
import static dev.bide.Async.race;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bide.Cancelled;
import dev.bide.ChannelClosedException;
import dev.bide.Task;
import dev.bide.sync.AsyncChannel;
import dev.bide.testing.TestRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** First in, first out, on both sides; nothing is lost by a cancel. */
class ChannelTest {
  enum Kind {
    SHARED,
    LOCAL;

    <T> AsyncChannel<T> channel(int capacity) {
      return this == SHARED ? AsyncChannel.bounded(capacity) : AsyncChannel.local(capacity);
    }
  }

  private final TestRuntime runtime = TestRuntime.confined("first");
  private final List<String> log = new ArrayList<>();

  @AfterEach
  void nothingFailedUnseen() {
    assertThat(runtime.failures()).isEmpty();
  }

  private List<String> takeLog() {
    List<String> all = List.copyOf(log);
    log.clear();
    return all;
  }

  private Task<?, RuntimeException> receiver(AsyncChannel<?> channel, String name) {
    var task =
        runtime.spawn(() -> {
          try {
            log.add(name + " got " + channel.receive().await());
          } catch (Cancelled c) {
            log.add(name + " cancelled");
            throw c;
          }
        });
    runtime.runUntilIdle();
    return task;
  }

  private <T> Task<?, RuntimeException> sender(AsyncChannel<T> channel, T item) {
    var task =
        runtime.spawn(() -> {
          try {
            channel.send(item).await();
            log.add(item + " taken");
          } catch (Cancelled c) {
            log.add(item + " cancelled");
            throw c;
          } catch (ChannelClosedException e) {
            log.add(item + " refused");
          }
        });
    runtime.runUntilIdle();
    return task;
  }

  @ParameterizedTest
  @EnumSource
  void itemsComeOutInTheOrderInWhichTheyWereSent(Kind kind) {
    AsyncChannel<Integer> channel = kind.channel(3);
    List<Integer> seen = new ArrayList<>();
    runtime.spawn(() -> {
      for (int i = 0; i < 100; i++) {
        channel.send(i).await();
      }
      channel.close();
    });
    runtime.run(() -> {
      for (int i : channel.stream().await()) {
        seen.add(i);
      }
    });
    assertThat(seen).isEqualTo(IntStream.range(0, 100).boxed().toList());
  }

  @ParameterizedTest
  @EnumSource
  void aSendWaitsWhileTheChannelIsFull(Kind kind) {
    AsyncChannel<String> channel = kind.channel(2);
    sender(channel, "a");
    sender(channel, "b");
    sender(channel, "c");
    sender(channel, "d");
    assertThat(takeLog()).containsExactly("a taken", "b taken");
    assertThat(channel.size()).isEqualTo(2);
    assertThat(channel.trySend("e")).isFalse();
    assertThat(channel.tryReceive()).isEqualTo("a");
    runtime.runUntilIdle();
    assertThat(takeLog()).containsExactly("c taken");
    receiver(channel, "r");
    assertThat(takeLog()).containsExactly("r got b", "d taken");
  }

  @ParameterizedTest
  @EnumSource
  void thoseWhoWaitAreServedInTheOrderInWhichTheyBeganTo(Kind kind) {
    AsyncChannel<Integer> channel = kind.channel(9);
    receiver(channel, "r1");
    receiver(channel, "r2");
    receiver(channel, "r3");
    for (int i = 1; i <= 3; i++) {
      assertThat(channel.trySend(i)).isTrue();
    }
    assertThat(channel.tryReceive()).as("all are kept for those who wait").isNull();
    runtime.runUntilIdle();
    assertThat(takeLog()).containsExactly("r1 got 1", "r2 got 2", "r3 got 3");
  }

  @ParameterizedTest
  @EnumSource
  void whoComesLaterDoesNotOvertakeAWaiterThatWasWokenAndNotPolled(Kind kind) {
    AsyncChannel<Integer> channel = kind.channel(9);
    receiver(channel, "early");
    channel.trySend(1);
    assertThat(channel.tryReceive()).isNull();
    receiver(channel, "late");
    channel.trySend(2);
    runtime.runUntilIdle();
    assertThat(takeLog()).containsExactly("early got 1", "late got 2");
  }

  @ParameterizedTest
  @EnumSource
  void aReceiverThatIsCancelledTakesNothing(Kind kind) {
    AsyncChannel<Integer> channel = kind.channel(9);
    Task<?, ?> r1 = receiver(channel, "r1");
    receiver(channel, "r2");
    r1.cancel();
    channel.trySend(1);
    runtime.runUntilIdle();
    assertThat(takeLog()).containsExactly("r1 cancelled", "r2 got 1");
    assertThat(channel.size()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void aReceiverThatIsCancelledAfterItWasWokenPassesItsItemOn(Kind kind) {
    AsyncChannel<Integer> channel = kind.channel(9);
    Task<?, ?> r1 = receiver(channel, "r1");
    receiver(channel, "r2");
    channel.trySend(1);
    r1.cancel();
    runtime.runUntilIdle();
    assertThat(takeLog()).containsExactly("r1 cancelled", "r2 got 1");
    Task<?, ?> r3 = receiver(channel, "r3");
    channel.trySend(2);
    channel.trySend(3);
    r3.cancel();
    runtime.runUntilIdle();
    assertThat(channel.tryReceive()).as("given back in front").isEqualTo(2);
    assertThat(channel.tryReceive()).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource
  void aSendThatIsCancelledWasNotTaken(Kind kind) {
    AsyncChannel<String> channel = kind.channel(1);
    sender(channel, "a");
    Task<?, ?> b = sender(channel, "b");
    sender(channel, "c");
    b.cancel();
    runtime.runUntilIdle();
    receiver(channel, "r");
    receiver(channel, "s");
    assertThat(takeLog())
        .containsExactly("a taken", "b cancelled", "r got a", "c taken", "s got c");
  }

  @ParameterizedTest
  @EnumSource
  void aSendThatIsCancelledTooLateEndsNormally(Kind kind) {
    AsyncChannel<String> channel = kind.channel(1);
    sender(channel, "a");
    Task<?, ?> b = sender(channel, "b");
    assertThat(channel.tryReceive()).isEqualTo("a"); // takes b in
    b.cancel();
    runtime.runUntilIdle();
    assertThat(takeLog()).containsExactly("a taken", "b taken");
    assertThat(channel.tryReceive()).isEqualTo("b");
  }

  @ParameterizedTest
  @EnumSource
  void closingRefusesSendersAndLetsReceiversTakeTheRest(Kind kind) {
    AsyncChannel<String> channel = kind.channel(1);
    sender(channel, "a");
    sender(channel, "b");
    channel.close();
    channel.close();
    runtime.runUntilIdle();
    assertThat(channel.isClosed()).isTrue();
    assertThat(channel.trySend("c")).isFalse();
    sender(channel, "d");
    receiver(channel, "r");
    receiver(channel, "s");
    assertThat(takeLog())
        .containsExactly("a taken", "b refused", "d refused", "r got a", "s got null");
  }

  @ParameterizedTest
  @EnumSource
  void closingEndsThoseWhoWait(Kind kind) {
    AsyncChannel<String> channel = kind.channel(1);
    receiver(channel, "r");
    receiver(channel, "s");
    channel.close();
    runtime.runUntilIdle();
    assertThat(takeLog()).containsExactly("r got null", "s got null");
  }

  @ParameterizedTest
  @EnumSource
  void afterClosingAnItemThatWasKeptForACancelledReceiverGoesToTheNext(Kind kind) {
    AsyncChannel<Integer> channel = kind.channel(9);
    Task<?, ?> r1 = receiver(channel, "r1");
    receiver(channel, "r2");
    channel.trySend(1);
    channel.close();
    r1.cancel();
    runtime.runUntilIdle();
    assertThat(takeLog()).containsExactly("r1 cancelled", "r2 got 1");
  }

  @ParameterizedTest
  @EnumSource
  void receiveManyTakesAllThatIsThereUpToAMaximum(Kind kind) {
    AsyncChannel<Integer> channel = kind.channel(10);
    List<Integer> into = new ArrayList<>();
    var task = runtime.spawn(() -> channel.receiveMany(into, 3).await());
    runtime.runUntilIdle();
    for (int i = 0; i < 5; i++) {
      channel.trySend(i);
    }
    runtime.runUntilIdle();
    assertThat(task.resultNow()).isEqualTo(3);
    assertThat(into).containsExactly(0, 1, 2);
    assertThat(runtime.run(channel.receiveMany(into, 9))).isEqualTo(2);
    assertThat(into).containsExactly(0, 1, 2, 3, 4);
    channel.close();
    assertThat(runtime.run(channel.receiveMany(into, 9))).isZero();
    assertThatThrownBy(() -> channel.receiveMany(into, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @EnumSource
  void receiveManyMakesRoomForSenders(Kind kind) {
    AsyncChannel<String> channel = kind.channel(1);
    sender(channel, "a");
    sender(channel, "b");
    sender(channel, "c");
    List<String> into = new ArrayList<>();
    assertThat(runtime.run(channel.receiveMany(into, 9))).isEqualTo(3);
    assertThat(into).containsExactly("a", "b", "c");
  }

  @ParameterizedTest
  @EnumSource
  void leavingAViewLeavesTheChannelOpen(Kind kind) {
    AsyncChannel<Integer> channel = kind.channel(9);
    channel.trySend(1);
    channel.trySend(2);
    runtime.run(() -> {
      for (int i : channel.stream().await()) {
        log.add("first " + i);
        break;
      }
      channel.trySend(3);
      channel.close();
      for (int i : channel.stream().await()) {
        log.add("second " + i);
      }
    });
    assertThat(log).containsExactly("first 1", "second 2", "second 3");
  }

  @ParameterizedTest
  @EnumSource
  void twoReadyReceivesInARaceLoseNothing(Kind kind) {
    AsyncChannel<Integer> a = kind.channel(100);
    AsyncChannel<Integer> b = kind.channel(100);
    for (int i = 0; i < 34; i++) {
      a.trySend(i);
      b.trySend(100 + i);
    }
    List<Integer> seen = new ArrayList<>();
    runtime.run(() -> {
      for (int i = 0; i < 68; i++) {
        boolean turn = i % 2 == 0;
        seen.add(race((turn ? a : b).receive(), (turn ? b : a).receive()).await());
      }
    });
    assertThat(seen).doesNotHaveDuplicates().doesNotContainNull().hasSize(68);
  }

  @Test
  void aHundredThousandRandomStepsLoseAndDoubleNothing() {
    SplittableRandom random = new SplittableRandom(7);
    for (Kind kind : Kind.values()) {
      AsyncChannel<Integer> channel = kind.channel(3);
      List<Task<?, RuntimeException>> live = new ArrayList<>();
      List<Integer> received = new ArrayList<>();
      List<Integer> accepted = new ArrayList<>();
      int[] next = new int[1];
      for (int step = 0; step < 100_000; step++) {
        switch (random.nextInt(8)) {
          case 0, 1 -> {
            int item = next[0]++;
            live.add(
                runtime.spawn(
                    async(() -> {
                      channel.send(item).await();
                      accepted.add(item);
                    })));
          }
          case 2, 3 ->
              live.add(
                  runtime.spawn(
                      async(() -> {
                        received.add(channel.receive().await());
                      })));
          case 4 -> {
            Integer item = channel.tryReceive();
            if (item != null) {
              received.add(item);
            }
          }
          case 5 -> {
            if (!live.isEmpty()) {
              live.remove(random.nextInt(live.size())).cancel();
            }
          }
          default -> runtime.runOneTurn();
        }
        if (live.size() > 20) {
          live.remove(0).cancel();
        }
      }
      live.forEach(Task::cancel);
      runtime.runUntilIdle();
      Integer left;
      while ((left = channel.tryReceive()) != null) {
        received.add(left);
      }
      assertThat(received).doesNotHaveDuplicates();
      assertThat(received).containsExactlyInAnyOrderElementsOf(accepted);
      assertThat(received.size()).isGreaterThan(1000);
    }
  }

  @Test
  void nullsAndZeroCapacitiesAreRefused() {
    assertThatThrownBy(() -> AsyncChannel.bounded(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> AsyncChannel.bounded(1).send(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("carries no nulls");
    assertThatThrownBy(() -> AsyncChannel.bounded(1).trySend(null))
        .isInstanceOf(NullPointerException.class);
  }

  @Test
  void anUnboundedChannelIsNeverFull() {
    AsyncChannel<Integer> channel = AsyncChannel.unbounded();
    runtime.run(() -> {
      for (int i = 0; i < 10_000; i++) {
        channel.send(i).await();
      }
    });
    assertThat(channel.size()).isEqualTo(10_000);
  }

  @Test
  void aSharedChannelConnectsRuntimes() {
    TestRuntime second = TestRuntime.migrating("second", 2);
    AsyncChannel<Integer> channel = AsyncChannel.bounded(1);
    List<Integer> seen = new ArrayList<>();
    var reader =
        second.spawn(() -> {
          for (int i : channel.stream().await()) {
            seen.add(i);
          }
        });
    runtime.spawn(() -> {
      for (int i = 0; i < 5; i++) {
        channel.send(i).await();
      }
      channel.close();
    });
    while (!reader.isEnded()) {
      // each on what the other takes for another thread
      second.runUntilIdle();
      runtime.runUntilIdle();
    }
    assertThat(seen).containsExactly(0, 1, 2, 3, 4);
  }

  @Test
  void aLocalChannelRefusesOtherRuntimesNamingBoth() {
    TestRuntime second = TestRuntime.confined("second");
    AsyncChannel<Integer> channel = AsyncChannel.local(1);
    runtime.run(channel.send(1));
    assertThatThrownBy(() -> second.run(channel.receive()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("belongs to the runtime 'first'")
        .hasMessageContaining("used by a task of the runtime 'second'");
    runtime.outside(() ->
        assertThatThrownBy(() -> channel.trySend(2))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("'first'"));
    assertThatThrownBy(
            () -> TestRuntime.migrating("moving", 2).run(AsyncChannel.<Integer>local(1).receive()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("'moving' moves tasks between threads");
    second.takeFailures();
  }
}
