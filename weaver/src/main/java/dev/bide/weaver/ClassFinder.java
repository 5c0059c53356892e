package dev.bide.weaver;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the weaver reads the class files that a class refers to: it asks whether an awaited type is
 * one of Bide's, and never loads a class. The classes that are being compiled have to be among
 * them.
 *
 * <p>May be called from several threads when the {@link Weaver} is used by several.
 */
@FunctionalInterface
public interface ClassFinder {
  /**
   * The class file of a class.
   *
   * @param internalName the name with slashes, as in {@code java/util/Map$Entry}
   * @return null when it is not here
   * @throws UncheckedIOException when it is here and cannot be read
   */
  byte @Nullable [] find(String internalName);

  /** This one first, then another. */
  default ClassFinder or(ClassFinder other) {
    return name -> {
      byte[] found = find(name);
      return found != null ? found : other.find(name);
    };
  }

  /**
   * The folders and jars of a class path or module path, in their order. What is not there is
   * skipped, as {@code java} and {@code javac} do.
   *
   * @throws UncheckedIOException when a jar cannot be opened
   */
  static ClassFinder ofPath(List<Path> path) {
    List<Path> roots = new ArrayList<>();
    for (Path entry : path) {
      if (Files.isDirectory(entry)) {
        roots.add(entry);
      } else if (Files.isRegularFile(entry)) {
        try {
          FileSystem jar = FileSystems.newFileSystem(entry, Map.of("releaseVersion", "25"));
          roots.add(jar.getPath("/"));
        } catch (IOException e) {
          throw new UncheckedIOException("cannot open " + entry, e);
        }
      }
    }
    return name -> {
      for (Path root : roots) {
        Path file = root.resolve(name + ".class");
        if (Files.isRegularFile(file)) {
          return read(file);
        }
      }
      return null;
    };
  }

  /** What a class loader finds, without loading a class. Null stands for the boot loader. */
  static ClassFinder ofLoader(@Nullable ClassLoader loader) {
    return name -> {
      String resource = name + ".class";
      try (InputStream in =
          loader == null
              ? ClassLoader.getSystemResourceAsStream(resource)
              : loader.getResourceAsStream(resource)) {
        return in == null ? null : in.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read " + resource, e);
      }
    };
  }

  /** The classes of the JDK that runs the weaver. */
  static ClassFinder platform() {
    FileSystem jdk = FileSystems.getFileSystem(URI.create("jrt:/"));
    Map<String, List<Path>> modulesOf = new HashMap<>();
    return name -> {
      int slash = name.lastIndexOf('/');
      if (slash < 0) {
        return null;
      }
      String pack = name.substring(0, slash).replace('/', '.');
      List<Path> modules;
      synchronized (modulesOf) {
        modules = modulesOf.computeIfAbsent(pack, p -> modules(jdk.getPath("packages", p)));
      }
      for (Path module : modules) {
        Path file = module.resolve(name + ".class");
        if (Files.isRegularFile(file)) {
          return read(file);
        }
      }
      return null;
    };
  }

  private static List<Path> modules(Path links) {
    if (!Files.isDirectory(links)) {
      return List.of();
    }
    try (var all = Files.list(links)) {
      return all.map(link -> link.getFileSystem().getPath("modules", link.getFileName().toString()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + links, e);
    }
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
