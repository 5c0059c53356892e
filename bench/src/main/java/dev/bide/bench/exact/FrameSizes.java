package dev.bide.bench.exact;

import com.sun.management.ThreadMXBean;
import dev.bide.bench.rows.ExactRows;
import dev.bide.weave.v1.Frame;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Constructor;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** How many bytes a frame takes, by making many and reading the exact counter. */
final class FrameSizes {
  private static final int MANY = 1000;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Adds {@code frame CLASS} for the frames of a class's blocks. */
  void of(Class<?> c, Map<String, Long> figures) throws IOException, ReflectiveOperationException {
    Path folder =
        Path.of(URI.create(c.getProtectionDomain().getCodeSource().getLocation().toString()))
            .resolve(c.getPackageName().replace('.', '/'));
    String prefix = c.getSimpleName() + "$";
    List<String> names;
    try (Stream<Path> files = Files.list(folder)) {
      names =
          files
              .map(f -> f.getFileName().toString())
              .filter(f -> f.startsWith(prefix) && f.endsWith(".class"))
              .sorted()
              .toList();
    }
    for (String name : names) {
      String simple = name.substring(0, name.length() - ".class".length());
      Class<?> frame = Class.forName(c.getPackageName() + "." + simple);
      if (Frame.class.isAssignableFrom(frame)) {
        figures.put("frame " + simple, size(frame));
      }
    }
  }

  private long size(Class<?> frame) throws ReflectiveOperationException {
    Constructor<?> maker = frame.getDeclaredConstructors()[0];
    maker.setAccessible(true);
    Object[] cx = {ExactRows.context()}; // all that a frame is made with
    long least = Long.MAX_VALUE;
    for (int attempt = 0; attempt < 20; attempt++) { // the first ones make what makes them
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < MANY; i++) {
        maker.newInstance(cx);
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    return least / MANY;
  }
}
