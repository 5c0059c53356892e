package dev.bide.weaver;

import java.util.List;

/** A table or lookup switch. */
final class Switch extends Node {
  /** One case. */
  record Case(int value, Mark target) {}

  final boolean table;
  final int low;
  final int high;
  final Mark otherwise;
  final List<Case> cases;

  Switch(boolean table, int low, int high, Mark otherwise, List<Case> cases) {
    this.table = table;
    this.low = low;
    this.high = high;
    this.otherwise = otherwise;
    this.cases = cases;
  }

  @Override
  boolean fallsThrough() {
    return false;
  }
}
