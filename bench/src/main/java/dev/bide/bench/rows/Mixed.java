package dev.bide.bench.rows;

import dev.bide.Async;
import dev.bide.Poll;
import dev.bide.bench.side.Row;
import dev.bide.runtime.Context;
import dev.bide.runtime.Waker;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Polls eight kinds of a computation in random order, as a program does that has many blocks and
 * leaves; else as {@link Polls}. Each kind is the same class files loaded once more. So where all
 * of them share a call, the JIT sees too many kinds to make one piece of it; and since the order is
 * random, the processor guesses wrong where one such call leads: in a fixed order it learns it in
 * some processes, and in others it does not.
 */
final class Mixed implements Row {
  private static final int KINDS = 8;
  private static final int IN_A_TURN = 64;

  private final TightLoop loop = new TightLoop();
  private final Poller poller;

  /** Polls what {@link Kind} makes for a row. */
  Mixed(String row) {
    List<Async<?, RuntimeException>> polled = new ArrayList<>();
    for (int i = 0; i < KINDS; i++) {
      polled.add(new Copies().kind().apply(row));
    }
    this.poller = new Poller(polled);
    loop.spawn(poller);
    loop.runAll();
  }

  @Override
  public void run(long n) {
    poller.go(n);
    loop.runAll();
  }

  private static final class Poller implements Async<@Nullable Void, RuntimeException> {
    private final Async<?, RuntimeException>[] polled;
    private @Nullable Waker waker;
    private long left;
    private int random = 1; // by George Marsaglia's xorshift of 32 bits

    @SuppressWarnings({"unchecked", "rawtypes"})
    Poller(List<Async<?, RuntimeException>> polled) {
      this.polled = polled.toArray(new Async[0]);
    }

    void go(long n) {
      left = n;
      Objects.requireNonNull(waker).wake();
    }

    @Override
    public @Nullable Object poll(Context cx) {
      waker = cx.waker();
      int now = (int) Math.min(left, IN_A_TURN);
      left -= now;
      for (int i = 0; i < now; i++) {
        random ^= random << 13;
        random ^= random >>> 17;
        random ^= random << 5;
        if (polled[random & KINDS - 1].poll(cx) != Poll.PENDING) {
          throw new IllegalStateException("it has ended");
        }
      }
      if (left > 0) {
        cx.waker().wake();
      }
      return Poll.PENDING;
    }

    @Override
    public void cancel() {}
  }

  /** Loads the classes of this package once more. */
  private static final class Copies extends ClassLoader {
    private static final String PACKAGE = Mixed.class.getPackageName() + ".";

    Copies() {
      super(Mixed.class.getClassLoader());
    }

    @SuppressWarnings("unchecked")
    Function<String, Async<?, RuntimeException>> kind() {
      try {
        Constructor<?> constructor = loadClass(PACKAGE + "Kind").getDeclaredConstructor();
        constructor.setAccessible(true);
        return (Function<String, Async<?, RuntimeException>>) constructor.newInstance();
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith(PACKAGE)) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded != null ? loaded : define(name);
      }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        byte[] file = in.readAllBytes();
        return defineClass(name, file, 0, file.length);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
