package dev.bide.weaver.launcher;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The source file to run. What is in it is known once javac has {@linkplain #parsed parsed} it. */
final class SourceFile {
  private final Path path;
  private final List<String> classes = new ArrayList<>();
  private Path root;
  private boolean parsed;

  private SourceFile(Path path) {
    this.path = path;
    this.root = parent(path.toAbsolutePath().normalize());
  }

  /** Looks at a file, and says what is wrong when it cannot be run. */
  static SourceFile at(String name) throws Failure {
    Path path;
    try {
      path = Path.of(name);
    } catch (InvalidPathException e) {
      throw new Failure("not a path: " + name);
    }
    if (!Files.exists(path)) {
      throw new Failure("there is no file " + name);
    }
    if (Files.isDirectory(path)) {
      throw new Failure(name + " is a directory; give the source file that has main");
    }
    if (!name.endsWith(".java")) {
      throw new Failure(name + " is not a .java file");
    }
    if (!Files.isReadable(path)) {
      throw new Failure(name + " cannot be read");
    }
    return new SourceFile(path);
  }

  /** Takes note of what javac has found in it; other files that it parses later do not count. */
  void parsed(CompilationUnitTree unit) {
    if (parsed) {
      return;
    }
    parsed = true;
    String pack = unit.getPackageName() == null ? "" : unit.getPackageName().toString();
    for (Tree type : unit.getTypeDecls()) {
      if (type instanceof ClassTree declared) {
        classes.add((pack.isEmpty() ? "" : pack + ".") + declared.getSimpleName());
      }
    }
    root = root(path, pack);
  }

  /** Where it is. */
  Path path() {
    return path;
  }

  /** The folder that its package starts from: other sources of the program are found there. */
  Path root() {
    return root;
  }

  /** The binary names of its top-level classes, in their order. */
  List<String> classes() {
    return classes;
  }

  /** Without a fitting folder the file stands alone, and its own folder is as good as any. */
  private static Path root(Path path, String pack) {
    Path folder = parent(path.toAbsolutePath().normalize());
    Path root = folder;
    if (!pack.isEmpty() && folder.endsWith(Path.of(pack.replace('.', '/')))) {
      for (int i = pack.split("\\.", -1).length; i > 0; i--) {
        root = parent(root);
      }
    }
    return root;
  }

  private static Path parent(Path path) {
    @Nullable Path parent = path.getParent();
    return parent == null ? path : parent;
  }
}
