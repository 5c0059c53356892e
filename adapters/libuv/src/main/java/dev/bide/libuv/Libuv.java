package dev.bide.libuv;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;

/**
 * The functions of libuv that are called here, one method each. Loaded on first use, and kept:
 * libuv is part of the process from then on.
 */
@SuppressWarnings("restricted") // binding a native library is what this class is for
final class Libuv {
  // uv_handle_type of libuv 1.x; part of its binary interface.
  static final int ASYNC = 1;
  static final int IDLE = 6;
  static final int PREPARE = 9;
  static final int TIMER = 13;

  static final int RUN_DEFAULT = 0;

  /** A callback that takes its handle, as nearly all of libuv's do. */
  static final FunctionDescriptor CALLBACK =
      FunctionDescriptor.ofVoid(
          ADDRESS.withTargetLayout(MemoryLayout.sequenceLayout(1, JAVA_LONG)));

  private static final Linker LINKER = Linker.nativeLinker();
  private static final SymbolLookup LIBRARY = load();

  private static final MethodHandle LOOP_SIZE = function("uv_loop_size", JAVA_LONG);
  private static final MethodHandle HANDLE_SIZE = function("uv_handle_size", JAVA_LONG, JAVA_INT);
  private static final MethodHandle LOOP_INIT = function("uv_loop_init", JAVA_INT, ADDRESS);
  private static final MethodHandle LOOP_CLOSE = function("uv_loop_close", JAVA_INT, ADDRESS);
  private static final MethodHandle RUN = function("uv_run", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle STOP = procedure("uv_stop", ADDRESS);
  private static final MethodHandle NOW = function("uv_now", JAVA_LONG, ADDRESS);
  private static final MethodHandle HRTIME = function("uv_hrtime", JAVA_LONG);
  private static final MethodHandle CLOSE = procedure("uv_close", ADDRESS, ADDRESS);
  private static final MethodHandle PREPARE_INIT =
      function("uv_prepare_init", JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle PREPARE_START =
      function("uv_prepare_start", JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle IDLE_INIT =
      function("uv_idle_init", JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle IDLE_START =
      function("uv_idle_start", JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle IDLE_STOP = function("uv_idle_stop", JAVA_INT, ADDRESS);
  private static final MethodHandle TIMER_INIT =
      function("uv_timer_init", JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle TIMER_START =
      function("uv_timer_start", JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG, JAVA_LONG);
  private static final MethodHandle TIMER_STOP = function("uv_timer_stop", JAVA_INT, ADDRESS);
  private static final MethodHandle ASYNC_INIT =
      function("uv_async_init", JAVA_INT, ADDRESS, ADDRESS, ADDRESS);
  private static final MethodHandle ASYNC_SEND = function("uv_async_send", JAVA_INT, ADDRESS);
  private static final MethodHandle STRERROR = function("uv_strerror", ADDRESS, JAVA_INT);
  private static final MethodHandle ERR_NAME = function("uv_err_name", ADDRESS, JAVA_INT);

  private Libuv() {}

  private static SymbolLookup load() {
    String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    List<String> names =
        os.contains("win")
            ? List.of("uv.dll", "libuv.dll")
            : os.contains("mac")
                ? List.of(
                    "libuv.1.dylib",
                    "/opt/homebrew/lib/libuv.1.dylib",
                    "/usr/local/lib/libuv.1.dylib")
                : List.of("libuv.so.1");
    for (String name : names) {
      try {
        return SymbolLookup.libraryLookup(name, Arena.global());
      } catch (IllegalArgumentException _) {
        // Not under this name.
      }
    }
    throw new UnsatisfiedLinkError(
        "libuv is not installed ("
            + String.join(", ", names)
            + "). Debian, Ubuntu: apt install libuv1; Fedora: dnf install libuv;"
            + " macOS: brew install libuv");
  }

  private static MethodHandle function(
      String name, MemoryLayout result, MemoryLayout... parameters) {
    return LINKER.downcallHandle(symbol(name), FunctionDescriptor.of(result, parameters));
  }

  private static MethodHandle procedure(String name, MemoryLayout... parameters) {
    return LINKER.downcallHandle(symbol(name), FunctionDescriptor.ofVoid(parameters));
  }

  private static MemorySegment symbol(String name) {
    return LIBRARY
        .find(name)
        .orElseThrow(() -> new NoSuchElementException("libuv has no function " + name));
  }

  static MemorySegment callback(MethodHandle target, Arena arena) {
    return LINKER.upcallStub(target, CALLBACK, arena);
  }

  // ---------------------------------------------------------------- calls

  static long loopSize() {
    try {
      return (long) LOOP_SIZE.invokeExact();
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  static long handleSize(int type) {
    try {
      return (long) HANDLE_SIZE.invokeExact(type);
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  static void loopInit(MemorySegment loop) {
    check("uv_loop_init", call(LOOP_INIT, loop));
  }

  /** Zero, or an error: EBUSY while a handle has not been closed. */
  static int loopClose(MemorySegment loop) {
    return call(LOOP_CLOSE, loop);
  }

  static void run(MemorySegment loop, int mode) {
    try {
      int _ = (int) RUN.invokeExact(loop, mode);
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  static void stop(MemorySegment loop) {
    try {
      STOP.invokeExact(loop);
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  /** The loop's time in milliseconds: as of the start of its iteration. */
  static long now(MemorySegment loop) {
    try {
      return (long) NOW.invokeExact(loop);
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  /** The clock that the loop's time is taken from, in nanoseconds. */
  static long hrtime() {
    try {
      return (long) HRTIME.invokeExact();
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  static void close(MemorySegment handle, MemorySegment closed) {
    try {
      CLOSE.invokeExact(handle, closed);
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  static void prepareInit(MemorySegment loop, MemorySegment handle) {
    check("uv_prepare_init", call(PREPARE_INIT, loop, handle));
  }

  static void prepareStart(MemorySegment handle, MemorySegment callback) {
    check("uv_prepare_start", call(PREPARE_START, handle, callback));
  }

  static void idleInit(MemorySegment loop, MemorySegment handle) {
    check("uv_idle_init", call(IDLE_INIT, loop, handle));
  }

  static void idleStart(MemorySegment handle, MemorySegment callback) {
    check("uv_idle_start", call(IDLE_START, handle, callback));
  }

  static void idleStop(MemorySegment handle) {
    check("uv_idle_stop", call(IDLE_STOP, handle));
  }

  static void timerInit(MemorySegment loop, MemorySegment handle) {
    check("uv_timer_init", call(TIMER_INIT, loop, handle));
  }

  static void timerStart(MemorySegment handle, MemorySegment callback, long millis, long repeat) {
    int result;
    try {
      result = (int) TIMER_START.invokeExact(handle, callback, millis, repeat);
    } catch (Throwable t) {
      throw impossible(t);
    }
    check("uv_timer_start", result);
  }

  static void timerStop(MemorySegment handle) {
    check("uv_timer_stop", call(TIMER_STOP, handle));
  }

  static void asyncInit(MemorySegment loop, MemorySegment handle, MemorySegment callback) {
    int result;
    try {
      result = (int) ASYNC_INIT.invokeExact(loop, handle, callback);
    } catch (Throwable t) {
      throw impossible(t);
    }
    check("uv_async_init", result);
  }

  /** The one function of libuv that any thread may call. */
  static void asyncSend(MemorySegment handle) {
    check("uv_async_send", call(ASYNC_SEND, handle));
  }

  // ---------------------------------------------------------------- errors

  static void check(String call, int result) {
    if (result < 0) {
      throw new IllegalStateException(call + " failed: " + describe(result));
    }
  }

  static String describe(int error) {
    try {
      MemorySegment name = (MemorySegment) ERR_NAME.invokeExact(error);
      MemorySegment text = (MemorySegment) STRERROR.invokeExact(error);
      return name.reinterpret(Long.MAX_VALUE).getString(0)
          + ", "
          + text.reinterpret(Long.MAX_VALUE).getString(0);
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  private static int call(MethodHandle function, MemorySegment a) {
    try {
      return (int) function.invokeExact(a);
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  private static int call(MethodHandle function, MemorySegment a, MemorySegment b) {
    try {
      return (int) function.invokeExact(a, b);
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  /** A downcall declares Throwable, and throws nothing but what its arguments are to blame for. */
  private static RuntimeException impossible(Throwable t) {
    return t instanceof RuntimeException e
        ? e
        : new IllegalStateException("a call of libuv threw", t);
  }
}
