package dev.bide.twins.async;

import dev.bide.Async;
import dev.bide.AsyncStream;
import dev.bide.twins.Show;
import dev.bide.twins.Trial;
import org.jspecify.annotations.Nullable;

/** What {@link dev.bide.twins.sync.Leaves} is to the sync twins. */
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

  private static <T extends @Nullable Object> Async<T, RuntimeException> waitFor(T value) {
    return new Wait<>("for " + Show.value(value), () -> value);
  }

  /** Waits for nothing. */
  public static Async<@Nullable Void, RuntimeException> pause() {
    return new Wait<>("pause", () -> null);
  }

  /** Waits, and fails. */
  public static <X extends Exception> Async<@Nullable Void, X> fail(X failure) {
    return new Wait<>(
        "to fail",
        () -> {
          throw failure;
        });
  }

  /** Waits, and fails with an error. */
  public static Async<@Nullable Void, RuntimeException> crash(Error failure) {
    return new Wait<>(
        "to crash",
        () -> {
          throw failure;
        });
  }

  /** Waits for a value. */
  public static Async<Boolean, RuntimeException> w(boolean v) {
    return waitFor(v);
  }

  /** Waits for a value. */
  public static Async<Byte, RuntimeException> w(byte v) {
    return waitFor(v);
  }

  /** Waits for a value. */
  public static Async<Short, RuntimeException> w(short v) {
    return waitFor(v);
  }

  /** Waits for a value. */
  public static Async<Character, RuntimeException> w(char v) {
    return waitFor(v);
  }

  /** Waits for a value. */
  public static Async<Integer, RuntimeException> w(int v) {
    return waitFor(v);
  }

  /** Waits for a value. */
  public static Async<Long, RuntimeException> w(long v) {
    return waitFor(v);
  }

  /** Waits for a value. */
  public static Async<Float, RuntimeException> w(float v) {
    return waitFor(v);
  }

  /** Waits for a value. */
  public static Async<Double, RuntimeException> w(double v) {
    return waitFor(v);
  }

  /** Waits for a value. */
  public static <T extends @Nullable Object> Async<T, RuntimeException> w(T v) {
    return waitFor(v);
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
    public Async<@Nullable T, X> next() {
      return new Wait<@Nullable T, X>("next", this::item);
    }

    private @Nullable T item() throws X {
      if (next < items.length) {
        return items[next++];
      }
      if (atEnd != null) {
        throw atEnd;
      }
      return null;
    }

    @Override
    public Async<@Nullable Void, X> closeAsync() {
      return new Wait<@Nullable Void, X>("close stream", () -> closed(atClose));
    }
  }

  /** The end of a closing. */
  static <X extends Exception> @Nullable Void closed(@Nullable X failure) throws X {
    if (failure != null) {
      throw failure;
    }
    return null;
  }
}
