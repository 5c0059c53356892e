package dev.bide.onejar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Blocks are woven in every way that the one jar offers. */
final class WovenIT {
  private static final String SAYS =
      """
      Hello, sync!
      Hello, async!
      Hello, slow! Hello, fast!
      """;

  private static final Path GREETINGS =
      Path.of("src/test/resources/Greetings.java").toAbsolutePath();

  private static final Path HELLO =
      Path.of("../examples/hello/Hello.java").toAbsolutePath().normalize();

  /** Three blocks deep, and the innermost throws after it has waited. */
  private static final String DEEP =
      """
      import dev.bide.Async;
      import dev.bide.runtimes.LocalRuntime;
      import java.time.Duration;

      class Deep {
        static Async<Integer, RuntimeException> inner() {
          return Async.async(() -> {
            Async.sleep(Duration.ofMillis(1)).await();
            throw new IllegalStateException("deep");
          });
        }

        static Async<Integer, RuntimeException> middle() {
          return Async.async(() -> {
            return inner().await();
          });
        }

        static Async<Integer, RuntimeException> outer() {
          return Async.async(() -> {
            return middle().await();
          });
        }

        public static void main(String[] args) {
          try (var runtime = new LocalRuntime()) {
            runtime.run(() -> outer().await());
          }
        }
      }
      """;

  /** A block that cannot be woven, in a class that can be used for other things. */
  private static final String UNWEAVABLE =
      """
      import dev.bide.Async;
      import dev.bide.runtimes.LocalRuntime;

      class Unweavable {
        static Async<Integer, RuntimeException> one() {
          return Async.of(1);
        }

        @SuppressWarnings("bide:await-in-synchronized")
        public static void main(String[] args) {
          System.out.println("loaded");
          try (var runtime = new LocalRuntime()) {
            runtime.run(() -> {
              synchronized (Unweavable.class) {
                one().await();
              }
            });
          }
        }
      }
      """;

  @TempDir Path folder;

  private Path compiledWithoutWeaver(String name, String text) throws IOException {
    Path source = Files.writeString(folder.resolve(name + ".java"), text);
    Path out = folder.resolve("out");
    Run javac =
        Run.command(
            folder,
            "",
            "javac",
            "-d",
            out.toString(),
            "-g",
            "-classpath",
            Run.JAR,
            "-processorpath",
            folder.toString(),
            "-proc:none",
            source.toString());
    assertThat(javac.err()).isEmpty();
    return out;
  }

  // ---------------------------------------------------------------- a file

  @Test
  void runsACompactSourceFileWithBlocks() {
    Run run = Run.bide(folder, GREETINGS.toString());
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).isEqualTo(SAYS);
    assertThat(run.code()).isZero();
  }

  @Test
  void runsTheExample() {
    Run run = Run.bide(folder, HELLO.toString());
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).isEqualTo("hello, async\nhello, await\nhello, world\n3 lines\n");
    assertThat(run.code()).isZero();
  }

  @Test
  void anExceptionShowsTheBlocksItCameThrough() throws IOException {
    Files.writeString(folder.resolve("Deep.java"), DEEP);
    Run run = Run.bide(folder, "Deep.java");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .startsWith("Exception in thread \"main\" java.lang.IllegalStateException: deep\n")
        .containsSubsequence("Deep.java:9)", "Deep.java:15)", "Deep.java:21)", "Deep.java:27)");
  }

  @Test
  void whatTheWeaverRefusesIsACompileError() throws IOException {
    Files.writeString(folder.resolve("Unweavable.java"), UNWEAVABLE);
    Run run = Run.bide(folder, "Unweavable.java");
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .startsWith("Unweavable.java:15: error: [await-in-synchronized] ")
        .endsWith("bide: compilation failed\n");
    assertThat(run.code()).isEqualTo(1);
  }

  // ---------------------------------------------------------------- the agent

  @Test
  void theLauncherWeavesClassesOfTheClassPath() throws IOException {
    Path out = compiledWithoutWeaver("Deep", DEEP);
    Files.writeString(
        folder.resolve("Main.java"),
        """
        void main() {
          dev.bide.runtimes.Bridge.runBlocking(() -> {
            try {
              Lib.two().await();
            } catch (IllegalStateException e) {
              IO.println(e.getMessage());
            }
          });
        }
        """);
    Path lib = folder.resolve("lib");
    Files.createDirectories(lib);
    Files.writeString(
        lib.resolve("Lib.java"),
        DEEP.replace("class Deep", "public class Lib")
            .replace("outer()", "two()")
            .replace("static Async", "public static Async"));
    Run javac =
        Run.command(
            folder,
            "",
            "javac",
            "-d",
            out.toString(),
            "-cp",
            Run.JAR,
            "-processorpath",
            folder.toString(),
            "-proc:none",
            lib.resolve("Lib.java").toString());
    assertThat(javac.err()).isEmpty();
    Run run = Run.bide(folder, "--class-path", out.toString(), "Main.java");
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).isEqualTo("deep\n");
  }

  @Test
  void theAgentWeavesWhatNobodyWove() throws IOException {
    Path out = compiledWithoutWeaver("Deep", DEEP);
    String path = out + java.io.File.pathSeparator + Run.JAR;
    Run refused = Run.java(folder, "", "-cp", path, "Deep");
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err())
        .contains("a block at Deep.main(Deep.java:27) was not woven")
        .contains("annotationProcessorPaths");
    Run run = Run.java(folder, "", "-javaagent:" + Run.JAR, "-cp", path, "Deep");
    assertThat(run.err())
        .startsWith("Exception in thread \"main\" java.lang.IllegalStateException: deep\n")
        .containsSubsequence("Deep.java:9)", "Deep.java:15)", "Deep.java:21)", "Deep.java:27)");
  }

  /** What is loaded before the agent comes stays as it was, and says so where it is used. */
  @Test
  void theAgentCanBeAttachedToAProgramThatRuns() throws IOException {
    Path out = compiledWithoutWeaver("Deep", DEEP);
    Path attaches =
        Files.writeString(
            folder.resolve("Attaches.java"),
            """
            import com.sun.tools.attach.VirtualMachine;

            class Attaches {
              static void early() {
                dev.bide.Async.async(() -> dev.bide.Async.of(1).await());
              }

              public static void main(String[] args) throws Exception {
                var machine = VirtualMachine.attach(String.valueOf(ProcessHandle.current().pid()));
                machine.loadAgent(args[0]);
                machine.detach();
                try {
                  early();
                } catch (IllegalStateException e) {
                  System.out.println(e.getMessage().substring(0, 48));
                }
                Class.forName("Deep").getMethod("main", String[].class).invoke(null, (Object) args);
              }
            }
            """);
    Run javac =
        Run.command(
            folder,
            "",
            "javac",
            "-d",
            out.toString(),
            "-cp",
            Run.JAR,
            "-proc:none",
            "-processorpath",
            folder.toString(),
            attaches.toString());
    assertThat(javac.err()).isEmpty();
    Run run =
        Run.java(
            folder,
            "",
            "-Djdk.attach.allowAttachSelf=true",
            "-XX:+EnableDynamicAgentLoading",
            "-cp",
            out + java.io.File.pathSeparator + Run.JAR,
            "Attaches",
            Run.JAR);
    assertThat(run.out()).isEqualTo("a block at Attaches.early(Attaches.java:5) was n\n");
    assertThat(run.err())
        .contains("Caused by: java.lang.IllegalStateException: deep\n")
        .containsSubsequence("Deep.java:9)", "Deep.java:15)", "Deep.java:21)", "Deep.java:27)");
  }

  @Test
  void theAgentWeavesForJavasOwnSourceLauncher() {
    Run run = Run.java(folder, "", "-javaagent:" + Run.JAR, "-cp", Run.JAR, GREETINGS.toString());
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).isEqualTo(SAYS);
  }

  @Test
  void theAgentLetsAClassLoadThatItCannotWeave() throws IOException {
    Path out = compiledWithoutWeaver("Unweavable", UNWEAVABLE);
    Run run =
        Run.java(
            folder,
            "",
            "-javaagent:" + Run.JAR,
            "-cp",
            out + java.io.File.pathSeparator + Run.JAR,
            "Unweavable");
    assertThat(run.out()).isEqualTo("loaded\n");
    assertThat(run.err())
        .startsWith("bide agent: Unweavable.java:15: error: [await-in-synchronized] ")
        .contains("a block at Unweavable.main(Unweavable.java:13) was not woven");
    assertThat(run.code()).isEqualTo(1);
  }

  // ---------------------------------------------------------------- the shell

  @Test
  void theShellRunsTheSameLines() throws IOException {
    Run run =
        Run.bideReading(
            folder,
            Files.readString(GREETINGS)
                + """
                main()
                greet("you", 1).await()
                runBlocking(() -> greet("you", 1).await())
                var a = sleep(Duration.ZERO)
                int f() {
                  return runBlocking(() -> greet("you", 1).await()).length();
                }
                f()
                /exit 3
                """);
    assertThat(run.out())
        .contains("created method greet(String,int)")
        .contains("jshell> " + SAYS)
        .contains("[bide:await-outside-block] await() outside a block: in the shell, write")
        .contains("==> \"Hello, you!\"")
        .contains("==> 11")
        .doesNotContain("was not woven");
    // A first shell of a user says there that it makes a folder for preferences.
    assertThat(run.err()).doesNotContain("bide");
    assertThat(run.code()).isEqualTo(3);
  }

  @Test
  void theShellRunsTheExample() throws IOException {
    Run run =
        Run.bideReading(
            folder, Files.readString(HELLO) + "Hello.main(new String[] {\"shell\"})\n/exit\n");
    assertThat(run.out())
        .contains("created class Hello")
        .contains("jshell> hello, shell\n1 lines\n");
  }

  /** What the guide's snippets import is imported there as well. */
  @Test
  void theShellKnowsWhatTheGuideUses() throws IOException {
    Run run =
        Run.bideReading(
            folder,
            """
            AsyncChannel<byte[]> sent = AsyncChannel.bounded(1)
            sent.trySend("four".getBytes(UTF_8))
            runBlocking(() -> sent.receive().await().length)
            Mutex.create().isLocked()
            /exit
            """);
    assertThat(run.out()).contains("==> true", "==> 4", "==> false").doesNotContain("Error");
  }
}
