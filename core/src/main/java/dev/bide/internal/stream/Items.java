package dev.bide.internal.stream;

import dev.bide.runtime.Context;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** The items of a collection. Its iterator is asked for the first one only when that is wanted. */
final class Items<T, X extends Exception> extends Stage<T, X> {
  private final Iterable<? extends T> items;
  private @Nullable Iterator<? extends T> iterator;

  Items(Iterable<? extends T> items) {
    this.items = items;
  }

  @Override
  @Nullable Object pull(Context cx) {
    Iterator<? extends T> i = iterator;
    if (i == null) {
      i = items.iterator();
      iterator = i;
    }
    return i.hasNext() ? checked(i.next(), "the collection it is made from") : null;
  }

  @Override
  boolean withdraw(Context cx, boolean abort) {
    return true;
  }

  @Override
  boolean release(Context cx, boolean abort) {
    return true;
  }
}
