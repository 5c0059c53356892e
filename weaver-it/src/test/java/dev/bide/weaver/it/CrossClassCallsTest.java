package dev.bide.weaver.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bide.weaver.ClassFinder;
import dev.bide.weaver.Weaver;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A call of another class's method that is awaited on the spot does what one does that is not,
 * whatever became of that class since: same results, same errors, its initialization at the same
 * place. Each program is woven twice, once with what the calls return passed through a method, and
 * both are run and compared.
 */
final class CrossClassCallsTest {
  private static final String HEAD =
      """
      package woven;

      import static dev.bide.Async.async;
      import static woven.Support.*;

      import dev.bide.*;
      import java.io.*;
      import java.util.*;

      """;

  private static final String PROGRAM =
      """
      public class App {
        static <T> T arg(T value) {
          log.add("argument " + value);
          return value;
        }

        @SuppressWarnings("unused")
        static <T> T held(T made) {
          return made;
        }

        interface Body {
          Async<?, ?> run() throws Exception;
        }

        static String caught(Throwable e) {
          String s = e.toString().replaceAll(" of loader [^)]*", "");
          return e.getCause() == null ? s : s + " by " + e.getCause();
        }

        public static Map<String, Async<?, ?>> programs() {
          Map<String, Async<?, ?>> all = new LinkedHashMap<>();
          for (int i = 0; i < 2; i++) {
            all.put("null " + i, async(() -> {
              Lib none = v(1).await() > 5 ? new Lib() : null;
              try {
                return {none.twice(arg(3))}.await();
              } catch (NullPointerException e) {
                return e.getMessage();
              } catch (Throwable e) {
                return caught(e);
              }
            }));
            all.put("static " + i, async(() -> {
              try {
                return {Lib.once(arg(7L))}.await() + 1;
              } catch (Throwable e) {
                return caught(e);
              }
            }));
            all.put("virtual " + i, async(() -> {
              try {
                return {new Lib().twice(arg(4))}.await();
              } catch (Throwable e) {
                return caught(e);
              }
            }));
            all.put("made " + i, async(() -> {
              String s = "";
              try {
                for (Lib lib : Lib.some()) {
                  s += {lib.twice(arg(5))}.await() + ";";
                }
              } catch (Throwable e) {
                s += caught(e);
              }
              return s;
            }));
            all.put("loop " + i, async(() -> {
              try {
                long s = 0;
                Lib lib = new Lib();
                for (int n = 0; n < 4; n++) {
                  s += {lib.twice(n)}.await() + {Lib.once((long) n)}.await();
                }
                return s;
              } catch (Throwable e) {
                return caught(e);
              }
            }));
            all.put("fails " + i, async(() -> {
              try {
                return {new Lib().twice(-1)}.await();
              } catch (EOFException e) {
                return "eof";
              } catch (Throwable e) {
                return caught(e);
              }
            }));
          }
          return all;
        }
      }
      """;

  private static final String MEMBERS =
      """
        static { log.add("Lib is initialized"); }
        static List<Lib> some() { return List.of(new Lib(), new Lib()); }
        static Async<Long, IOException> once(long n) {
          log.add("once");
          return async(() -> v(n).await());
        }
      """;

  private static final String TWICE =
      """
        Async<Integer, IOException> twice(int n) {
          log.add("twice");
          return async(() -> {
            if (n < 0) throw new EOFException();
            return v(n).await() * 2;
          });
        }
      """;

  /** What the called class is when the program runs; the first ones a program can be woven with. */
  enum Version {
    BLOCKS("class Lib {" + MEMBERS + TWICE + "}"),
    FINAL_METHOD("class Lib {" + MEMBERS + "final " + TWICE + "}"),
    FINAL_CLASS("final class Lib {" + MEMBERS + TWICE + "}"),
    PUBLIC("public class Lib {" + MEMBERS + "public " + TWICE + "}"),
    HAND_WRITTEN(
        """
        class Lib {
          static { log.add("Lib is initialized"); }
          static List<Lib> some() { return List.of(new Lib(), new Lib()); }
          static Async<Long, IOException> once(long n) { log.add("by hand"); return v(n); }
          Async<Integer, IOException> twice(int n) {
            return n < 0 ? new Leaf<>(null, new EOFException()) : v(n * 2);
          }
        }
        """),
    ONE_BY_HAND(
        """
        class Lib {
          static List<Lib> some() { return List.of(new Lib(), new Lib()); }
          static Async<Long, IOException> once(long n) { log.add("by hand"); return v(n); }
        """
            + TWICE
            + "}"),
    OVERRIDDEN(
        "class Lib {"
            + TWICE
            + """
              static class ByBlock extends Lib {
                @Override Async<Integer, IOException> twice(int n) {
                  return async(() -> 1000 * super.twice(n).await());
                }
              }
              static class Heir extends Lib {}
              static List<Lib> some() {
                return List.of(new ByBlock(), new Heir(), new Lib(), new Lib() {
                  @Override Async<Integer, IOException> twice(int n) { return v(-n); }
                });
              }
              static Async<Long, IOException> once(long n) { return async(() -> v(n).await()); }
            }
            """),
    HIDES_A_STATIC_FORM(
        """
        class Base {
          static Async<Long, IOException> once(long n) { return async(() -> v(-n).await()); }
          Async<Integer, IOException> twice(int n) { return async(() -> v(-2 * n).await()); }
        }
        class Lib extends Base {
          static List<Lib> some() { return List.of(new Lib()); }
          static Async<Long, IOException> once(long n) { return v(n); }
          @Override Async<Integer, IOException> twice(int n) { return v(n * 2); }
        }
        """),
    MOVED_UP(
        "class Base {"
            + TWICE.replace("*", "* 1 *")
            + """
              static Async<Long, IOException> once(long n) { return async(() -> v(n).await()); }
            }
            class Lib extends Base {
              static List<Lib> some() { return List.of(new Lib()); }
            }
            """),
    OTHER_SIGNATURE(
        """
        class Lib {
          static List<Lib> some() { return List.of(new Lib()); }
          static Async<Integer, IOException> once(int n) { return async(() -> v(n).await()); }
          Async<Integer, IOException> twice(long n) { return async(() -> v(2 * (int) n).await()); }
        }
        """),
    STATIC_AND_INSTANCE_EXCHANGED(
        """
        class Lib {
          static { log.add("Lib is initialized"); }
          static List<Lib> some() { return List.of(new Lib()); }
          Async<Long, IOException> once(long n) { return async(() -> v(n).await()); }
          static Async<Integer, IOException> twice(int n) { return async(() -> v(n * 2).await()); }
        }
        """),
    MADE_PRIVATE(
        "class Lib {"
            + MEMBERS.replace("static Async", "private static Async")
            + "private "
            + TWICE
            + "}"),
    AN_INTERFACE(
        """
        interface Lib {
          static List<Lib> some() { return List.of(new Lib() {}); }
          static Async<Long, IOException> once(long n) { return async(() -> v(n).await()); }
          default Async<Integer, IOException> twice(int n) { return async(() -> v(n * 2).await()); }
        }
        """),
    GONE("class Other {}"),
    INITIALIZER_THROWS(
        "class Lib {"
            + MEMBERS
            + TWICE
            + "static int x = boom(); static int boom() { throw new IllegalStateException(\"boom\"); }"
            + "}"),
    INITIALIZER_LACKS_A_METHOD(
        "class Lib {"
            + MEMBERS
            + TWICE
            + "static int x = boom(); static int boom() { throw new NoSuchMethodError(\"boom\"); }"
            + "}"),
    USES_ITSELF_TO_INITIALIZE(
        "class Lib {"
            + TWICE
            + """
              static List<Lib> all = new ArrayList<>();
              static {
                log.add(outcome(async(() -> new Lib().twice(1).await())));
                log.add(outcome(async(() -> Lib.once(1L).await())));
              }
              static List<Lib> some() { return List.of(new Lib()); }
              static Async<Long, IOException> once(long n) { return async(() -> v(n).await()); }
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

  @BeforeEach
  void compileSupport() throws IOException {
    supportFolder = Files.createDirectory(folder.resolve("support"));
    support =
        WovenClasses.against(List.of(), supportFolder, WovenClasses.resource("woven/Support.java"));
  }

  /** The program; where the calls are not on the spot, through a method. */
  private static String program(boolean onTheSpot) {
    return PROGRAM.replaceAll("\\{([^{}\n]*)}\\.await", onTheSpot ? "$1.await" : "held($1).await");
  }

  private WovenClasses compiled(String name, String source, List<Path> path, List<Path> seen)
      throws IOException {
    Path to = Files.createDirectories(folder.resolve(name));
    Path file =
        Files.writeString(
            Files.createDirectories(folder.resolve(name + "-source"))
                .resolve(source.contains("class App") ? "App.java" : "Lib.java"),
            HEAD + source);
    WovenClasses classes = WovenClasses.against(path, seen, to, file);
    assertThat(classes.diagnostics).isEmpty();
    return classes;
  }

  private WovenClasses library(Version version) throws IOException {
    return compiled(version.name(), version.source, List.of(supportFolder), List.of(supportFolder));
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

  /** The called methods, by those that start what they return. */
  private static List<String> starters(WovenClasses classes) {
    return ClassFile.of().parse(classes.woven("woven/App")).methods().stream()
        .map(m -> m.methodName().stringValue())
        .filter(m -> m.matches(".*\\$call[0-9]+\\$await"))
        .map(m -> m.substring(0, m.indexOf('$')))
        .toList();
  }

  static Stream<Version> wovenWith() {
    return Stream.of(
        Version.BLOCKS,
        Version.FINAL_METHOD,
        Version.FINAL_CLASS,
        Version.PUBLIC,
        Version.OVERRIDDEN);
  }

  @ParameterizedTest
  @MethodSource("wovenWith")
  void doesWhatItDoesWhereItIsNotOnTheSpot(Version wovenWith) throws Exception {
    library(wovenWith);
    List<Path> path = List.of(supportFolder, folder.resolve(wovenWith.name()));
    WovenClasses spot = compiled("spot", program(true), path, path);
    WovenClasses held = compiled("held", program(false), path, path);
    assertThat(starters(spot)).containsExactlyInAnyOrder("v", "twice", "once");
    assertThat(starters(held)).containsExactly("v");
    for (Version runWith : Version.values()) {
      WovenClasses library = library(runWith);
      for (int pending = 0; pending < 3; pending++) {
        String how = wovenWith + " with " + runWith + ", each leaf waits " + pending;
        assertThat(run(library.woven, spot.woven, pending))
            .as(how)
            .isEqualTo(run(library.woven, held.woven, pending));
        assertThat(run(library.compiled, spot.woven, pending))
            .as("%s, not woven", how)
            .isEqualTo(run(library.compiled, held.woven, pending));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void itMakesNoDifferenceWhetherTheOtherClassIsWovenAlready(Version version) throws IOException {
    if (wovenWith().noneMatch(v -> v == version)) {
      return;
    }
    WovenClasses library = library(version);
    List<Path> path = List.of(supportFolder, folder.resolve(version.name()));
    WovenClasses program = compiled("program", program(true), path, path);
    ClassFinder woven = library.woven::get;
    Weaver later =
        new Weaver(
            woven
                .or(ClassFinder.ofPath(List.of(supportFolder)))
                .or(ClassFinder.ofLoader(CrossClassCallsTest.class.getClassLoader())),
            d -> {});
    assertThat(later.weave(program.compiled("woven/App")).classFile())
        .isEqualTo(program.woven("woven/App"));
  }
}
