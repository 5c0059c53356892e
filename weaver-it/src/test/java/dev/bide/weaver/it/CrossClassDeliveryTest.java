package dev.bide.weaver.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bide.weaver.folders.FolderWeaver;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whichever front end weaves a class, in whatever order and beside whatever else, its calls of
 * other classes' methods are woven the same way, to the byte.
 */
final class CrossClassDeliveryTest {
  private static final String CALLER =
      """
      import static dev.bide.Async.async;
      import dev.bide.*;

      class Caller {
        static Async<Integer, Exception> f(Callee callee) {
          return async(() -> {
            int s = 0;
            for (int i = 0; i < 3; i++) {
              s += Callee.ofClass(i).await() + callee.ofObject(i).await() + callee.last(i).await();
              s += new Callee.Nested().nested(i).await() + callee.qualified(i).await();
              s += callee.handWritten().await() + callee.handled(i).await();
              s += callee.locked(i).await() + callee.chosen(i).await() + Own.own(i).await();
            }
            return s;
          });
        }
      }
      """;

  private static final String CALLEE =
      """
      import static dev.bide.Async.async;
      import dev.bide.Async;

      class Callee {
        static Async<Integer, Exception> ofClass(int n) { return async(() -> n); }

        Async<Integer, Exception> ofObject(int n) {
          if (n > 10) return async(() -> 10);
          Runnable other = () -> { return; };
          return (async((() -> ofClass(n).await())));
        }

        final Async<Integer, Exception> last(int n) { return async(() -> n); }

        static class Nested {
          Async<Integer, Exception> nested(int n) { return async(() -> n); }
        }

        Async<Integer, Exception> qualified(int n) { return Async.async(() -> n); }

        Async<Integer, Exception> handWritten() { return Async.of(1); }

        Async<Integer, Exception> handled(int n) {
          try {
            return async(() -> n);
          } catch (IllegalStateException e) {
            return async(() -> -n);
          }
        }

        synchronized Async<Integer, Exception> locked(int n) { return async(() -> n); }

        Async<Integer, Exception> chosen(int n) { return n > 1 ? async(() -> n) : async(() -> 0); }
      }

      class Own {
        static <T> Async<T, Exception> async(Object o) { return null; }

        static Async<Integer, Exception> own(int n) { return async((Runnable) () -> {}); }
      }
      """;

  @TempDir Path folder;
  private Path caller;
  private Path callee;

  @BeforeEach
  void write() throws IOException {
    caller = Files.writeString(folder.resolve("Caller.java"), CALLER);
    callee = Files.writeString(folder.resolve("Callee.java"), CALLEE);
  }

  private Path compiled(String name, Javac javac, Path... sources) throws IOException {
    assertThat(javac.compile(sources).success()).as(name).isTrue();
    return folder.resolve(name);
  }

  private Javac into(String name) throws IOException {
    return Javac.into(Files.createDirectories(folder.resolve(name)));
  }

  private static byte[] caller(Path classes) throws IOException {
    return Files.readAllBytes(classes.resolve("Caller.class"));
  }

  private static List<String> starters(byte[] classFile) {
    return ClassFile.of().parse(classFile).methods().stream()
        .map(m -> m.methodName().stringValue())
        .filter(m -> m.endsWith("$await") && m.contains("$call"))
        .map(m -> m.substring(0, m.indexOf('$')))
        .toList();
  }

  @Test
  void allFrontEndsGiveTheSameBytes() throws IOException {
    Path together =
        compiled("together", into("together").withCoreOnClassPath().withWeaver(), caller, callee);
    byte[] expected = caller(together);
    assertThat(starters(expected))
        .containsExactly(
            "ofClass",
            "ofObject",
            "last",
            "nested",
            "qualified",
            "handWritten",
            "handled",
            "locked",
            "chosen",
            "own");

    Path reversed =
        compiled("reversed", into("reversed").withCoreOnClassPath().withWeaver(), callee, caller);
    assertThat(caller(reversed)).isEqualTo(expected);

    Path apart =
        into("apart").withCoreOnClassPath().withWeaver().compile(callee).success()
            ? folder.resolve("apart")
            : null;
    compiled(
        "apart",
        into("apart")
            .with("-classpath", Javac.core() + java.io.File.pathSeparator + apart)
            .withWeaver(),
        caller);
    assertThat(caller(folder.resolve("apart"))).isEqualTo(expected);

    Path plain =
        compiled(
            "plain",
            into("plain")
                .withCoreOnClassPath()
                .with("-proc:none", "-Xplugin:Bide weave=later off=all"),
            callee,
            caller);
    assertThat(starters(caller(plain))).isEmpty();
    List<Path> core =
        Stream.of(Javac.core().split(java.io.File.pathSeparator)).map(Path::of).toList();
    assertThat(new FolderWeaver(core, d -> {}).weave(plain).failed()).isZero();
    assertThat(caller(plain)).isEqualTo(expected);
  }
}
