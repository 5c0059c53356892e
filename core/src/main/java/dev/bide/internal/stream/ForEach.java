package dev.bide.internal.stream;

import dev.bide.AsyncConsumer;
import dev.bide.AsyncStream;
import dev.bide.internal.Blocks;
import dev.bide.runtime.Context;
import org.jspecify.annotations.Nullable;

/** Runs a function for each item. */
final class ForEach<T, X extends Exception> extends Terminal<T, @Nullable Void, X> {
  private final AsyncConsumer<? super T, ? extends X> f;

  ForEach(AsyncStream<? extends T, ? extends X> source, AsyncConsumer<? super T, ? extends X> f) {
    super(source);
    this.f = f;
  }

  @Override
  void took(Context cx, T item) throws Throwable {
    if (Blocks.neverWaits(f)) {
      f.voidBody(item);
    } else {
      gives(run.isSpent() ? run.again(cx, item) : run.first(cx, Blocks.of(f, item)));
    }
  }

  @Override
  @Nullable Void result() {
    return null;
  }
}
