package dev.bide.weaver;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A position that jumps, handlers and variable ranges name. */
final class Mark extends Node {
  /** The types that the class file's stack map has here, in original locals. */
  @Nullable State frame;

  /** For a handler of ours: handlers around it, whose stack maps know the locals' types. */
  List<Mark> like = List.of();

  /** Whether it is a handler of ours: the operand is a throwable. */
  boolean handlerOfOurs;

  @Override
  boolean isCode() {
    return false;
  }
}
