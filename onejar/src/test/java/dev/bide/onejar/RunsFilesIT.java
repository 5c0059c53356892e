package dev.bide.onejar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code java -jar bide.jar File.java}, with the jar that the build has made. */
final class RunsFilesIT {
  @TempDir Path folder;

  @BeforeEach
  void theJarIsThere() {
    assertThat(Path.of(Run.JAR)).isRegularFile();
  }

  private void file(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void runs(Run run, String out) {
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).isEqualTo(out);
    assertThat(run.code()).isZero();
  }

  private void fails(Run run, String err) {
    assertThat(run.err()).isEqualTo(err);
    assertThat(run.out()).isEmpty();
    assertThat(run.code()).isEqualTo(1);
  }

  // ---------------------------------------------------------------- what can be run

  @Test
  void runsACompactSourceFile() throws IOException {
    file("Hello.java", "void main() { IO.println(\"hello\"); }");
    runs(Run.bide(folder, "Hello.java"), "hello\n");
  }

  @Test
  void passesArgumentsOn() throws IOException {
    file("Hello.java", "void main(String[] args) { IO.println(String.join(\"|\", args)); }");
    runs(
        Run.bide(folder, "Hello.java", "a", "-h", "--class-path", "b c"),
        "a|-h|--class-path|b c\n");
  }

  @Test
  void runsAStaticMainOfAClassInAPackage() throws IOException {
    file(
        "src/com/x/App.java",
        """
        package com.x;

        record First(int n) {}

        public class App {
          public static void main(String... args) {
            System.out.println(new First(args.length) + " " + Other.NAME);
          }
        }
        """);
    file(
        "src/com/x/Other.java",
        "package com.x; class Other { static final String NAME = name(); static String name() { return \"other\"; } }");
    runs(Run.bide(folder, "src/com/x/App.java", "1", "2"), "First[n=2] other\n");
  }

  @Test
  void runsAnInheritedInstanceMain() throws IOException {
    file(
        "A.java",
        """
        class A extends B {}

        class B {
          protected void main() {
            System.out.println(getClass().getName());
          }
        }
        """);
    runs(Run.bide(folder, "A.java"), "A\n");
  }

  @Test
  void findsClassesOnTheClassPath() throws IOException {
    file(
        "lib/Greeting.java",
        "public class Greeting { public static String text() { return \"hi\"; } }");
    assertThat(Run.command(folder, "", "javac", "-d", "out", "lib/Greeting.java").code()).isZero();
    file("Main.java", "void main() { IO.println(Greeting.text()); }");
    runs(Run.bide(folder, "--class-path", "out", "Main.java"), "hi\n");
    runs(Run.bide(folder, "--class-path=out", "Main.java"), "hi\n");
    runs(Run.bide(folder, "-cp", "out", "Main.java"), "hi\n");
  }

  @Test
  void theProgramSeesItselfThroughItsContextLoader() throws IOException {
    file(
        "Main.java",
        """
        void main() throws Exception {
          var loader = Thread.currentThread().getContextClassLoader();
          IO.println(loader.loadClass("Main") == getClass());
          IO.println(loader.getResource("Main.java") == null);
        }
        """);
    runs(Run.bide(folder, "Main.java"), "true\ntrue\n");
  }

  @Test
  void theProgramReadsItsOwnInput() throws IOException {
    file("Main.java", "void main() { IO.println(IO.readln() + \"|\" + IO.readln()); }");
    Run run = Run.bideReading(folder, "one\ntwo\n", "Main.java");
    assertThat(run).isEqualTo(new Run(0, "one|two\n", ""));
  }

  // ---------------------------------------------------------------- how a program ends

  @Test
  void anExceptionIsPrintedWithoutTheLauncher() throws IOException {
    file(
        "Main.java",
        """
        void main() {
          fail();
        }

        void fail() {
          throw new IllegalStateException("broken");
        }
        """);
    fails(
        Run.bide(folder, "Main.java"),
        """
        Exception in thread "main" java.lang.IllegalStateException: broken
        \tat Main.fail(Main.java:6)
        \tat Main.main(Main.java:2)
        """);
  }

  @Test
  void theProgramsExitCodeIsKept() throws IOException {
    file("Main.java", "void main() { System.exit(7); }");
    assertThat(Run.bide(folder, "Main.java").code()).isEqualTo(7);
  }

  // ---------------------------------------------------------------- what cannot be run

  @Test
  void compileErrorsArePrintedAsJavacPrintsThem() throws IOException {
    file("Main.java", "void main() {\n  int x = \"\";\n}\n");
    fails(
        Run.bide(folder, "Main.java"),
        """
        Main.java:2: error: incompatible types: String cannot be converted to int
          int x = "";
                  ^
        1 error
        bide: compilation failed
        """);
  }

  @Test
  void checksAreMade() throws IOException {
    file(
        "Main.java",
        """
        import static dev.bide.Async.sleep;
        import java.time.Duration;

        void main() {
          sleep(Duration.ZERO).await();
          sleep(Duration.ZERO);
        }
        """);
    Run run = Run.bide(folder, "Main.java");
    assertThat(run.err())
        .contains("Main.java:5: error: [bide:await-outside-block] await() outside a block: ")
        .contains("Main.java:6: error: [bide:not-awaited] ")
        .endsWith("2 errors\nbide: compilation failed\n");
    assertThat(run.code()).isEqualTo(1);
  }

  @Test
  void aWarningDoesNotKeepTheProgramFromRunning() throws IOException {
    file(
        "Main.java",
        """
        import dev.bide.Async;

        static Async<Boolean, RuntimeException> same(Async<Integer, RuntimeException> a) {
          return Async.async(() -> a.await() == Integer.valueOf(1));
        }

        void main() {
          IO.println("runs");
        }
        """);
    Run run = Run.bide(folder, "Main.java");
    assertThat(run.err()).startsWith("Main.java:4: warning: [bide:boxed-comparison] ");
    assertThat(run.out()).isEqualTo("runs\n");
    assertThat(run.code()).isZero();
  }

  @Test
  void saysWhatIsWrongWithTheFile() throws IOException {
    Files.createDirectories(folder.resolve("dir.java"));
    file("text.txt", "void main() {}");
    file("Empty.java", "");
    file(
        "NoMain.java",
        "class NoMain { private static void main(String[] args) {} int main() { return 1; } }");
    file("Abstract.java", "abstract class Abstract { void main() {} }");
    file("Private.java", "class Private { private Private() {} void main() {} }");
    fails(Run.bide(folder, "None.java"), "bide: there is no file None.java\n");
    fails(
        Run.bide(folder, "dir.java"),
        "bide: dir.java is a directory; give the source file that has main\n");
    fails(Run.bide(folder, "text.txt"), "bide: text.txt is not a .java file\n");
    fails(Run.bide(folder, "Empty.java"), "bide: there is no class in Empty.java\n");
    fails(
        Run.bide(folder, "NoMain.java"),
        "bide: there is no main in class NoMain: write `void main() { … }` or `static void"
            + " main(String[] args) { … }`\n");
    fails(
        Run.bide(folder, "Abstract.java"),
        "bide: Abstract is abstract, and its main is not static: it cannot be run\n");
    fails(
        Run.bide(folder, "Private.java"),
        "bide: main of Private is not static, and the class has no constructor without parameters"
            + " that is not private\n");
  }

  @Test
  void saysWhatIsWrongWithTheOptions() {
    fails(
        Run.bide(folder, "--nonsense", "Main.java"),
        "bide: there is no option --nonsense; -h lists what there is (options of java itself stand"
            + " before -jar)\n");
    fails(Run.bide(folder, "--class-path"), "bide: --class-path needs a path behind it\n");
  }

  @Test
  void helpsAndSaysItsVersion() {
    assertThat(Run.bide(folder, "-h").out())
        .startsWith("Usage: java -jar bide.jar [options] File.java [arguments]\n");
    runs(
        Run.bide(folder, "-version"),
        "bide " + System.getProperty("bide.version") + ", on Java " + Runtime.version() + "\n");
  }
}
