package dev.bide.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bide.Async;
import dev.bide.runtimes.LocalRuntime;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a JVM of its own, with little memory. */
class NoMemoryLeftTest {
  @TempDir Path folder;

  @Test
  void callsWithoutEndAreCleanedUpAndTheRuntimeGoesOn() throws Exception {
    assertThat(said(CallsWithoutEnd.class, "-Xmx24m"))
        .contains("java.lang.OutOfMemoryError")
        .contains("the outermost was cleaned up")
        .contains("the runtime goes on");
  }

  @Test
  void aChannelThatCannotGrowKeepsWhatItHas() throws Exception {
    assertThat(said(FillsAChannel.class, "-Xmx24m"))
        .contains("java.lang.OutOfMemoryError")
        .contains("first is 0")
        .contains("lost are 0");
  }

  private String said(Class<?> program, String memory) throws IOException, InterruptedException {
    List<String> command =
        List.of(
            new File(System.getProperty("java.home"), "bin/java").getPath(),
            memory,
            "-XX:+UseSerialGC",
            "-cp",
            String.join(
                File.pathSeparator, place(program), place(LocalRuntime.class), place(Async.class)),
            program.getName());
    Path said = folder.resolve("said.txt");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    boolean ended = process.waitFor(60, TimeUnit.SECONDS);
    process.destroyForcibly();
    assertThat(ended).isTrue();
    assertThat(process.exitValue()).isZero();
    return Files.readString(said);
  }

  private static String place(Class<?> c) {
    String file = "/" + c.getName().replace('.', '/') + ".class";
    URL url = Objects.requireNonNull(c.getResource(file));
    String path = url.getPath().substring(0, url.getPath().length() - file.length());
    return path.startsWith("file:") ? path.substring("file:".length(), path.length() - 1) : path;
  }
}
