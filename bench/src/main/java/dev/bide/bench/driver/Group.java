package dev.bide.bench.driver;

import java.util.List;
import java.util.regex.Pattern;

/** Rows that belong together, with the heading that the table and the picture give them. */
record Group(String title, List<Measured> rows) {
  /** Those whose names match. */
  Group named(Pattern names) {
    return new Group(title, rows.stream().filter(r -> names.matcher(r.name()).matches()).toList());
  }
}
