package dev.bide;

import org.jspecify.annotations.Nullable;

/**
 * What a generator gives its items to. Only the generator's own chain may await it, never a
 * combinator's child.
 */
public interface Emitter<T> {
  /** Hands over an item and waits until the next one is wanted. */
  Async<@Nullable Void, RuntimeException> emit(T item);
}
