package dev.bide.weaver;

/** Throws the operand. */
final class Throw extends Node {
  @Override
  boolean fallsThrough() {
    return false;
  }
}
