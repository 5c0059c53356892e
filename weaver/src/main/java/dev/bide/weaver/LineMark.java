package dev.bide.weaver;

/** From here on the code belongs to {@link #line}. */
final class LineMark extends Node {
  LineMark(int line) {
    this.line = line;
  }

  @Override
  boolean isCode() {
    return false;
  }
}
