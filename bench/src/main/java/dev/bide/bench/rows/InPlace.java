package dev.bide.bench.rows;

import static dev.bide.Async.async;

import dev.bide.Async;
import dev.bide.AsyncStream;
import dev.bide.Task;
import dev.bide.bench.side.Row;
import dev.bide.runtimes.LocalRuntime;
import dev.bide.sync.AsyncChannel;
import dev.bide.sync.Mutex;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Leaves of the library's own, awaited where they are made, by one task or two. */
final class InPlace implements Row {
  /** Does something so many times. */
  interface Work {
    Async<@Nullable Void, RuntimeException> run(long n);
  }

  private static final Duration NANO = Duration.ofNanos(1);
  private static final Object ITEM = new Object();

  private final TightLoop loop = new TightLoop();
  private final List<Gate> gates = new ArrayList<>();
  private long asked;
  private int done;

  private InPlace(List<Work> tasks) {
    for (Work work : tasks) {
      Gate gate = new Gate();
      gates.add(gate);
      loop.spawn(task(gate, work));
    }
    loop.runAll();
  }

  private Async<@Nullable Void, RuntimeException> task(Gate gate, Work work) {
    return async(() -> {
      while (asked >= 0) {
        gate.await();
        work.run(asked).await();
        done++;
      }
    });
  }

  @Override
  public void run(long n) {
    asked = n;
    done = 0;
    gates.forEach(Gate::open);
    loop.runAll();
    if (done != gates.size()) {
      throw new IllegalStateException(done + " of " + gates.size() + " tasks are done");
    }
  }

  /** Waits for a turn each time. */
  static InPlace yield() {
    return new InPlace(
        List.of(n ->
            async(() -> {
              for (long i = 0; i < n; i++) {
                Task.yield().await();
              }
            })));
  }

  /** There is room for what is put in, and what is taken is there. */
  static InPlace ready(AsyncChannel<Object> channel) {
    return new InPlace(
        List.of(n ->
            async(() -> {
              for (long i = 0; i < n; i++) {
                channel.send(ITEM).await();
                channel.receive().await();
              }
            })));
  }

  /** A round trip over two channels of capacity 1: both sides wait each time. */
  static InPlace roundTrip(Supplier<AsyncChannel<Object>> channels) {
    AsyncChannel<Object> there = channels.get();
    AsyncChannel<Object> back = channels.get();
    return new InPlace(
        List.of(
            n ->
                async(() -> {
                  for (long i = 0; i < n; i++) {
                    there.send(ITEM).await();
                    back.receive().await();
                  }
                }),
            n ->
                async(() -> {
                  for (long i = 0; i < n; i++) {
                    there.receive().await();
                    back.send(ITEM).await();
                  }
                })));
  }

  /** A channel that is full: who sends waits each time. */
  static InPlace full(AsyncChannel<Object> channel) {
    return new InPlace(
        List.of(
            n ->
                async(() -> {
                  for (long i = 0; i < n; i++) {
                    channel.send(ITEM).await();
                  }
                }),
            n ->
                async(() -> {
                  for (long i = 0; i < n; i++) {
                    channel.receive().await();
                    Task.yield().await();
                  }
                })));
  }

  /** Two tasks that hand a lock to each other: what is left is the guard, which users hold. */
  static InPlace lock(Mutex mutex) {
    Work work =
        n ->
            async(() -> {
              for (long i = 0; i < n; i++) {
                try (var _ = mutex.lock().await()) {
                  Task.yield().await();
                }
              }
            });
    return new InPlace(List.of(work, work));
  }

  /** Sleeps for as short as it can. */
  static Row sleep() {
    return new Row() {
      private final LocalRuntime runtime = new LocalRuntime();

      @Override
      public void run(long n) {
        runtime.run(() -> {
          for (long i = 0; i < n; i++) {
            Async.sleep(NANO).await();
          }
        });
      }
    };
  }

  /** A loop over a channel's stream that waits for each item. */
  static InPlace stream(AsyncChannel<Object> channel) {
    AsyncStream<Object, RuntimeException> items = channel.stream();
    return new InPlace(
        List.of(
            n ->
                async(() -> {
                  for (long i = 0; i < n; i++) {
                    items.next().await();
                  }
                }),
            n ->
                async(() -> {
                  for (long i = 0; i < n; i++) {
                    channel.send(ITEM).await();
                    Task.yield().await();
                  }
                })));
  }
}
