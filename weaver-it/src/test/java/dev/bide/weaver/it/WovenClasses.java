package dev.bide.weaver.it;

import dev.bide.weaver.ClassFinder;
import dev.bide.weaver.Diagnostic;
import dev.bide.weaver.WeaveResult;
import dev.bide.weaver.Weaver;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.eclipse.jdt.internal.compiler.tool.EclipseCompiler;

/** Compiles sources by either compiler, weaves the classes, and loads them. */
final class WovenClasses {
  /** A compiler with its options. */
  enum By {
    JAVAC,
    JAVAC_PLAIN,
    JAVAC_NO_DEBUG,
    JAVAC_FOR_22,
    ECJ,
    ECJ_NO_DEBUG;

    private List<String> options() {
      return switch (this) {
        case JAVAC -> List.of("-g");
        case JAVAC_PLAIN -> List.of();
        case JAVAC_NO_DEBUG -> List.of("-g:none");
        case JAVAC_FOR_22 -> List.of("-g", "--release", "22");
        case ECJ -> List.of("-g", "-source", "25", "-target", "25");
        case ECJ_NO_DEBUG -> List.of("-g:none", "-source", "25", "-target", "25");
      };
    }

    private boolean isEcj() {
      return this == ECJ || this == ECJ_NO_DEBUG;
    }
  }

  /** The classes as they were compiled, by internal name. */
  final Map<String, byte[]> compiled = new LinkedHashMap<>();

  /** The classes as they were woven, with their frames. */
  final Map<String, byte[]> woven = new LinkedHashMap<>();

  final List<Diagnostic> diagnostics = new ArrayList<>();

  private WovenClasses() {}

  /** Compiles and weaves. */
  static WovenClasses of(By by, Path folder, Path... sources) throws IOException {
    WovenClasses classes = new WovenClasses();
    classes.compile(by, folder, List.of(), sources);
    classes.weave(List.of());
    return classes;
  }

  /** Compiles and weaves against other classes, given as folders of them as they were compiled. */
  static WovenClasses against(List<Path> classPath, Path folder, Path... sources)
      throws IOException {
    return against(classPath, classPath, folder, sources);
  }

  /** Compiles, and weaves without seeing all that was there to compile. */
  static WovenClasses against(List<Path> classPath, List<Path> seen, Path folder, Path... sources)
      throws IOException {
    WovenClasses classes = new WovenClasses();
    classes.compile(By.JAVAC, folder, classPath, sources);
    classes.weave(seen);
    return classes;
  }

  /** Compiles, and weaves without some classes of its own, which are then there at run time. */
  static WovenClasses without(Set<String> hidden, Path folder, Path... sources) throws IOException {
    WovenClasses classes = new WovenClasses();
    classes.compile(By.JAVAC, folder, List.of(), sources);
    Map<String, byte[]> later = new LinkedHashMap<>(classes.compiled);
    later.keySet().retainAll(hidden);
    classes.compiled.keySet().removeAll(hidden);
    classes.weave(List.of());
    classes.woven.putAll(later);
    return classes;
  }

  /** Compiles and weaves one class of a source text. */
  static WovenClasses of(By by, Path folder, String source) throws IOException {
    Path file = folder.resolve(name(source) + ".java");
    Files.writeString(file, source);
    return of(by, Files.createDirectories(folder.resolve("classes")), file);
  }

  private static String name(String source) {
    int at = source.indexOf("class ") + "class ".length();
    return source.substring(at, source.indexOf(' ', at));
  }

  private void compile(By by, Path folder, List<Path> classPath, Path... sources)
      throws IOException {
    JavaCompiler compiler =
        by.isEcj() ? new EclipseCompiler() : ToolProvider.getSystemJavaCompiler();
    List<String> options = new ArrayList<>(by.options());
    options.addAll(List.of("-proc:none", "-nowarn", "-d", folder.toString()));
    List<String> path = new ArrayList<>(List.of(Javac.core()));
    classPath.forEach(entry -> path.add(entry.toString()));
    options.addAll(List.of("-classpath", String.join(File.pathSeparator, path)));
    if (!by.isEcj()) {
      // The plugin starts by itself from the tests' class path.
      options.add("-Xplugin:Bide weave=later off=all");
    }
    StringWriter said = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      boolean done =
          compiler
              .getTask(
                  new PrintWriter(said),
                  files,
                  null,
                  options,
                  null,
                  files.getJavaFileObjectsFromFiles(Stream.of(sources).map(Path::toFile).toList()))
              .call();
      if (!done) {
        throw new AssertionError(said.toString());
      }
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(f -> f.toString().endsWith(".class")).sorted().toList()) {
        String name = folder.relativize(file).toString().replace('\\', '/');
        compiled.put(
            name.substring(0, name.length() - ".class".length()), Files.readAllBytes(file));
      }
    }
  }

  private void weave(List<Path> classPath) {
    ClassFinder own = compiled::get;
    Weaver weaver =
        new Weaver(
            own.or(ClassFinder.ofPath(classPath))
                .or(ClassFinder.ofLoader(WovenClasses.class.getClassLoader())),
            diagnostics::add);
    compiled.forEach((name, bytes) -> {
      WeaveResult result = weaver.weave(bytes);
      woven.put(name, result.classFile());
      woven.putAll(result.frames());
    });
  }

  /** A loader of the woven classes. */
  ClassLoader load() {
    return load(woven);
  }

  /** A loader of some classes, by internal name. */
  static ClassLoader load(Map<String, byte[]> classes) {
    return new ClassLoader(WovenClasses.class.getClassLoader()) {
      @Override
      protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] bytes = classes.get(name.replace('.', '/'));
        if (bytes == null) {
          throw new ClassNotFoundException(name);
        }
        return defineClass(name, bytes, 0, bytes.length);
      }
    };
  }

  byte[] woven(String name) {
    return Objects.requireNonNull(woven.get(name), name);
  }

  byte[] compiled(String name) {
    return Objects.requireNonNull(compiled.get(name), name);
  }

  /** A file among the test's resources. */
  static Path resource(String name) {
    try {
      return Path.of(Objects.requireNonNull(WovenClasses.class.getResource("/" + name)).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
