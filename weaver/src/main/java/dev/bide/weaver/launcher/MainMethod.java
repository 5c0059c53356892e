package dev.bide.weaver.launcher;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A program's {@code main}, static or not, with arguments or without, as Java 25 has it. */
final class MainMethod {
  private final Class<?> owner;
  private final Method method;

  private MainMethod(Class<?> owner, Method method) {
    this.owner = owner;
    this.method = method;
  }

  /** The main method that a class declares or inherits; null when it has none. */
  static @Nullable MainMethod of(Class<?> type) {
    Method withArguments = find(type, String[].class);
    Method method = withArguments != null ? withArguments : find(type);
    return method == null ? null : new MainMethod(type, method);
  }

  private static @Nullable Method find(Class<?> type, Class<?>... parameters) {
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      try {
        Method method = c.getDeclaredMethod("main", parameters);
        if (method.getReturnType() == void.class && isVisible(method, type)) {
          return method;
        }
      } catch (NoSuchMethodException e) {
        // Perhaps a superclass has it.
      }
    }
    return null;
  }

  private static boolean isVisible(Method method, Class<?> from) {
    int modifiers = method.getModifiers();
    if (Modifier.isPrivate(modifiers)) {
      return false;
    }
    return Modifier.isPublic(modifiers)
        || Modifier.isProtected(modifiers)
        || method.getDeclaringClass().getPackage() == from.getPackage();
  }

  /**
   * Runs it on this thread.
   *
   * @throws Failure when it cannot be started
   * @throws InvocationTargetException with what the program threw, its stack trace without ours
   */
  void run(String[] arguments) throws Failure, InvocationTargetException {
    method.setAccessible(true);
    try {
      Object instance = Modifier.isStatic(method.getModifiers()) ? null : instance();
      if (method.getParameterCount() == 0) {
        method.invoke(instance);
      } else {
        method.invoke(instance, (Object) arguments);
      }
    } catch (IllegalAccessException e) {
      throw new Failure("main of " + owner.getName() + " cannot be called: " + e.getMessage());
    } catch (InvocationTargetException e) {
      hideOurs(e);
      throw e;
    }
  }

  private Object instance() throws Failure, InvocationTargetException {
    if (Modifier.isAbstract(owner.getModifiers())) {
      throw new Failure(
          owner.getName() + " is abstract, and its main is not static: it cannot be run");
    }
    try {
      Constructor<?> constructor = owner.getDeclaredConstructor();
      if (Modifier.isPrivate(constructor.getModifiers())) {
        throw new Failure(noConstructor());
      }
      constructor.setAccessible(true);
      return constructor.newInstance();
    } catch (NoSuchMethodException e) {
      throw new Failure(noConstructor());
    } catch (InstantiationException | IllegalAccessException e) {
      throw new Failure(owner.getName() + " cannot be made: " + e.getMessage());
    }
  }

  private String noConstructor() {
    return "main of "
        + owner.getName()
        + " is not static, and the class has no constructor without parameters that is not private";
  }

  private static void hideOurs(InvocationTargetException e) {
    int ours = e.getStackTrace().length;
    Throwable thrown = Objects.requireNonNull(e.getCause());
    StackTraceElement[] trace = thrown.getStackTrace();
    if (trace.length > ours) {
      thrown.setStackTrace(Arrays.copyOf(trace, trace.length - ours));
    }
  }
}
