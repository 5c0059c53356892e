package dev.bide.weave.v1;

import dev.bide.Task;
import dev.bide.internal.EngineContext;
import dev.bide.internal.TurnOver;
import org.jspecify.annotations.Nullable;

/** The {@linkplain LeafForm leaf forms} of core's own leaves. For woven code. */
public final class Leaves {
  private Leaves() {}

  /** Of {@link Task#yield}. */
  public static @Nullable Object yield(Slots cx, @Nullable Suspended spare) throws Throwable {
    return Leaf.mayStart(cx)
        ? TurnOver.inPlace((EngineContext) cx, spare)
        : Leaf.plain(Task.yield(), cx);
  }
}
