package dev.bide.internal;

import org.jspecify.annotations.Nullable;

/** One that applies its listener's function to an item, which it holds until it has started. */
sealed class AttachedItem extends Attached permits RunningItems.Link {
  AttachedItem(EngineContext cx, Object item, ItemListener listener) {
    super(cx, null, listener);
    held = item;
  }

  private ItemListener items() {
    return (ItemListener) listener;
  }

  @Override
  final @Nullable Object begin(EngineContext cx) throws Throwable {
    Object item = held;
    held = null;
    clear(FRESH);
    return items().start(cx, item);
  }

  @Override
  final @Nullable Object waitsFor() {
    return (bits & FRESH) == 0 ? super.waitsFor() : items().function();
  }
}
