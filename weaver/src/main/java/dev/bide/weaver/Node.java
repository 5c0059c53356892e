package dev.bide.weaver;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One instruction or position of a body. Identity counts. */
abstract sealed class Node
    permits Mark, LineMark, Ins, Load, Store, Inc, Jump, Switch, Return, Throw, Await, Spare {
  /** The place in {@link Body#nodes}; set by {@link Body#number}. */
  int index = -1;

  /** The source line, 0 when unknown. */
  int line;

  /** The exception table entries that cover it, in their order. */
  List<Handler> cov = List.of();

  /** The types before it; null when it cannot be reached. Set by {@link Typing}. */
  @Nullable State in;

  /** Takes place and cover of another. */
  final <N extends Node> N give(N other) {
    other.line = line;
    other.cov = cov;
    return other;
  }

  /** Whether it takes room in the code. */
  boolean isCode() {
    return true;
  }

  /** Whether what follows it in the list may run after it. */
  boolean fallsThrough() {
    return true;
  }
}
