package dev.bide.peers.side;

import com.sun.management.OperatingSystemMXBean;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.management.ManagementFactory;

/**
 * The CPU time of the whole process. The JDK's own reading moves in steps of 10 ms on Linux, hence
 * the C library's there.
 */
final class CpuClock {
  private static final int CLOCK_PROCESS_CPUTIME_ID = 2;
  private static final boolean LINUX = System.getProperty("os.name").equals("Linux");
  private static final MemorySegment TIMESPEC = Arena.global().allocate(16, 8);
  private static final MethodHandle GET_TIME = getTime();

  private CpuClock() {}

  @SuppressWarnings("restricted") // the peers are started with native access
  private static MethodHandle getTime() {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow("clock_gettime"),
        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
  }

  static synchronized long nanos() {
    if (!LINUX) {
      return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
          .getProcessCpuTime();
    }
    try {
      if ((int) GET_TIME.invokeExact(CLOCK_PROCESS_CPUTIME_ID, TIMESPEC) != 0) {
        throw new IllegalStateException("no CPU clock");
      }
    } catch (Error | RuntimeException e) {
      throw e;
    } catch (Throwable t) {
      throw new IllegalStateException(t);
    }
    return TIMESPEC.get(ValueLayout.JAVA_LONG, 0) * 1_000_000_000L
        + TIMESPEC.get(ValueLayout.JAVA_LONG, 8);
  }
}
