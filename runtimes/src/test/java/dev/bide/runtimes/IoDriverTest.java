package dev.bide.runtimes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bide.Async;
import dev.bide.net.TcpListener;
import dev.bide.net.TcpStream;
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

  /** Prints what each driver makes of addresses of IPv6. */
  static final class Addresses {
    private Addresses() {}

    public static void main(String[] args) {
      for (IoDriver driver : IoDriver.values()) {
        if (driver.isAvailable()) {
          try (LocalRuntime rt = LocalRuntime.builder().io(driver).build()) {
            say(rt, TcpStream.connect("::1", 1));
            say(rt, TcpListener.bind("::1", 0));
            say(rt, TcpListener.bind("::", 0));
            say(rt, TcpListener.bind(0));
          }
        }
      }
    }

    private static void say(LocalRuntime rt, Async<?, IOException> opened) {
      try {
        String what = String.valueOf(rt.run(opened));
        System.out.println(what.substring(0, what.indexOf(':')));
      } catch (IOException e) {
        System.out.println(e);
      }
    }
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "epoll is Linux's")
  void whereJavaDoesWithoutIpv6SoDoesEachDriver() throws Exception {
    String each =
        """
        java.net.SocketException: Protocol family unavailable
        java.net.SocketException: Protocol family unavailable
        java.net.SocketException: Protocol family unavailable
        listener 0.0.0.0
        """;
    assertThat(
            said(
                Addresses.class,
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.net.preferIPv4Stack=true"))
        .isEqualTo(each + each);
  }

  private static String said(String... flags) throws IOException, InterruptedException {
    return said(Program.class, flags);
  }

  private static String said(Class<?> program, String... flags)
      throws IOException, InterruptedException {
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
    command.add(program.getName());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }
}
