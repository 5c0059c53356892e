package dev.bide.it.sync;

import static dev.bide.Async.async;
import static dev.bide.Async.scope;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.bide.AsyncSupplier;
import dev.bide.Scope;
import dev.bide.TimedOutException;
import dev.bide.io.Pipe;
import dev.bide.runtimes.LocalRuntime;
import dev.bide.sync.AsyncChannel;
import dev.bide.sync.Mutex;
import dev.bide.sync.Oneshot;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Shared primitives between runtimes on threads of their own. */
class ThreadsTest {
  private static <T> List<T> inParallel(List<AsyncSupplier<T, Exception>> blocks) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(blocks.size())) {
      List<Future<T>> all = new ArrayList<>();
      for (AsyncSupplier<T, Exception> block : blocks) {
        Callable<T> runs =
            () -> {
              try (var runtime = new LocalRuntime()) {
                return runtime.run(block);
              }
            };
        all.add(threads.submit(runs));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> f : all) {
        results.add(f.get(60, TimeUnit.SECONDS));
      }
      return results;
    }
  }

  @Test
  void aChannelGivesEachItemToOneReceiver() throws Exception {
    int items = 20_000;
    AsyncChannel<Long> channel = AsyncChannel.bounded(4);
    List<AsyncSupplier<Long, Exception>> blocks = new ArrayList<>();
    int[] open = {2};
    Mutex mutex = Mutex.create();
    for (int i = 0; i < 2; i++) {
      int first = i;
      blocks.add(() -> {
        for (long n = first; n < items; n += 2) {
          channel.send(n).await();
        }
        try (var _ = mutex.lock().await()) {
          if (--open[0] == 0) {
            channel.close();
          }
        }
        return 0L;
      });
      blocks.add(() ->
          scope(
                  (Scope s) -> {
                    long[] sum = new long[1];
                    for (int r = 0; r < 3; r++) {
                      s.start(() -> {
                        for (long n : channel.stream().await()) {
                          sum[0] += n;
                        }
                      });
                    }
                    return sum;
                  })
              .await()[0]);
    }
    long sum = inParallel(blocks).stream().mapToLong(n -> n).sum();
    assertThat(sum).isEqualTo(LongStream.range(0, items).sum());
  }

  @Test
  void cancelledReceivesLoseNothing() throws Exception {
    int items = 2_000;
    AsyncChannel<Long> channel = AsyncChannel.bounded(2);
    AsyncSupplier<Long, Exception> sends =
        () -> {
          for (long n = 0; n < items; n++) {
            channel.send(n).await();
          }
          channel.close();
          return 0L;
        };
    AsyncSupplier<Long, Exception> impatient =
        () -> {
          long sum = 0;
          while (true) {
            try {
              Long n = channel.receive().timeout(Duration.ofNanos(20_000)).await();
              if (n == null) {
                return sum;
              }
              sum += n;
            } catch (TimedOutException e) {
              // again
            }
          }
        };
    long sum = inParallel(List.of(sends, impatient, impatient)).stream().mapToLong(n -> n).sum();
    assertThat(sum).isEqualTo(LongStream.range(0, items).sum());
  }

  @Test
  void aMutexExcludesAcrossThreads() throws Exception {
    Mutex mutex = Mutex.create();
    long[] count = new long[1]; // plain: the mutex publishes it
    AsyncSupplier<Long, Exception> adds =
        () -> {
          for (int i = 0; i < 10_000; i++) {
            try (var _ = mutex.lock().await()) {
              count[0]++;
            }
          }
          return 0L;
        };
    inParallel(List.of(adds, adds, adds));
    assertThat(count[0]).isEqualTo(30_000);
  }

  @Test
  void oneshotsCarryAnswersBetweenThreads() throws Exception {
    @SuppressWarnings("ArrayRecordComponent") // plain: the channel is to publish it
    record Question(long[] plain, Oneshot<Long, IOException> answer) {}
    AsyncChannel<Question> questions = AsyncChannel.bounded(8);
    AsyncSupplier<Long, Exception> answers =
        () -> {
          long n = 0;
          for (Question q : questions.stream().await()) {
            q.answer().complete(q.plain()[0] + 1);
            n++;
          }
          return n;
        };
    AsyncSupplier<Long, Exception> asks =
        () -> {
          for (long i = 0; i < 10_000; i++) {
            Question q = new Question(new long[] {i}, Oneshot.create());
            questions.send(q).await();
            assertThat(q.answer().await()).isEqualTo(i + 1);
          }
          questions.close();
          return 0L;
        };
    assertThat(inParallel(List.of(answers, asks))).containsExactly(10_000L, 0L);
  }

  @Test
  void aPipeCarriesBytesBetweenThreads() throws Exception {
    Pipe pipe = Pipe.create(37);
    int length = 300_000;
    AsyncSupplier<Long, Exception> writes =
        () -> {
          byte[] bytes = new byte[length];
          for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 31);
          }
          pipe.first().writeAll(bytes).await();
          pipe.first().closeAsync().await();
          return 0L;
        };
    AsyncSupplier<Long, Exception> reads =
        async(() -> {
          byte[] bytes = pipe.second().readAllBytes().await();
          for (int i = 0; i < bytes.length; i++) {
            assertThat(bytes[i]).isEqualTo((byte) (i * 31));
          }
          return (long) bytes.length;
        });
    assertThat(inParallel(List.of(writes, reads))).containsExactly(0L, (long) length);
  }

  @Test
  void whereAStackRunsOverInsideOthersStillGetIn() {
    assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> {
          for (int i = 0; i < 200; i++) {
            int start = i;
            AsyncChannel<Integer> channel = AsyncChannel.unbounded();
            Thread deep = new Thread(null, () -> runsOver(channel, start), "deep", 200_000);
            deep.setDaemon(true);
            deep.start();
            deep.join();
            assertThat(channel.trySend(1)).isTrue();
          }
        });
  }

  private static void runsOver(AsyncChannel<Integer> channel, int start) {
    try {
      from(start, channel);
    } catch (StackOverflowError e) {
      assertThat(channel.isClosed()).isFalse();
    }
  }

  /** Elsewhere on the stack each time, so that it is full elsewhere. */
  private static int from(int start, AsyncChannel<Integer> channel) {
    return start == 0 ? deeper(channel, 0) : from(start - 1, channel) + start;
  }

  @SuppressWarnings("InfiniteRecursion") // that is what is tested
  private static int deeper(AsyncChannel<Integer> channel, int n) {
    channel.trySend(n);
    Integer first = channel.tryReceive();
    return deeper(channel, n + 1) + (first == null ? 0 : first);
  }
}
