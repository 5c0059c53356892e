package dev.bide.weave.v1;

import dev.bide.Task;
import dev.bide.internal.EngineContext;
import dev.bide.internal.TurnOver;
import dev.bide.internal.sync.Channel;
import dev.bide.internal.sync.Permits;
import dev.bide.sync.AsyncChannel;
import dev.bide.sync.AsyncSemaphore;
import dev.bide.sync.Mutex;
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

  /** Of {@link AsyncChannel#send}. */
  @SuppressWarnings("unchecked") // as the call was checked
  public static @Nullable Object send(
      AsyncChannel<?> self, Object item, Slots cx, @Nullable Suspended spare) throws Throwable {
    AsyncChannel<Object> to = (AsyncChannel<Object>) self;
    return to instanceof Channel<Object> c && Leaf.mayStart(cx)
        ? c.sendInPlace(item, (EngineContext) cx, spare)
        : Leaf.plain(to.send(item), cx);
  }

  /** Of {@link AsyncChannel#receive}. */
  public static @Nullable Object receive(AsyncChannel<?> self, Slots cx, @Nullable Suspended spare)
      throws Throwable {
    return self instanceof Channel<?> c && Leaf.mayStart(cx)
        ? c.receiveInPlace((EngineContext) cx, spare)
        : Leaf.plain(self.receive(), cx);
  }

  /** Of {@link AsyncSemaphore#acquire}. */
  public static @Nullable Object acquire(AsyncSemaphore self, Slots cx, @Nullable Suspended spare)
      throws Throwable {
    return Leaf.mayStart(cx)
        ? Permits.of(self).acquireInPlace((EngineContext) cx, spare)
        : Leaf.plain(self.acquire(), cx);
  }

  /** Of {@link Mutex#lock}. */
  public static @Nullable Object lock(Mutex self, Slots cx, @Nullable Suspended spare)
      throws Throwable {
    return Leaf.mayStart(cx)
        ? Permits.of(self).acquireInPlace((EngineContext) cx, spare)
        : Leaf.plain(self.lock(), cx);
  }
}
