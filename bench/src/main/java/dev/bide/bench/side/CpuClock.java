package dev.bide.bench.side;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.management.ManagementFactory;

/**
 * The CPU time of the whole process, its collector's and compiler's threads included: on a machine
 * that others use as well it says more than the clock on the wall.
 *
 * <p>The JDK's own reading has a resolution of 10 ms on Linux, hence the call of the C library.
 */
public final class CpuClock {
  private static final int CLOCK_PROCESS_CPUTIME_ID = 2;

  private final MethodHandle getTime;
  private final MemorySegment timespec = Arena.global().allocate(16, 8);

  /** A clock. */
  @SuppressWarnings("restricted") // the JVM is started with native access
  public CpuClock() {
    Linker linker = Linker.nativeLinker();
    this.getTime =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("clock_gettime"),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
  }

  /** Nanoseconds of CPU time this process has used. */
  public long nanos() {
    if (!System.getProperty("os.name").startsWith("Linux")) {
      return ((com.sun.management.OperatingSystemMXBean)
              ManagementFactory.getOperatingSystemMXBean())
          .getProcessCpuTime();
    }
    try {
      int error = (int) getTime.invokeExact(CLOCK_PROCESS_CPUTIME_ID, timespec);
      if (error != 0) {
        throw new IllegalStateException("clock_gettime failed");
      }
      return timespec.get(ValueLayout.JAVA_LONG, 0) * 1_000_000_000L
          + timespec.get(ValueLayout.JAVA_LONG, 8);
    } catch (Error | RuntimeException e) {
      throw e;
    } catch (Throwable t) {
      throw new IllegalStateException("clock_gettime cannot be called", t);
    }
  }
}
