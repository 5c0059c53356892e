package dev.bide.twins.sync;

/** What the sync translation puts around the body of each handler. */
public final class Handler {
  /** Of a {@code finally} that was not entered by an exception. */
  public static final Handler NONE = new Handler(-1);

  private final int level;
  private boolean threw;

  private Handler(int level) {
    this.level = level;
  }

  /** A handler is entered. */
  public static Handler caught(int level) {
    SyncTrial.now().caught(level);
    return new Handler(level);
  }

  /** It is about to be left by an exception. */
  public void threw() {
    threw = true;
  }

  /** It is left, unless {@link #threw} was called first. */
  public void left() {
    if (!threw && level >= 0) {
      SyncTrial.now().left(level);
    }
  }

  /** It is left with a value. */
  public <T> T leaving(T value) {
    left();
    return value;
  }

  /** It is left with a value. */
  public int leaving(int value) {
    left();
    return value;
  }

  /** It is left with a value. */
  public long leaving(long value) {
    left();
    return value;
  }

  /** It is left with a value. */
  public boolean leaving(boolean value) {
    left();
    return value;
  }

  /** It is left with a value. */
  public double leaving(double value) {
    left();
    return value;
  }
}
