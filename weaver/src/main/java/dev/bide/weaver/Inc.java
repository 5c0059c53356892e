package dev.bide.weaver;

/** Adds to an int local. */
final class Inc extends Node {
  final int local;
  final int constant;

  Inc(int local, int constant) {
    this.local = local;
    this.constant = constant;
  }
}
