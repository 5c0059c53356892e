package dev.bide.internal.stream;

import dev.bide.AsyncStream;
import dev.bide.runtime.Context;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All items of some streams. Those that were not read are closed too. */
final class Concat<T, X extends Exception> extends Flattening<T, X> {
  private final List<Stage<?, ?>> all = new ArrayList<>();
  private int next;

  Concat(Collection<? extends AsyncStream<? extends T, ? extends X>> streams) {
    for (AsyncStream<? extends T, ? extends X> s : streams) {
      all.add(own(s));
    }
  }

  @Override
  @Nullable Object nextInner(Context cx) {
    return next < all.size() ? all.get(next++) : null;
  }

  @Override
  boolean withdrawOuter(Context cx, boolean abort) {
    return true;
  }

  @Override
  boolean releaseOuter(Context cx, boolean abort) throws Throwable {
    for (; next < all.size(); next++) {
      if (!all.get(next).finish(cx, abort)) {
        return false;
      }
    }
    return true;
  }
}
