package dev.bide;

import org.jspecify.annotations.Nullable;

/** Two values, as {@code join} of two computations gives them. */
public record Pair<A extends @Nullable Object, B extends @Nullable Object>(A first, B second) {}
