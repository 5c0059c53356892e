package dev.bide.bench.driver;

import java.util.List;

/** Rows that belong together, with the heading that the table and the picture give them. */
record Group(String title, List<Measured> rows) {}
