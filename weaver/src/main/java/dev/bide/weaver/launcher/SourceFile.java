package dev.bide.weaver.launcher;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import org.jspecify.annotations.Nullable;

/**
 * The source file to run.
 *
 * @param path where it is
 * @param root the folder that its package starts from: other sources of the program are found there
 * @param classes the binary names of its top-level classes, in their order
 */
record SourceFile(Path path, Path root, List<String> classes) {

  /** Looks at a file, and says what is wrong when it cannot be run. */
  static SourceFile at(String name, JavaCompiler compiler) throws Failure {
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
    return parsed(path, compiler);
  }

  private static SourceFile parsed(Path path, JavaCompiler compiler) throws Failure {
    String pack = "";
    List<String> classes = new ArrayList<>();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      // Errors are for the compilation proper to report.
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, files, diagnostic -> {}, null, null, files.getJavaFileObjects(path));
      for (CompilationUnitTree unit : task.parse()) {
        pack = unit.getPackageName() == null ? "" : unit.getPackageName().toString();
        for (Tree type : unit.getTypeDecls()) {
          if (type instanceof ClassTree declared) {
            classes.add((pack.isEmpty() ? "" : pack + ".") + declared.getSimpleName());
          }
        }
      }
    } catch (IOException e) {
      throw new Failure(path + " cannot be read: " + e.getMessage());
    }
    return new SourceFile(path, root(path, pack), List.copyOf(classes));
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
