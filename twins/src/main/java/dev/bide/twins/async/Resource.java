package dev.bide.twins.async;

import dev.bide.Async;
import dev.bide.AsyncCloseable;
import org.jspecify.annotations.Nullable;

/** A resource whose use and closing wait. */
public final class Resource<X extends Exception> implements AsyncCloseable<X> {
  private final String name;
  private final @Nullable X atClose;

  Resource(String name, @Nullable X atClose) {
    this.name = name;
    this.atClose = atClose;
  }

  /** Waits for its name. */
  public Async<String, RuntimeException> use() {
    return new Wait<>("use " + name, () -> name);
  }

  @Override
  public Async<@Nullable Void, X> closeAsync() {
    return new Wait<@Nullable Void, X>("close " + name, () -> Leaves.closed(atClose));
  }
}
