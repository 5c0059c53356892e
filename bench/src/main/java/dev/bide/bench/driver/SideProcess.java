package dev.bide.bench.driver;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A side that is running; see {@code dev.bide.bench.side.Side} for what is said. */
final class SideProcess implements AutoCloseable {
  private static final int LIMIT_SECONDS = 120;

  private static final ScheduledExecutorService WATCHDOG =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("watchdog").daemon().factory());

  private final SideSpec spec;
  private final Process process;
  private final PrintStream out;
  private final BufferedReader in;

  SideProcess(SideSpec spec) throws IOException {
    this.spec = spec;
    ProcessBuilder builder =
        new ProcessBuilder(spec.command()).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("BIDE_PEER_JVM_OPTIONS", spec.jvmOptions());
    this.process = builder.start();
    this.out = new PrintStream(process.getOutputStream(), true, StandardCharsets.US_ASCII);
    this.in = process.inputReader(StandardCharsets.US_ASCII);
  }

  /** Lets it run a row so often; null when it has no such row. */
  @Nullable Sample ask(String row, long n) throws IOException {
    String[] said = say(row + " " + n).split(" ");
    if (said.length == 2 && said[1].equals("unsupported")) {
      return null;
    }
    if (said.length != 5 || !said[0].equals(row)) {
      throw new IOException(
          "'%s' was asked for '%s %d' and said '%s'"
              .formatted(spec.name(), row, n, String.join(" ", said)));
    }
    return new Sample(
        Long.parseLong(said[1]),
        Long.parseLong(said[2]),
        Long.parseLong(said[3]),
        Long.parseLong(said[4]));
  }

  /** Says a line, and gives the line that is answered. */
  String say(String line) throws IOException {
    out.println(line);
    return hear();
  }

  /** The next line that it says. */
  String hear() throws IOException {
    ScheduledFuture<?> dog =
        WATCHDOG.schedule(process::destroyForcibly, LIMIT_SECONDS, TimeUnit.SECONDS);
    try {
      String answer = in.readLine();
      if (answer == null) {
        throw new IOException(
            "'%s' ended or was silent for %d s".formatted(spec.name(), LIMIT_SECONDS));
      }
      return answer;
    } finally {
      dog.cancel(false);
    }
  }

  @Override
  public void close() throws IOException {
    out.println("quit");
    out.close();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
