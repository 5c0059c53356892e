package dev.bide.build.classfiles;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Parsed class files by internal name ({@code java/util/List}), in the order of their names. */
public final class ClassFiles {
  private final SortedMap<String, ClassModel> classes = new TreeMap<>();

  /** No classes yet. */
  public ClassFiles() {}

  /**
   * Adds all classes of a folder or a jar.
   *
   * @throws IOException when it cannot be read
   */
  public ClassFiles add(Path folderOrJar) throws IOException {
    if (Files.isDirectory(folderOrJar)) {
      addFolder(folderOrJar);
    } else {
      try (FileSystem jar = FileSystems.newFileSystem(folderOrJar)) {
        addFolder(jar.getPath("/"));
      }
    }
    return this;
  }

  private void addFolder(Path folder) throws IOException {
    List<Path> files;
    try (var walk = Files.walk(folder)) {
      files = walk.filter(f -> f.toString().endsWith(".class")).toList();
    }
    for (Path file : files) {
      add(Files.readAllBytes(file));
    }
  }

  /** Adds one class; module and package descriptors are left out. */
  public ClassFiles add(byte[] bytes) {
    ClassModel c = ClassFile.of().parse(bytes);
    String name = c.thisClass().asInternalName();
    if (!name.endsWith("module-info") && !name.endsWith("package-info")) {
      classes.put(name, c);
    }
    return this;
  }

  /** The class of that internal name, null when it is not here. */
  public @Nullable ClassModel get(String name) {
    return classes.get(name);
  }

  /** All of them. */
  public Iterable<ClassModel> all() {
    return classes.values();
  }

  /** How many. */
  public int size() {
    return classes.size();
  }
}
