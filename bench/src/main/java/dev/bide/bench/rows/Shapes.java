package dev.bide.bench.rows;

import static dev.bide.Async.async;

import dev.bide.Async;
import dev.bide.AsyncStream;
import dev.bide.AsyncSupplier;
import dev.bide.Emitter;
import dev.bide.Task;
import dev.bide.bench.side.Row;
import dev.bide.runtimes.LocalRuntime;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What programs write beside plain calls, by a task of a runtime; each operation waits once. */
final class Shapes implements Row {
  /** Does something so many times. */
  private interface Work {
    Async<@Nullable Void, RuntimeException> run(long n);
  }

  private static final Integer ITEM = 1;

  private final LocalRuntime runtime = new LocalRuntime();
  private final Work work;
  private static long sum;

  private Shapes(Work work) {
    this.work = work;
  }

  @Override
  public void run(long n) {
    runtime.run(work.run(n));
  }

  /** All of them. */
  static Map<String, Supplier<Row>> all() {
    Map<String, Supplier<Row>> rows = new LinkedHashMap<>();
    add(rows, "supplier-value", n -> suppliers(n, () -> waits(2000).await()));
    add(
        rows,
        "stream-map",
        n ->
            async(() -> {
              for (int x : items(n).map(i -> waits(i).await()).await()) {
                sum += x;
              }
            }));
    add(
        rows,
        "stream-filter",
        n ->
            async(() -> {
              for (int x : items(n).filter(i -> waits(i).await() > 0).await()) {
                sum += x;
              }
            }));
    add(rows, "stream-for-each", n -> items(n).forEach(i -> sum += waits(i).await()));
    add(
        rows,
        "stream-generate",
        n ->
            async(() -> {
              for (int x : generated(n).await()) {
                sum += x;
              }
            }));
    add(
        rows,
        "return-finally",
        n ->
            async(() -> {
              for (long i = 0; i < n; i++) {
                sum += cleansUp((int) i).await();
              }
            }));
    add(
        rows,
        "return-switch",
        n ->
            async(() -> {
              for (long i = 0; i < n; i++) {
                sum += chooses((int) i).await();
              }
            }));
    return rows;
  }

  private static void add(Map<String, Supplier<Row>> rows, String name, Work work) {
    rows.put(name, () -> new Shapes(work));
  }

  private static Async<@Nullable Void, RuntimeException> suppliers(
      long n, AsyncSupplier<Integer, RuntimeException> s) {
    return async(() -> {
      for (long i = 0; i < n; i++) {
        sum += s.await();
      }
    });
  }

  private static Async<Integer, RuntimeException> waits(int i) {
    return async(() -> {
      Task.yield().await();
      return i;
    });
  }

  private static Async<Integer, RuntimeException> cleansUp(int i) {
    return async(() -> {
      try {
        return waits(i + 1000).await();
      } finally {
        sum++;
      }
    });
  }

  private static Async<Long, RuntimeException> chooses(int i) {
    return async(() ->
        switch (i & 3) {
          case 0 -> {
            Task.yield().await();
            yield i + 1000L;
          }
          case 1 -> waits(i + 2000).await() + sum;
          default -> waits(i + 3000).await() - sum;
        });
  }

  private static AsyncStream<Integer, RuntimeException> generated(long n) {
    return AsyncStream.generate((Emitter<Integer> out) -> {
      for (long i = 0; i < n; i++) {
        out.emit(ITEM).await();
      }
    });
  }

  private static AsyncStream<Integer, RuntimeException> items(long n) {
    return AsyncStream.from(() -> new Items(n));
  }

  private static final class Items implements Iterator<Integer> {
    private long left;

    Items(long n) {
      left = n;
    }

    @Override
    public boolean hasNext() {
      return left > 0;
    }

    @Override
    public Integer next() {
      left--;
      return ITEM;
    }
  }
}
