package dev.bide.twins.sync;

import dev.bide.twins.Show;
import dev.bide.twins.Trial;
import dev.bide.twins.Waits;
import org.jspecify.annotations.Nullable;

/** What a program does that can be seen, and what it waits for. */
public final class Leaves {
  private Leaves() {}

  /** Notes something. */
  public static void log(@Nullable Object... what) {
    StringBuilder sb = new StringBuilder("log");
    for (Object o : what) {
      sb.append(' ').append(Show.value(o));
    }
    Trial.current().event(sb.toString());
  }

  /** Notes that a value is computed here, and gives it. */
  public static <T extends @Nullable Object> T say(T value) {
    log("say", value);
    return value;
  }

  /** Notes that a value is computed here, and gives it. */
  public static int say(int value) {
    log("say", value);
    return value;
  }

  private static void waitFor(@Nullable Object value) {
    SyncTrial.now().waitFor("for " + Show.value(value));
  }

  /** Waits for nothing. */
  @Waits
  public static void pause() {
    SyncTrial.now().waitFor("pause");
  }

  /** Waits, and fails. */
  @Waits
  public static <X extends Exception> void fail(X failure) throws X {
    SyncTrial.now().waitFor("to fail");
    throw failure;
  }

  /** Waits, and fails with an error. */
  @Waits
  public static void crash(Error failure) {
    SyncTrial.now().waitFor("to crash");
    throw failure;
  }

  /** Waits for a value. */
  @Waits
  public static boolean w(boolean v) {
    waitFor(v);
    return v;
  }

  /** Waits for a value. */
  @Waits
  public static byte w(byte v) {
    waitFor(v);
    return v;
  }

  /** Waits for a value. */
  @Waits
  public static short w(short v) {
    waitFor(v);
    return v;
  }

  /** Waits for a value. */
  @Waits
  public static char w(char v) {
    waitFor(v);
    return v;
  }

  /** Waits for a value. */
  @Waits
  public static int w(int v) {
    waitFor(v);
    return v;
  }

  /** Waits for a value. */
  @Waits
  public static long w(long v) {
    waitFor(v);
    return v;
  }

  /** Waits for a value. */
  @Waits
  public static float w(float v) {
    waitFor(v);
    return v;
  }

  /** Waits for a value. */
  @Waits
  public static double w(double v) {
    waitFor(v);
    return v;
  }

  /** Waits for a value. */
  @Waits
  public static <T extends @Nullable Object> T w(T v) {
    waitFor(v);
    return v;
  }

  /** A stream of items. */
  @SafeVarargs
  @SuppressWarnings("varargs") // the items are only read
  public static <T> AsyncStream<T, RuntimeException> stream(T... items) {
    return new Items<>(null, null, items);
  }

  /** A stream that fails behind its items. */
  @SafeVarargs
  @SuppressWarnings("varargs") // the items are only read
  public static <T, X extends Exception> AsyncStream<T, X> failingStream(X failure, T... items) {
    return new Items<>(failure, null, items);
  }

  /** A stream whose closing fails. */
  @SafeVarargs
  @SuppressWarnings("varargs") // the items are only read
  public static <T, X extends Exception> AsyncStream<T, X> badlyClosingStream(
      X failure, T... items) {
    return new Items<>(null, failure, items);
  }

  /** A resource whose closing waits. */
  public static Resource<RuntimeException> resource(String name) {
    return new Resource<>(name, null);
  }

  /** A resource whose closing waits and fails. */
  public static <X extends Exception> Resource<X> badResource(String name, X failure) {
    return new Resource<>(name, failure);
  }

  private static final class Items<T, X extends Exception> implements AsyncStream<T, X> {
    private final @Nullable X atEnd;
    private final @Nullable X atClose;
    private final T[] items;
    private int next;

    Items(@Nullable X atEnd, @Nullable X atClose, T[] items) {
      this.atEnd = atEnd;
      this.atClose = atClose;
      this.items = items;
    }

    @Override
    public @Nullable T next() throws X {
      SyncTrial.now().waitFor("next");
      if (next < items.length) {
        return items[next++];
      }
      if (atEnd != null) {
        throw atEnd;
      }
      return null;
    }

    @Override
    public void closeAsync() throws X {
      SyncTrial.now().waitFor("close stream");
      if (atClose != null) {
        throw atClose;
      }
    }
  }
}
