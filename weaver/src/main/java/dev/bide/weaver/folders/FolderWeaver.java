package dev.bide.weaver.folders;

import dev.bide.weaver.ClassFinder;
import dev.bide.weaver.Diagnostic;
import dev.bide.weaver.Diagnostics;
import dev.bide.weaver.WeaveResult;
import dev.bide.weaver.Weaver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Weaves the class files in a folder, in place. Those that are woven already, and those without
 * blocks, are not touched, so running it twice is the same as running it once.
 */
public final class FolderWeaver {
  private final List<Path> classPath;
  private final Diagnostics diagnostics;

  /**
   * A weaver of folders.
   *
   * @param classPath what the classes were compiled against
   * @param diagnostics where errors and warnings go
   */
  public FolderWeaver(List<Path> classPath, Diagnostics diagnostics) {
    this.classPath = List.copyOf(classPath);
    this.diagnostics = diagnostics;
  }

  /**
   * How it went.
   *
   * @param seen the class files that were looked at
   * @param woven how many of them were woven
   * @param failed how many could not be woven; each was reported
   */
  public record Outcome(int seen, int woven, int failed) {}

  /**
   * Weaves all class files below a folder.
   *
   * @throws IOException when a file cannot be read or written, or is no class file
   */
  public Outcome weave(Path folder) throws IOException {
    List<Path> path = new ArrayList<>();
    path.add(folder);
    path.addAll(classPath);
    ClassFinder finder = ClassFinder.ofPath(path).or(ClassFinder.platform());
    int[] errors = new int[1];
    Weaver weaver =
        new Weaver(
            finder,
            diagnostic -> {
              if (diagnostic.severity() == Diagnostic.Severity.ERROR) {
                errors[0]++;
              }
              diagnostics.report(diagnostic);
            });
    int woven = 0;
    int failed = 0;
    List<Path> files = classFiles(folder);
    for (Path file : files) {
      int before = errors[0];
      WeaveResult result;
      try {
        result = weaver.weave(Files.readAllBytes(file));
      } catch (IllegalArgumentException e) {
        throw new IOException(file + " is no class file: " + e.getMessage(), e);
      }
      if (result.outcome() == WeaveResult.Outcome.FAILED || errors[0] > before) {
        failed++;
      } else if (result.changed()) {
        woven++;
        for (Map.Entry<String, byte[]> frame : result.frames().entrySet()) {
          String name = frame.getKey().substring(frame.getKey().lastIndexOf('/') + 1);
          Files.write(file.resolveSibling(name + ".class"), frame.getValue());
        }
        Files.write(file, result.classFile());
      }
    }
    return new Outcome(files.size(), woven, failed);
  }

  /** Sorted, so that diagnostics come in the same order everywhere. */
  private static List<Path> classFiles(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(file -> file.toString().endsWith(".class"))
          .filter(file -> !file.endsWith("module-info.class"))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    }
  }
}
