package dev.bide.twins.translate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Changes to a text, given by the offsets of the old one, that nest as a tree's nodes do. */
final class Edits {
  private final String text;
  private final List<Insertion> insertions = new ArrayList<>();
  private final List<int[]> dropped = new ArrayList<>();
  private final boolean[] blanked;

  /**
   * Something put before the character at an offset.
   *
   * @param closes whether it stands at the end of its node
   * @param other the offset of its node's other end: of two that open at one place the longer comes
   *     first, of two that close the shorter
   * @param order the last resort
   */
  private record Insertion(int at, boolean closes, int other, int order, String what) {}

  Edits(String text) {
    this.text = text;
    this.blanked = new boolean[text.length()];
  }

  /** Puts something before and behind a node, or a gap. */
  void around(int start, int end, String before, String after) {
    if (start == end) {
      open(start, end, before + after);
      return;
    }
    open(start, end, before);
    close(start, end, after);
  }

  /** Puts something before a node. */
  void open(int start, int end, String what) {
    insertions.add(new Insertion(start, false, end, insertions.size(), what));
  }

  /** Puts something behind a node. */
  void close(int start, int end, String what) {
    insertions.add(new Insertion(end, true, start, insertions.size(), what));
  }

  /** Takes something out, but for its line ends. */
  void blank(int start, int end) {
    for (int i = start; i < end; i++) {
      blanked[i] = true;
    }
  }

  /** Takes a node out with all that was or will be put into it. */
  void drop(int start, int end) {
    blank(start, end);
    dropped.add(new int[] {start, end});
  }

  private boolean isDropped(Insertion i) {
    return dropped.stream().anyMatch(d -> i.at() >= d[0] && i.at() <= d[1]);
  }

  /** The new text. Its lines are the old ones' numbers. */
  String result() {
    List<Insertion> sorted = new ArrayList<>(insertions);
    sorted.removeIf(this::isDropped);
    sorted.sort(
        Comparator.comparingInt(Insertion::at)
            .thenComparing(i -> !i.closes())
            .thenComparing(Comparator.comparingInt(Insertion::other).reversed())
            .thenComparingInt(i -> i.closes() ? -i.order() : i.order()));
    StringBuilder sb = new StringBuilder(text.length() * 2);
    int next = 0;
    for (int i = 0; i <= text.length(); i++) {
      for (; next < sorted.size() && sorted.get(next).at() == i; next++) {
        sb.append(sorted.get(next).what());
      }
      if (i < text.length() && (!blanked[i] || text.charAt(i) == '\n')) {
        sb.append(text.charAt(i));
      }
    }
    return sb.toString();
  }
}
