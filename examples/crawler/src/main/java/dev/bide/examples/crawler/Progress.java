package dev.bide.examples.crawler;

/** Is told of each page as it is read. */
@FunctionalInterface
interface Progress {
  /** For who does not want to know. */
  Progress NONE = page -> {};

  void read(Page page);
}
