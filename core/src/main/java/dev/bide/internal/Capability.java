package dev.bide.internal;

import dev.bide.Async;
import dev.bide.runtime.Context;

/** Asks the runtime for a capability. */
public final class Capability<C> implements Async<C, RuntimeException> {
  private final Class<C> type;

  /** Of a type. */
  public Capability(Class<C> type) {
    this.type = type;
  }

  @Override
  public Object poll(Context cx) {
    return cx.capability(type);
  }

  @Override
  public void cancel() {} // it never waits
}
