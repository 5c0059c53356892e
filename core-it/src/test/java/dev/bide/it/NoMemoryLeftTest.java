package dev.bide.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bide.Async;
import dev.bide.runtimes.LocalRuntime;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** In a JVM of its own, with little memory. */
class NoMemoryLeftTest {
  @Test
  void callsWithoutEndAreCleanedUpAndTheRuntimeGoesOn() throws Exception {
    assertThat(said(CallsWithoutEnd.class, "-Xmx24m"))
        .contains("java.lang.OutOfMemoryError")
        .contains("the outermost was cleaned up")
        .contains("the runtime goes on");
  }

  private static String said(Class<?> program, String memory)
      throws IOException, InterruptedException {
    List<String> command =
        List.of(
            new File(System.getProperty("java.home"), "bin/java").getPath(),
            memory,
            "-XX:+UseSerialGC",
            "-cp",
            String.join(
                File.pathSeparator, place(program), place(LocalRuntime.class), place(Async.class)),
            program.getName());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  private static String place(Class<?> c) {
    String file = "/" + c.getName().replace('.', '/') + ".class";
    URL url = Objects.requireNonNull(c.getResource(file));
    String path = url.getPath().substring(0, url.getPath().length() - file.length());
    return path.startsWith("file:") ? path.substring("file:".length(), path.length() - 1) : path;
  }
}
