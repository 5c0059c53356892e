package dev.bide;

import org.jspecify.annotations.Nullable;

/** Which of two computations was first, with its value. */
public sealed interface Selected<A extends @Nullable Object, B extends @Nullable Object> {
  /** The first computation was first. */
  record First<A extends @Nullable Object, B extends @Nullable Object>(A value)
      implements Selected<A, B> {}

  /** The second computation was first. */
  record Second<A extends @Nullable Object, B extends @Nullable Object>(B value)
      implements Selected<A, B> {}
}
