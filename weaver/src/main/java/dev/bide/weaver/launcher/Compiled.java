package dev.bide.weaver.launcher;

import com.sun.source.util.JavacTask;
import com.sun.source.util.TaskEvent;
import com.sun.source.util.TaskListener;
import dev.bide.weaver.ClassFinder;
import dev.bide.weaver.Diagnostic;
import dev.bide.weaver.WeaveResult;
import dev.bide.weaver.Weaver;
import dev.bide.weaver.javac.BidePlugin;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;

/** Compiles a source file in memory, with the checks, and weaves what comes out. */
final class Compiled {
  private Compiled() {}

  /**
   * The woven classes of a program, by binary name.
   *
   * @param classPath the user's
   * @param own where Bide itself is
   * @param out where javac's diagnostics go
   * @throws Failure when it does not compile; the diagnostics are written then
   */
  static Map<String, byte[]> of(
      SourceFile source,
      JavaCompiler compiler,
      List<Path> classPath,
      List<Path> own,
      PrintWriter out)
      throws Failure {
    Map<String, byte[]> classFiles;
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
        MemoryFiles memory = new MemoryFiles(files)) {
      List<Path> all = new java.util.ArrayList<>(classPath);
      all.addAll(own);
      files.setLocationFromPaths(StandardLocation.CLASS_PATH, all);
      files.setLocationFromPaths(StandardLocation.SOURCE_PATH, List.of(source.root()));
      // None: else javac looks for plugins on the class path, and starts this one once more.
      files.setLocationFromPaths(StandardLocation.ANNOTATION_PROCESSOR_PATH, List.of());
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  out,
                  memory,
                  null,
                  List.of("-proc:none", "-implicit:class", "-g"),
                  null,
                  files.getJavaFileObjects(source.path()));
      task.addTaskListener(new FirstParsed(source, files));
      new BidePlugin().init(task, "weave=later");
      boolean compiled = task.call();
      out.flush();
      if (!compiled) {
        throw new Failure("compilation failed");
      }
      classFiles = memory.classFiles();
      return woven(classFiles, all, out);
    } catch (IOException e) {
      throw new Failure("cannot compile " + source.path() + ": " + e.getMessage());
    }
  }

  /**
   * Learns from the one parse what package the file is in, before javac looks for other sources.
   */
  private record FirstParsed(SourceFile source, StandardJavaFileManager files)
      implements TaskListener {
    @Override
    public void finished(TaskEvent event) {
      if (event.getKind() == TaskEvent.Kind.PARSE) {
        source.parsed(event.getCompilationUnit());
        try {
          files.setLocationFromPaths(StandardLocation.SOURCE_PATH, List.of(source.root()));
        } catch (IOException e) {
          throw new UncheckedIOException("cannot look into " + source.root(), e);
        }
      }
    }
  }

  private static Map<String, byte[]> woven(
      Map<String, byte[]> classFiles, List<Path> classPath, PrintWriter out) throws Failure {
    ClassFinder program = name -> classFiles.get(name.replace('/', '.'));
    boolean[] failed = new boolean[1];
    Weaver weaver =
        new Weaver(
            program.or(ClassFinder.ofPath(classPath)).or(ClassFinder.platform()),
            diagnostic -> {
              failed[0] |= diagnostic.severity() == Diagnostic.Severity.ERROR;
              out.println(diagnostic);
            });
    Map<String, byte[]> woven = new HashMap<>();
    for (Map.Entry<String, byte[]> entry : classFiles.entrySet()) {
      WeaveResult result = weaver.weave(entry.getValue());
      woven.put(entry.getKey(), result.classFile());
      result.frames().forEach((name, frame) -> woven.put(name.replace('/', '.'), frame));
    }
    out.flush();
    if (failed[0]) {
      throw new Failure("compilation failed");
    }
    return woven;
  }
}
