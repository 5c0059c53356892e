package dev.bide.internal;

import dev.bide.Async;
import dev.bide.Blocking;
import dev.bide.runtime.BlockingWork;
import dev.bide.runtime.Context;
import org.jspecify.annotations.Nullable;

/** Hands sync code to the runtime when first polled. */
public final class BlockingRun<T extends @Nullable Object, X extends Exception>
    implements Blocking.Run<T, X> {
  private final Blocking.Call<? extends T, ? extends X> call;
  private boolean abandon;
  private boolean cancelled;
  private @Nullable Async<T, X> run;

  /** Of a call. */
  public BlockingRun(Blocking.Call<? extends T, ? extends X> call) {
    this.call = call;
  }

  /** Of an act. */
  public static <X extends Exception> Blocking.Run<@Nullable Void, X> of(
      Blocking.Act<? extends X> act) {
    return new BlockingRun<@Nullable Void, X>(() -> {
      act.act();
      return null;
    });
  }

  @Override
  public Async<T, X> abandonOnCancel() {
    abandon = true;
    return this;
  }

  @Override
  public @Nullable Object poll(Context cx) throws X {
    Async<T, X> r = run;
    if (r == null) {
      r = cx.capability(BlockingWork.class).run(call, abandon);
      run = r;
      if (cancelled) {
        r.cancel();
      }
    }
    return r.poll(cx);
  }

  @Override
  public void cancel() {
    cancelled = true;
    if (run != null) {
      run.cancel();
    }
  }
}
