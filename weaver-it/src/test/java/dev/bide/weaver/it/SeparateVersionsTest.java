package dev.bide.weaver.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * How a method is woven is no part of its binary contract: a program that was compiled and woven
 * against one version of a library runs against every other one whose signatures are the same.
 */
final class SeparateVersionsTest {
  private static final String HEAD =
      """
      package woven;

      import static dev.bide.Async.async;
      import static woven.Support.*;

      import dev.bide.*;
      import java.io.*;
      import java.util.*;

      """;

  /** Calls what the library has in all the ways that a fast path could have been taken. */
  private static final String PROGRAM =
      """
      public class App {
        static Async<Integer, IOException> loop(Lib lib) {
          return async(() -> {
            int sum = 0;
            for (int i = 0; i < 3; i++) {
              sum += lib.twice(i).await();
            }
            return sum;
          });
        }

        static class Own extends Lib {
          @Override
          public Async<Integer, IOException> twice(int n) {
            return async(() -> super.twice(n).await() + 1000);
          }
        }

        public static Map<String, Async<?, ?>> programs() {
          Map<String, Async<?, ?>> all = new LinkedHashMap<>();
          all.put("static", async(() -> Lib.once(7L).await() + 1));
          all.put("virtual", async(() -> Lib.make().twice(4).await()));
          all.put("interface", async(() -> ((Shape) Lib.make()).area().await()));
          all.put("loop", async(() -> loop(Lib.make()).await()));
          all.put("super", async(() -> new Own().twice(4).await()));
          all.put("fails", async(() -> {
            try {
              return Lib.make().twice(-1).await();
            } catch (EOFException e) {
              return -100;
            }
          }));
          return all;
        }
      }
      """;

  private static final List<String> RESULTS =
      List.of("static: 8 []", "virtual: 8 []", "interface: 2.5 []", "loop: 6 []", "super: 1008 []");

  /** Ready always; a subclass is obeyed. */
  private static final String FORMS =
      """
      class Forms {
        public static Object once(
            long n, dev.bide.weave.v1.Slots cx, dev.bide.weave.v1.Suspended spare) {
          return cx == null ? null : dev.bide.weave.v1.Weave.of(n, cx);
        }
        public static Object twice(
            Lib self, int n, dev.bide.weave.v1.Slots cx, dev.bide.weave.v1.Suspended spare)
            throws Throwable {
          if (cx == null) { return null; }
          return self.getClass() == Lib.class && n >= 0
              ? (Object) (n * 2)
              : dev.bide.weave.v1.Leaf.plain(self.twice(n), cx);
        }
        public static Object area(
            Shape self, dev.bide.weave.v1.Slots cx, dev.bide.weave.v1.Suspended spare)
            throws Throwable {
          if (cx == null) { return null; }
          return self.getClass() == Lib.class
              ? (Object) 2.5
              : dev.bide.weave.v1.Leaf.plain(self.area(), cx);
        }
      }
      """;

  /** The library, each time with the same signatures. */
  enum Version {
    BLOCKS(
        """
        public class Lib implements Shape {
          public static Lib make() { return new Lib(); }
          public static Async<Long, IOException> once(long n) { return async(() -> v(n).await()); }
          public Async<Integer, IOException> twice(int n) {
            return async(() -> {
              if (n < 0) { throw new EOFException(); }
              return v(n).await() * 2;
            });
          }
          @Override public Async<Double, IOException> area() { return async(() -> 2 + v(0.5).await()); }
        }
        interface Shape {
          Async<Double, IOException> area();
        }
        """),
    HAND_WRITTEN(
        """
        public class Lib implements Shape {
          public static Lib make() { return new Lib(); }
          public static Async<Long, IOException> once(long n) { return v(n); }
          public Async<Integer, IOException> twice(int n) {
            return n < 0 ? new Leaf<>(null, new EOFException()) : v(n * 2);
          }
          @Override public Async<Double, IOException> area() { return Async.of(2.5); }
        }
        interface Shape {
          Async<Double, IOException> area();
        }
        """),
    OVERRIDDEN_BY_BLOCKS(
        """
        public class Lib implements Shape {
          static final class Faster extends Lib {
            @Override public Async<Integer, IOException> twice(int n) {
              return async(() -> {
                if (n < 0) { throw new EOFException(); }
                int first = v(n).await();
                return first + v(n).await();
              });
            }
            @Override public Async<Double, IOException> area() { return async(() -> v(2.5).await()); }
          }
          public static Lib make() { return new Faster(); }
          public static Async<Long, IOException> once(long n) { return async(() -> n); }
          public Async<Integer, IOException> twice(int n) { return async(() -> 2 * v(n).await()); }
          @Override public Async<Double, IOException> area() { return async(() -> v(-1.0).await()); }
        }
        interface Shape {
          Async<Double, IOException> area();
        }
        """),
    OVERRIDDEN_BY_HAND(
        """
        public class Lib implements Shape {
          public static Lib make() {
            return new Lib() {
              @Override public Async<Integer, IOException> twice(int n) {
                return n < 0 ? new Leaf<>(null, new EOFException()) : v(n + n);
              }
              @Override public Async<Double, IOException> area() { return v(2.5); }
            };
          }
          public static Async<Long, IOException> once(long n) { return Async.of(n); }
          public Async<Integer, IOException> twice(int n) { return async(() -> 2 * v(n).await()); }
          @Override public Async<Double, IOException> area() { return async(() -> v(-1.0).await()); }
        }
        interface Shape {
          Async<Double, IOException> area();
        }
        """),
    WITH_LEAF_FORMS(
        """
        public class Lib implements Shape {
          public static Lib make() { return new Lib(); }
          @dev.bide.weave.v1.LeafForm(Forms.class)
          public static Async<Long, IOException> once(long n) { return v(n); }
          @dev.bide.weave.v1.LeafForm(Forms.class)
          public Async<Integer, IOException> twice(int n) {
            return n < 0 ? new Leaf<>(null, new EOFException()) : v(n * 2);
          }
          @Override public Async<Double, IOException> area() { return Async.of(2.5); }
        }
        interface Shape {
          @dev.bide.weave.v1.LeafForm(Forms.class)
          Async<Double, IOException> area();
        }
        """
            + FORMS),
    MOVED_UP(
        """
        public class Lib extends Base implements Shape {
          public static Lib make() { return new Lib(); }
        }
        interface Shape {
          default Async<Double, IOException> area() { return async(() -> v(2.5).await()); }
        }
        class Base {
          public static Async<Long, IOException> once(long n) { return async(() -> v(n).await()); }
          public Async<Integer, IOException> twice(int n) {
            return async(() -> {
              if (n < 0) { throw new EOFException(); }
              return v(2).await() * n;
            });
          }
        }
        """);

    private final String source;

    Version(String source) {
      this.source = source;
    }
  }

  @TempDir Path folder;
  private WovenClasses support;
  private Path supportFolder;
  private final Map<Version, WovenClasses> libraries = new EnumMap<>(Version.class);

  @BeforeEach
  void compileSupport() throws IOException {
    supportFolder = Files.createDirectory(folder.resolve("support"));
    support =
        WovenClasses.against(List.of(), supportFolder, WovenClasses.resource("woven/Support.java"));
  }

  private WovenClasses library(Version version) throws IOException {
    WovenClasses library = libraries.get(version);
    if (library == null) {
      library = compiled(version.name(), "Lib", version.source, List.of(supportFolder));
      libraries.put(version, library);
    }
    return library;
  }

  private WovenClasses program(Version against) throws IOException {
    library(against);
    return compiled(
        "app-" + against, "App", PROGRAM, List.of(supportFolder, folder.resolve(against.name())));
  }

  private WovenClasses compiled(String name, String type, String source, List<Path> classPath)
      throws IOException {
    Path to = Files.createDirectories(folder.resolve(name));
    Path file =
        Files.writeString(
            Files.createDirectories(folder.resolve(name + "-source")).resolve(type + ".java"),
            HEAD + source);
    WovenClasses classes = WovenClasses.against(classPath, to, file);
    assertThat(classes.diagnostics).isEmpty();
    return classes;
  }

  @SuppressWarnings("unchecked")
  private List<String> run(Map<String, byte[]> library, Map<String, byte[]> program, int pending)
      throws Exception {
    Map<String, byte[]> all = new HashMap<>(support.woven);
    all.putAll(library);
    all.putAll(program);
    return (List<String>)
        Class.forName("woven.Support", true, WovenClasses.load(all))
            .getMethod("run", String.class, int.class, long.class)
            .invoke(null, "woven.App", pending, 0L);
  }

  @ParameterizedTest
  @EnumSource
  void aProgramRunsAgainstEveryVersionOfItsLibrary(Version compiledAgainst) throws Exception {
    WovenClasses program = program(compiledAgainst);
    for (Version runWith : Version.values()) {
      WovenClasses library = library(runWith);
      for (int pending = 0; pending < 3; pending++) {
        String how = compiledAgainst + " with " + runWith + ", each leaf waits " + pending;
        List<String> lines = run(library.woven, program.woven, pending);
        assertThat(lines.subList(0, RESULTS.size())).as(how).isEqualTo(RESULTS);
        assertThat(lines.getLast()).as(how).isEqualTo("fails: -100 []");
      }
    }
  }

  @Test
  void aLibraryThatNobodyWoveSaysSoWhereItsBlockIsFirstUsed() throws Exception {
    WovenClasses program = program(Version.BLOCKS);
    for (String line : run(library(Version.BLOCKS).compiled, program.woven, 1)) {
      assertThat(line)
          .contains("java.lang.IllegalStateException: a block at woven.Lib.")
          .contains("(Lib.java:")
          .contains("was not woven");
    }
  }

  @Test
  void aProgramThatNobodyWoveSaysSoWithAWovenLibrary() throws Exception {
    WovenClasses program = program(Version.BLOCKS);
    Map<String, byte[]> unwoven = new HashMap<>(program.compiled);
    assertThat(unwoven).containsKey("woven/App");
    assertThatThrownBy(() -> run(library(Version.BLOCKS).woven, unwoven, 1))
        .rootCause()
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("a block at woven.App.programs(App.java:")
        .hasMessageContaining("was not woven");
  }
}
