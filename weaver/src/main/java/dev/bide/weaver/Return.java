package dev.bide.weaver;

import java.lang.classfile.TypeKind;
import org.jspecify.annotations.Nullable;

/** Ends the block with a value. */
final class Return extends Node {
  /** What the block's own return instruction took; void when it has no value. */
  final TypeKind kind;

  /**
   * The primitive on the stack, which goes to the caller unboxed: the program boxed it to return
   * it. Null when the operand is as {@link #kind} says.
   */
  final @Nullable TypeKind unboxed;

  Return(TypeKind kind, @Nullable TypeKind unboxed) {
    this.kind = kind;
    this.unboxed = unboxed;
  }

  @Override
  boolean fallsThrough() {
    return false;
  }
}
