package dev.bide.build.classfiles;

import java.util.List;

/**
 * Something a check has found.
 *
 * @param what the class or member that is wrong, in words
 * @param where the place that uses it, as a stack trace shows one
 * @param path the calls that lead there, outermost first; empty where the check follows none
 */
public record Finding(String what, String where, List<String> path) {
  /** A finding without a path. */
  public Finding(String what, String where) {
    this(what, where, List.of());
  }

  @Override
  public String toString() {
    return what
        + "\n    at "
        + where
        + String.join("", path.reversed().stream().map(p -> "\n    from " + p).toList());
  }
}
