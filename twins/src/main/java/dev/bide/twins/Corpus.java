package dev.bide.twins;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The programs that were written by hand. */
final class Corpus {
  private Corpus() {}

  /**
   * Reads a folder's sources.
   *
   * @return texts by class name
   */
  static Map<String, String> read(Path folder) throws IOException {
    List<Path> files;
    try (var all = Files.list(folder)) {
      files = all.filter(f -> f.toString().endsWith(".java")).sorted().toList();
    }
    if (files.isEmpty()) {
      throw new IOException("no programs in " + folder.toAbsolutePath());
    }
    Map<String, String> sources = new TreeMap<>();
    for (Path file : files) {
      String name = file.getFileName().toString();
      sources.put(
          "programs." + name.substring(0, name.length() - ".java".length()),
          Files.readString(file));
    }
    return sources;
  }
}
