package dev.bide.weaver.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bide.weaver.Main;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The weaver as a command. */
class MainTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir Path folder;

  private int run(Object... arguments) {
    String[] texts = new String[arguments.length];
    for (int i = 0; i < arguments.length; i++) {
      texts[i] = arguments[i].toString();
    }
    return Main.run(stream(out), stream(err), texts);
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private Path classes(Path... sources) throws IOException {
    Path classes = Files.createDirectories(folder.resolve("classes"));
    assertThat(
            Javac.into(classes)
                .withCoreOnClassPath()
                .with("-Xplugin:Bide weave=later off=all")
                .compile(sources)
                .success())
        .isTrue();
    return classes;
  }

  @Test
  void saysHowItIsUsed() {
    assertThat(run()).isZero();
    assertThat(out()).contains("Usage:", "-cp PATH", "Exit codes");
  }

  @Test
  void saysWhatIsWrongWithTheArguments() {
    assertThat(run("--wrong")).isEqualTo(2);
    assertThat(run(folder.resolve("missing"))).isEqualTo(2);
    assertThat(run("-cp")).isEqualTo(2);
    assertThat(run("-d", folder, folder, folder)).isEqualTo(2);
    assertThat(err())
        .contains(
            "there is no option --wrong",
            "missing is no folder",
            "-cp wants a value",
            "-d takes one folder of classes");
  }

  @Test
  void weavesAFolderInPlaceAndOnceOnly() throws Exception {
    Path classes = classes(WovenClasses.resource("woven/Support.java"), basics());
    assertThat(run("-cp", Javac.core(), classes)).isZero();
    assertThat(out()).contains("1 class woven");
    assertThat(runs(classes)).contains("straight: 32 []");
    assertThat(run("-cp", Javac.core(), classes)).isZero();
    assertThat(out()).contains("0 classes woven");
  }

  @Test
  void saysThatCoreIsMissingWhereClassesUseIt() throws Exception {
    Path classes = classes(WovenClasses.resource("woven/Support.java"), basics());
    assertThat(run(classes)).isEqualTo(1);
    assertThat(err()).contains("bide-core is not among what -cp names");
    Path others = Files.createDirectories(folder.resolve("others"));
    assertThat(Javac.into(others).compile(other()).success()).isTrue();
    assertThat(run(others)).isZero();
  }

  private Path other() throws IOException {
    return Files.writeString(folder.resolve("Other.java"), "class Other {}");
  }

  @Test
  void weavesAFolderIntoAnother() throws Exception {
    Path classes = classes(WovenClasses.resource("woven/Support.java"), basics());
    Files.writeString(classes.resolve("other.txt"), "kept");
    Path target = folder.resolve("target");
    assertThat(run("-cp", Javac.core(), "-d", target, classes)).isZero();
    assertThat(runs(target)).contains("straight: 32 []");
    assertThat(target.resolve("other.txt")).hasContent("kept");
  }

  private static Path basics() {
    return WovenClasses.resource("woven/Basics.java");
  }

  @SuppressWarnings("unchecked")
  private static List<String> runs(Path classes) throws Exception {
    URL[] path = {classes.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(path, MainTest.class.getClassLoader())) {
      return (List<String>)
          Class.forName("woven.Support", true, loader)
              .getMethod("run", String.class, int.class, long.class)
              .invoke(null, "woven.Basics", 1, 0L);
    }
  }

  @Test
  void reportsABlockThatCannotBeWovenByFileAndLine() throws IOException {
    Path source = folder.resolve("Locked.java");
    Files.writeString(
        source,
        """
        import dev.bide.*;
        class Locked {
          Async<Integer, RuntimeException> f(Async<Integer, RuntimeException> a) {
            return Async.async(() -> {
              synchronized (this) {
                return a.await();
              }
            });
          }
        }
        """);
    assertThat(run("-cp", Javac.core(), classes(source))).isEqualTo(1);
    assertThat(err()).contains("Locked.java:6: error: [await-in-synchronized]");
  }

  @Test
  void reportsAFileThatIsNoClass() throws IOException {
    Files.writeString(folder.resolve("Broken.class"), "no class");
    assertThat(run(folder)).isEqualTo(3);
    assertThat(err()).contains("Broken.class");
  }
}
