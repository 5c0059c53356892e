package dev.bide.runtimes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bide.Async;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Where a driver cannot be used it says why. */
class IoDriverTest {
  /** Prints whether there is epoll, and what a runtime with it does. */
  static final class Program {
    private Program() {}

    public static void main(String[] args) {
      System.out.println(IoDriver.NIO.isAvailable() + " " + IoDriver.EPOLL.isAvailable());
      try (LocalRuntime rt = LocalRuntime.builder().io(IoDriver.EPOLL).build()) {
        System.out.println(rt.run(() -> "made"));
      } catch (UnsupportedOperationException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "epoll is Linux's")
  void whereItIsThereItIsUsed() throws Exception {
    assertThat(said("--enable-native-access=ALL-UNNAMED"))
        .isEqualTo(
            """
            true true
            made
            """);
  }

  @Test
  void elsewhereItSaysWhereItIs() throws Exception {
    assertThat(said("-Dos.name=Plan 9", "-Dos.arch=mips"))
        .isEqualTo(
            """
            true false
            epoll cannot be used here: it is there on Linux on x86-64 and aarch64, and this is Plan 9 on mips
            """);
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "epoll is Linux's")
  void whereNativeAccessIsDeniedItSaysHowToAllowIt() throws Exception {
    assertThat(said("--illegal-native-access=deny"))
        .isEqualTo(
            """
            true false
            epoll cannot be used here: native access is denied: start the JVM with --enable-native-access=ALL-UNNAMED
            """);
  }

  private static String said(String... flags) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(new File(System.getProperty("java.home"), "bin/java").getPath());
    command.addAll(List.of(flags));
    command.add("-cp");
    command.add(
        String.join(
            File.pathSeparator,
            Places.of(Program.class),
            Places.of(LocalRuntime.class),
            Places.of(Async.class)));
    command.add(Program.class.getName());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }
}
