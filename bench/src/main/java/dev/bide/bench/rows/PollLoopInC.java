package dev.bide.bench.rows;

import org.teavm.interop.Address;
import org.teavm.interop.Import;
import org.teavm.interop.c.Include;

/**
 * {@link PollLoop} compiled to C: a side of its own, with the protocol of all sides on its standard
 * input. What it knows of the system are three functions of the C library.
 */
public final class PollLoopInC {
  private PollLoopInC() {}

  /** Microseconds of CPU time. */
  @Import(name = "clock")
  @Include("time.h")
  private static native long clock();

  /** The next byte of the input; negative at its end. */
  @Import(name = "getchar")
  @Include("stdio.h")
  private static native int getchar();

  /** Writes out what the C library has kept back; null means all files. */
  @Import(name = "fflush")
  @Include("stdio.h")
  private static native int fflush(Address file);

  /** Answers {@code ROW N}. */
  public static void main(String[] args) {
    for (String line = readLine(); !line.isEmpty() && !line.equals("quit"); line = readLine()) {
      int space = line.indexOf(' ');
      String row = line.substring(0, space);
      if (PollLoop.has(row)) {
        int n = Integer.parseInt(line.substring(space + 1));
        long wall = System.currentTimeMillis();
        long cpu = clock();
        PollLoop.run(row, n);
        cpu = clock() - cpu;
        wall = System.currentTimeMillis() - wall;
        System.out.println(row + " " + n + " " + wall * 1_000_000 + " " + cpu * 1000 + " -1");
      } else {
        System.out.println(row + " unsupported");
      }
      fflush(Address.fromInt(0));
    }
  }

  private static String readLine() {
    StringBuilder line = new StringBuilder();
    for (int c = getchar(); c >= 0 && c != '\n'; c = getchar()) {
      line.append((char) c);
    }
    return line.toString();
  }
}
