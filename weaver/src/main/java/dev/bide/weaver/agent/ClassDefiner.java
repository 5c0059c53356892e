package dev.bide.weaver.agent;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.security.ProtectionDomain;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Adds a class to any class loader: a woven class needs its frame classes beside it. A transformer
 * cannot add classes, but an agent may open {@code java.lang} to itself and call {@code
 * ClassLoader.defineClass}.
 */
final class ClassDefiner {
  private final Method defineClass;

  private ClassDefiner(Method defineClass) {
    this.defineClass = defineClass;
  }

  static ClassDefiner with(Instrumentation instrumentation) {
    instrumentation.redefineModule(
        Object.class.getModule(),
        Set.of(),
        Map.of(),
        Map.of("java.lang", Set.of(ClassDefiner.class.getModule())),
        Set.of(),
        Map.of());
    try {
      Method method =
          ClassLoader.class.getDeclaredMethod(
              "defineClass",
              String.class,
              byte[].class,
              int.class,
              int.class,
              ProtectionDomain.class);
      method.setAccessible(true);
      return new ClassDefiner(method);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("this Java's ClassLoader has no such defineClass", e);
    }
  }

  /**
   * Defines a class.
   *
   * @param name with dots
   * @throws LinkageError when the loader refuses it, or has one of that name
   */
  void define(
      ClassLoader loader, String name, byte[] classFile, @Nullable ProtectionDomain domain) {
    try {
      defineClass.invoke(loader, name, classFile, 0, classFile.length, domain);
    } catch (InvocationTargetException e) {
      Throwable thrown = Objects.requireNonNull(e.getCause());
      switch (thrown) {
        case Error error -> throw error;
        case RuntimeException exception -> throw exception;
        default -> throw new IllegalStateException(thrown);
      }
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
