package dev.bide.bench.rows;

import static dev.bide.Async.async;

import dev.bide.Async;
import dev.bide.Task;
import dev.bide.bench.side.Row;
import dev.bide.runtimes.LocalRuntime;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Calls as programs make them: by a task of a runtime, whose loop, task and chain the JIT would
 * inline together with the calls, behind a wait for a leaf, with a result that is handed on, and
 * with a checked exception. One operation waits twice.
 */
class OnRuntime implements Row {
  private final LocalRuntime runtime = new LocalRuntime();
  private long length;

  @Override
  public void run(long n) {
    try {
      runtime.run(() -> {
        work(n).await();
      });
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private Async<@Nullable Void, IOException> work(long n) {
    return async(() -> {
      for (long i = 0; i < n; i++) {
        Task.yield().await();
        length += outer("abc", i).await().length();
      }
    });
  }

  /** Hands on what it is given. */
  Async<String, IOException> outer(String s, long i) {
    return async(() -> middle(s, i).await());
  }

  /** May fail with what is checked. */
  Async<String, IOException> middle(String s, long i) {
    return async(() -> {
      String r = inner(s).await();
      if (i < 0) {
        throw new IOException(r);
      }
      return r;
    });
  }

  /** Waits once. */
  Async<String, IOException> inner(String s) {
    return async(() -> {
      Task.yield().await();
      return s;
    });
  }
}
