package dev.bide.twins.sync;

import dev.bide.twins.Waits;
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
  @Waits
  public String use() {
    SyncTrial.now().waitFor("use " + name);
    return name;
  }

  @Override
  public void closeAsync() throws X {
    SyncTrial.now().waitFor("close " + name);
    if (atClose != null) {
      throw atClose;
    }
  }
}
