package dev.bide.it.stream;

import java.util.ArrayList;
import java.util.List;

/** What happened, in order. */
final class Log {
  private final List<String> lines = new ArrayList<>();

  void add(String line) {
    lines.add(line);
  }

  /** All lines since the last call. */
  List<String> take() {
    List<String> all = List.copyOf(lines);
    lines.clear();
    return all;
  }
}
