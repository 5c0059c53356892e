package dev.bide.twins;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values and exceptions as text that is equal for both twins exactly when they are. */
public final class Show {
  private Show() {}

  /** A value with its class, so that {@code 1} and {@code 1L} differ. */
  public static String value(@Nullable Object v) {
    if (v == null) {
      return "null";
    }
    if (v instanceof Throwable t) {
      return failure(t);
    }
    if (v.getClass().isArray()) {
      List<String> items = new ArrayList<>();
      for (int i = 0; i < Array.getLength(v); i++) {
        items.add(value(Array.get(v, i)));
      }
      return v.getClass().getSimpleName() + items;
    }
    if (v instanceof String s) {
      return '"' + s + '"';
    }
    if (v instanceof Number || v instanceof Character || v instanceof Boolean) {
      return v + " " + v.getClass().getSimpleName();
    }
    return withoutHash(String.valueOf(v));
  }

  /** An exception with its message, cause and suppressed ones. */
  public static String failure(Throwable t) {
    StringBuilder sb = new StringBuilder();
    failure(t, sb, new IdentityHashMap<>());
    return sb.toString();
  }

  private static void failure(Throwable t, StringBuilder sb, Map<Throwable, Boolean> seen) {
    sb.append(t.getClass().getName());
    if (seen.put(t, true) != null) {
      sb.append(" (again)");
      return;
    }
    String message = message(t);
    if (message != null) {
      sb.append(": ").append(message);
    }
    if (t.getCause() != null) {
      sb.append(", cause {");
      failure(t.getCause(), sb, seen);
      sb.append('}');
    }
    for (Throwable s : t.getSuppressed()) {
      sb.append(", suppressed {");
      failure(s, sb, seen);
      sb.append('}');
    }
  }

  /** Without what the JVM reads from the bytecode or the loader's identity. */
  private static @Nullable String message(Throwable t) {
    String m = t.getMessage();
    if (m == null) {
      return null;
    }
    if (t instanceof NullPointerException) {
      return m.startsWith("user:") ? m : null;
    }
    if (t instanceof ClassCastException) {
      int loaders = m.indexOf(" (");
      return loaders < 0 ? m : m.substring(0, loaders);
    }
    return withoutHash(m);
  }

  private static String withoutHash(String s) {
    return s.replaceAll("\\$\\$Lambda[^ ]*", "\\$\\$Lambda").replaceAll("@[0-9a-f]{3,8}\\b", "@");
  }
}
