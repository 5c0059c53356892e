package dev.bide.weaver.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Programs over the language as both compilers emit it give the same results however often each
 * await waits.
 */
class WovenProgramsTest {
  private static final List<String> PROGRAMS =
      List.of(
          "Basics", "Streams", "Closings", "Handlers", "Language", "Direct", "Crossing", "Spot");

  private static final Map<WovenClasses.By, ClassLoader> LOADERS =
      new EnumMap<>(WovenClasses.By.class);

  @TempDir static Path folder;

  static Stream<Arguments> programs() {
    return Stream.of(WovenClasses.By.values())
        .flatMap(by -> PROGRAMS.stream().map(program -> Arguments.of(by, program)));
  }

  private static ClassLoader loader(WovenClasses.By by) throws IOException {
    ClassLoader known = LOADERS.get(by);
    if (known == null) {
      List<Path> sources = new ArrayList<>();
      sources.add(WovenClasses.resource("woven/Support.java"));
      PROGRAMS.forEach(p -> sources.add(WovenClasses.resource("woven/" + p + ".java")));
      Path target = Files.createDirectories(folder.resolve(by.name()));
      WovenClasses classes = WovenClasses.of(by, target, sources.toArray(new Path[0]));
      assertThat(classes.diagnostics).isEmpty();
      known = classes.load();
      LOADERS.put(by, known);
    }
    return known;
  }

  @ParameterizedTest
  @MethodSource("programs")
  void givesTheSameAtEveryPatternOfWaiting(WovenClasses.By by, String program) throws Exception {
    String expected = Files.readString(WovenClasses.resource("woven/" + program + ".expected"));
    Method run =
        Class.forName("woven.Support", true, loader(by))
            .getMethod("run", String.class, int.class, long.class);
    for (int pending = 0; pending <= 2; pending++) {
      assertThat(String.join("\n", lines(run, program, pending, 0)) + "\n")
          .as("each await waits %d times", pending)
          .isEqualTo(expected);
    }
    for (long seed = 0; seed < 20; seed++) {
      assertThat(String.join("\n", lines(run, program, -1, seed)) + "\n")
          .as("seed %d", seed)
          .isEqualTo(expected);
    }
  }

  @SuppressWarnings("unchecked")
  private static List<String> lines(Method run, String program, int pending, long seed)
      throws ReflectiveOperationException {
    return (List<String>) run.invoke(null, "woven." + program, pending, seed);
  }
}
