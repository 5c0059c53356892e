package dev.bide.libuv;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The two functions that libuv calls: a handle has fired, a handle is closed. One of each serves
 * all handles of a loop, which are told apart by their {@code data}. No exception leaves them: it
 * would end the process.
 */
final class UvCallbacks implements AutoCloseable {
  private static final MethodHandle FIRED = method("fired");
  private static final MethodHandle CLOSED = method("closed");

  private final Arena stubs = Arena.ofConfined();
  private final List<@Nullable UvHandle> handles = new ArrayList<>();
  private final Consumer<Throwable> failures;
  private final MemorySegment firedStub;
  private final MemorySegment closedStub;
  private int openHandles;
  private int openStubs;

  UvCallbacks(Consumer<Throwable> failures) {
    this.failures = failures;
    this.firedStub = stub(FIRED);
    this.closedStub = stub(CLOSED);
  }

  private static MethodHandle method(String name) {
    try {
      return MethodHandles.lookup()
          .findVirtual(
              UvCallbacks.class, name, MethodType.methodType(void.class, MemorySegment.class));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  private MemorySegment stub(MethodHandle method) {
    MemorySegment stub = Libuv.callback(method.bindTo(this), stubs);
    openStubs++;
    return stub;
  }

  MemorySegment firedStub() {
    return firedStub;
  }

  MemorySegment closedStub() {
    return closedStub;
  }

  int openHandles() {
    return openHandles;
  }

  int openStubs() {
    return openStubs;
  }

  int register(UvHandle handle) {
    openHandles++;
    int free = handles.indexOf(null);
    if (free < 0) {
      handles.add(handle);
      return handles.size() - 1;
    }
    handles.set(free, handle);
    return free;
  }

  void unregister(UvHandle handle) {
    openHandles--;
    handles.set(handle.index, null);
  }

  /** Asks libuv to close all that are open. */
  void closeHandles() {
    for (UvHandle h : handles) {
      if (h != null) {
        h.close();
      }
    }
  }

  /** Called by libuv. */
  @SuppressWarnings("UnusedMethod") // found by its name, above
  private void fired(MemorySegment handle) {
    try {
      of(handle).fired();
    } catch (Throwable t) {
      report(t);
    }
  }

  /** Called by libuv. */
  @SuppressWarnings("UnusedMethod") // found by its name, above
  private void closed(MemorySegment handle) {
    try {
      of(handle).free();
    } catch (Throwable t) {
      report(t);
    }
  }

  private UvHandle of(MemorySegment handle) {
    UvHandle h = handles.get((int) handle.get(JAVA_LONG, 0));
    if (h == null) {
      throw new IllegalStateException("libuv called back for a handle that was freed");
    }
    return h;
  }

  private void report(Throwable failure) {
    try {
      failures.accept(failure);
    } catch (Throwable again) {
      // Neither may reach libuv, whose C frames are below: all that is left is to print both.
      again.addSuppressed(failure);
      again.printStackTrace();
    }
  }

  /** Frees the stubs. To be called when libuv can call back no more. */
  @Override
  public void close() {
    stubs.close();
    openStubs = 0;
  }
}
