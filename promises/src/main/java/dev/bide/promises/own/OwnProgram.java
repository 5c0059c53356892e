package dev.bide.promises.own;

import dev.bide.Async;
import dev.bide.AsyncSupplier;
import dev.bide.promises.program.RespProgram;
import dev.bide.runtime.Scheduler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.channels.Selector;

/**
 * Runs woven code on a runtime that this program was not compiled against: {@code
 * tiny.TinyRuntime}, from the documentation.
 */
public final class OwnProgram {
  private OwnProgram() {}

  /** Marks in the log of loaded classes where the program is over. */
  private static final class End {}

  /** Arguments: how many calls; whether a block is to open a selector, as the planted fault. */
  public static void main(String[] args) throws Throwable {
    int calls = Integer.parseInt(args[0]);
    boolean faulty = Boolean.parseBoolean(args[1]);
    Class<?> tiny = Class.forName("tiny.TinyRuntime");
    var lookup = MethodHandles.lookup();
    Scheduler runtime =
        (Scheduler) lookup.findConstructor(tiny, MethodType.methodType(void.class)).invoke();
    var run =
        lookup.findVirtual(tiny, "run", MethodType.methodType(Object.class, AsyncSupplier.class));

    int threads = Thread.getAllStackTraces().size();
    Async<Integer, IOException> program =
        Async.async(() -> {
          if (faulty) {
            openSelector();
          }
          return RespProgram.overPipe(calls, false).await();
        });
    Object right = run.invoke(runtime, program);
    int started = Thread.getAllStackTraces().size() - threads;

    System.out.println(new End().getClass().getSimpleName());
    System.out.println("calls=" + right);
    System.out.println("threads=" + started);
  }

  private static void openSelector() {
    try (Selector selector = Selector.open()) {
      selector.selectNow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
