package dev.bide;

import dev.bide.weave.v1.LeafForm;
import dev.bide.weave.v1.Leaves;
import org.jspecify.annotations.Nullable;

/**
 * What a generator gives its items to; see {@link AsyncStream#generate}.
 *
 * @param <T> the items
 */
public interface Emitter<T> {
  /**
   * Hands over an item and waits until the next one is wanted. The item is the stream's from the
   * moment this is awaited, also where it throws {@code Cancelled}: a cancel does not take it back,
   * and if nobody takes it, it is closed where it can be closed. So what was opened to be emitted
   * needs no handler around this.
   *
   * <p>Awaited by the generator's own block, or a block that it awaits; never inside a combinator's
   * child, and by nobody else.
   *
   * @throws Cancelled when the stream is closed while this waits; at once when the closing had
   *     begun before, so a {@code finally} that emits does not hang
   * @throws IllegalStateException when awaited outside the generator's own chain
   * @throws NullPointerException when the item is null
   */
  @LeafForm(value = Leaves.class, waits = true)
  Async<@Nullable Void, RuntimeException> emit(T item);
}
