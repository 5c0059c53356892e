package woven;

import dev.bide.*;
import dev.bide.runtime.*;
import java.io.IOException;
import java.util.*;

/** Leaves that wait as often as the test says, a log, and a scheduler of one thread. */
public final class Support {
  /** How often each leaf waits; negative: by chance. */
  static int pending;

  static Random random = new Random(0);

  /** What the programs did beside returning a value. */
  static final List<String> log = new ArrayList<>();

  private Support() {}

  static class Leaf<T> implements Async<T, IOException> {
    private final T value;
    private final IOException failure;
    private int left = pending < 0 ? random.nextInt(3) : pending;
    private boolean cancelled;

    Leaf(T value, IOException failure) {
      this.value = value;
      this.failure = failure;
    }

    @Override
    public Object poll(Context cx) throws IOException {
      if (cancelled) {
        throw new IllegalStateException("cancelled");
      }
      if (left-- > 0) {
        cx.waker().wake();
        return Poll.PENDING;
      }
      if (failure != null) {
        throw failure;
      }
      return value;
    }

    @Override
    public void cancel() {
      cancelled = true;
    }
  }

  static <T> Async<T, IOException> v(T value) {
    return new Leaf<>(value, null);
  }

  static <T> Async<T, IOException> fail(String message) {
    return new Leaf<>(null, new IOException(message));
  }

  /** Runs programs at one pattern of waiting; each gives a line. */
  public static List<String> run(String className, int pendingEach, long seed) throws Exception {
    pending = pendingEach;
    random = new Random(seed);
    @SuppressWarnings("unchecked")
    Map<String, Async<?, ?>> programs =
        (Map<String, Async<?, ?>>) Class.forName(className).getMethod("programs").invoke(null);
    List<String> lines = new ArrayList<>();
    programs.forEach((name, program) -> lines.add(name + ": " + outcome(program)));
    return lines;
  }

  static String outcome(Async<?, ?> program) {
    log.clear();
    Runner runner = new Runner();
    Task<?, ?> task = runner.spawn(program);
    runner.run();
    String result;
    try {
      result = String.valueOf(task.resultNow());
    } catch (Exception e) {
      result = e + Arrays.toString(e.getSuppressed());
    }
    return result + " " + log;
  }

  private static final class Runner extends Scheduler {
    private final WorkQueue queue = new WorkQueue();

    Runner() {
      super("test", new Object());
    }

    @Override
    public Object thread() {
      return ownThread();
    }

    @Override
    public void schedule(Work work) {
      queue.add(work);
    }

    @Override
    public void post(Work message) {
      queue.add(message);
    }

    @Override
    public void failed(String what, Throwable failure) {}

    void run() {
      Context cx = Context.of(this);
      for (Work work; (work = queue.poll()) != null; ) {
        work.run(cx);
      }
    }
  }
}
