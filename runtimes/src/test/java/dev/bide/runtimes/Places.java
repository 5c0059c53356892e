package dev.bide.runtimes;

import java.net.URL;
import java.util.Objects;

/** Where classes are, for programs that run in a JVM of their own. */
final class Places {
  private Places() {}

  /** The folder or jar that a class is in: a test is patched into a module, which hides its own. */
  static String of(Class<?> c) {
    String file = "/" + c.getName().replace('.', '/') + ".class";
    URL url = Objects.requireNonNull(c.getResource(file));
    String path = url.getPath().substring(0, url.getPath().length() - file.length());
    return path.startsWith("file:") ? path.substring("file:".length(), path.length() - 1) : path;
  }
}
