package dev.bide.build.classfiles;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which code a hot path consists of, as a text file says it. One entry a line; {@code #} starts a
 * comment; every exception carries its reason behind a colon.
 *
 * <pre>
 *   enter dev.bide.internal.Root.wake                 the check starts here
 *   cold  dev.bide.internal.Root.wakeFromOutside : …  not followed, since it is off the hot path
 *   allow dev.bide.runtime.Inbox.isEmpty : …          may do what the rule forbids
 *   jdk   java.lang.Thread.currentThread : …          a method of the JDK that is known to be free of it
 * </pre>
 *
 * <p>An entry names a method, and means all methods of that name, unless its descriptor follows.
 */
public final class HotPath {
  private static final Pattern LINE =
      Pattern.compile("(enter|cold|allow|jdk)\\s+(\\S+)(?:\\s+:\\s+(\\S.*))?");

  final Set<String> entries = new LinkedHashSet<>();
  final Map<String, String> cold = new LinkedHashMap<>();
  final Map<String, String> allowed = new LinkedHashMap<>();
  final Map<String, String> jdk = new LinkedHashMap<>();

  private HotPath() {}

  /** The hot path of Bide's confined runtime: the resource {@code local-runtime.hotpath}. */
  public static HotPath ofThisBuild() {
    try (var in = HotPath.class.getResourceAsStream("local-runtime.hotpath")) {
      if (in == null) {
        throw new IllegalStateException("local-runtime.hotpath is missing");
      }
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads the file.
   *
   * @throws IllegalArgumentException when a line says nothing, or makes an exception without reason
   */
  public static HotPath read(Path file) {
    try {
      return parse(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same from the text itself. */
  public static HotPath parse(String text) {
    HotPath path = new HotPath();
    for (String line : text.lines().map(l -> l.replaceFirst("#.*", "").strip()).toList()) {
      if (!line.isEmpty()) {
        path.add(line);
      }
    }
    return path;
  }

  private void add(String line) {
    Matcher m = LINE.matcher(line);
    if (!m.matches()) {
      throw new IllegalArgumentException("not a line of a hot path: " + line);
    }
    String name = m.group(2);
    String reason = m.group(3);
    if (m.group(1).equals("enter")) {
      entries.add(name);
      return;
    }
    Map<String, String> exceptions =
        switch (m.group(1)) {
          case "cold" -> cold;
          case "allow" -> allowed;
          default -> jdk;
        };
    if (reason == null) {
      throw new IllegalArgumentException("an exception without a reason: " + line);
    }
    exceptions.put(name, reason);
  }
}
