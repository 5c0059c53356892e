package dev.bide.bench.rows;

import dev.bide.Async;
import dev.bide.runtime.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Polls eight kinds of a computation in random order, as a program does that has many blocks and
 * leaves. Each kind is the same class files loaded once more. So where all of them share a call,
 * the JIT sees too many kinds to make one piece of it; and since the order is random, the processor
 * guesses wrong where one such call leads: in a fixed order it learns it in some processes, and in
 * others it does not.
 */
final class Mixed implements Async<@Nullable Void, RuntimeException> {
  private static final int KINDS = 8;

  private final Async<?, RuntimeException>[] kinds;
  private int random = 1; // by George Marsaglia's xorshift of 32 bits

  /** Polls what {@link Kind} makes for a row. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  Mixed(String row) {
    kinds = new Async[KINDS];
    for (int i = 0; i < KINDS; i++) {
      kinds[i] = new Copies().kind().apply(row);
    }
  }

  @Override
  public @Nullable Object poll(Context cx) {
    random ^= random << 13;
    random ^= random >>> 17;
    random ^= random << 5;
    return kinds[random & KINDS - 1].poll(cx);
  }

  @Override
  public void cancel() {}

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
