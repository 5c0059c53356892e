package dev.bide.build.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A document's Java code as compilation units. A snippet that has a class of its own is a unit; all
 * others are members of one class, with the imports of the page.
 */
record Page(Path file, Map<String, String> units) {
  private static final Pattern SNIPPET =
      Pattern.compile(
          "^```java(?<mark>[^\\n]*)\\n(?<code>.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern TOP_LEVEL =
      Pattern.compile(
          "^(public |final |sealed )*(class|record|interface|enum) (\\w+)", Pattern.MULTILINE);
  private static final Pattern PACKAGE = Pattern.compile("^package ([\\w.]+);", Pattern.MULTILINE);

  /** What the snippets of every page may use without saying so. */
  private static final String COMMON_IMPORTS =
      """
      import static dev.bide.Async.*;
      import static java.nio.charset.StandardCharsets.UTF_8;
      import dev.bide.*;
      import dev.bide.io.*;
      import dev.bide.net.*;
      import dev.bide.runtime.*;
      import dev.bide.runtimes.*;
      import dev.bide.sync.*;
      import java.io.IOException;
      import java.time.Duration;
      import java.util.*;
      """;

  static Page read(Path file) {
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return of(file, text);
  }

  static Page of(Path file, String text) {
    Map<String, String> units = new LinkedHashMap<>();
    StringBuilder imports = new StringBuilder(COMMON_IMPORTS);
    List<String> members = new ArrayList<>();
    Matcher snippets = SNIPPET.matcher(text);
    while (snippets.find()) {
      String code = snippets.group("code");
      Matcher type = TOP_LEVEL.matcher(code);
      if (type.find()) {
        Matcher in = PACKAGE.matcher(code);
        String folder = in.find() ? in.group(1).replace('.', '/') + "/" : "";
        units.put(folder + type.group(3) + ".java", code);
      } else {
        StringBuilder rest = new StringBuilder();
        code.lines()
            .forEach(
                line -> (line.startsWith("import ") ? imports : rest).append(line).append('\n'));
        members.add(rest.toString());
      }
    }
    if (members.stream().anyMatch(m -> !m.isBlank())) {
      units.put(
          "Snippets.java", imports + "class Snippets {\n" + String.join("\n", members) + "}\n");
    }
    return new Page(file, units);
  }
}
