package dev.bide.weaver.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The compile-time checks, in pairs: a source {@code checks/NAME/X.java}, and beside it what javac
 * must say about it, {@code X.expected}: one line for each diagnostic, with its kind, line, column
 * and text, or javac's own code. A source without such a file is right and must give none.
 *
 * <p>A first line {@code // javac: …} adds options. With {@code -Dbide.checks.write=true} the
 * expected files are written anew, to be read before they are committed.
 */
final class ChecksTest {
  @TempDir Path output;

  static Stream<Arguments> sources() throws IOException, URISyntaxException {
    URL checks = ChecksTest.class.getResource("/checks");
    assertThat(checks).isNotNull();
    Path root = Path.of(checks.toURI());
    try (Stream<Path> all = Files.walk(root)) {
      List<Arguments> arguments = new ArrayList<>();
      for (Path source : all.filter(f -> f.toString().endsWith(".java")).sorted().toList()) {
        for (String policy : List.of("simple", "todo")) {
          arguments.add(Arguments.of(root.relativize(source).toString(), policy, source));
        }
      }
      return arguments.stream();
    }
  }

  @ParameterizedTest(name = "{0} ({1})")
  @MethodSource("sources")
  void saysWhatIsWrong(String name, String policy, Path source) throws IOException {
    Javac javac =
        Javac.into(output).withCoreOnClassPath().withWeaver().with("-XDcompilePolicy=" + policy);
    String first = Files.readAllLines(source).getFirst();
    if (first.startsWith("// javac: ")) {
      javac.with(first.substring("// javac: ".length()).split(" "));
    }
    Javac.Outcome outcome = javac.compile(source);

    String said = String.join("\n", outcome.diagnostics());
    Path expected = Path.of(source.toString().replace(".java", ".expected"));
    if (Boolean.getBoolean("bide.checks.write")) {
      write(name, said);
    } else {
      assertThat(said).isEqualTo(Files.exists(expected) ? Files.readString(expected).strip() : "");
    }
    assertThat(outcome.success())
        .isEqualTo(outcome.diagnostics().stream().noneMatch(d -> d.startsWith("ERROR")));
  }

  private static void write(String name, String said) throws IOException {
    Path file = Path.of("src/test/resources/checks").resolve(name.replace(".java", ".expected"));
    if (said.isEmpty()) {
      Files.deleteIfExists(file);
    } else {
      Files.writeString(file, said + "\n");
    }
  }
}
