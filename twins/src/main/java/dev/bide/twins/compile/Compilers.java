package dev.bide.twins.compile;

import dev.bide.Async;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** javac and ecj, from text to bytes. */
public final class Compilers {
  private Compilers() {}

  /** The class path with core and this module, and nothing else: javac would find the weaver. */
  public static List<String> pathOptions() {
    return List.of(
        "-classpath", placeOf(Async.class) + File.pathSeparator + placeOf(Compilers.class));
  }

  private static Path placeOf(Class<?> c) {
    try {
      return Path.of(c.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Compiles sources.
   *
   * @param sources texts by class name
   * @return class files by binary name, sorted
   * @throws IllegalArgumentException when one has an error
   */
  public static SortedMap<String, byte[]> compile(Variant variant, Map<String, String> sources) {
    if (variant.ecj()) {
      return compileOnDisk(variant, sources);
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    StringWriter said = new StringWriter();
    List<String> options = options(variant);
    List<JavaFileObject> units = new ArrayList<>();
    sources.forEach((name, text) -> units.add(new Source(name, text)));
    StandardJavaFileManager standard =
        compiler.getStandardFileManager(diagnostics, Locale.ROOT, null);
    Memory memory = new Memory(standard);
    boolean ok = compiler.getTask(said, memory, diagnostics, options, null, units).call();
    check(variant, ok, diagnostics, said);
    return memory.classFiles();
  }

  private static List<String> options(Variant variant) {
    List<String> options = new ArrayList<>(pathOptions());
    options.addAll(List.of("--release", "25", "-proc:none", "-nowarn"));
    if (!variant.ecj()) {
      options.add(
          "-Xplugin:Bide weave=later"); // it is on the harness's own path, and starts itself
    }
    options.addAll(variant.options());
    return options;
  }

  private static void check(
      Variant variant,
      boolean ok,
      DiagnosticCollector<JavaFileObject> diagnostics,
      StringWriter said) {
    String errors =
        diagnostics.getDiagnostics().stream()
            .filter(d -> d.getKind() == Diagnostic.Kind.ERROR)
            .map(Compilers::describe)
            .collect(Collectors.joining("\n"));
    if (!ok || !errors.isEmpty()) {
      throw new IllegalArgumentException(
          "the twins do not compile with " + variant + ":\n" + errors + said);
    }
  }

  /** ecj wants files. */
  private static SortedMap<String, byte[]> compileOnDisk(
      Variant variant, Map<String, String> sources) {
    try {
      Path folder = Files.createTempDirectory("bide-twins");
      try {
        return compileIn(folder, variant, sources);
      } finally {
        delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SortedMap<String, byte[]> compileIn(
      Path folder, Variant variant, Map<String, String> sources) throws IOException {
    List<Path> files = new ArrayList<>();
    for (Map.Entry<String, String> source : sources.entrySet()) {
      Path file = folder.resolve("src").resolve(source.getKey().replace('.', '/') + ".java");
      Files.createDirectories(file.getParent());
      files.add(Files.writeString(file, source.getValue()));
    }
    Path classes = Files.createDirectory(folder.resolve("classes"));
    JavaCompiler ecj = ecj();
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    StringWriter said = new StringWriter();
    List<String> options = options(variant);
    options.addAll(List.of("-d", classes.toString()));
    try (StandardJavaFileManager manager =
        ecj.getStandardFileManager(diagnostics, Locale.ROOT, StandardCharsets.UTF_8)) {
      boolean ok =
          ecj.getTask(
                  said,
                  manager,
                  diagnostics,
                  options,
                  null,
                  manager.getJavaFileObjectsFromPaths(files))
              .call();
      check(variant, ok, diagnostics, said);
    }
    SortedMap<String, byte[]> classFiles = new TreeMap<>();
    try (var all = Files.walk(classes)) {
      for (Path file : all.filter(f -> f.toString().endsWith(".class")).toList()) {
        String path = classes.relativize(file).toString().replace('\\', '/');
        String name = path.substring(0, path.length() - ".class".length()).replace('/', '.');
        classFiles.put(name, Files.readAllBytes(file));
      }
    }
    return classFiles;
  }

  private static void delete(Path folder) throws IOException {
    try (var all = Files.walk(folder)) {
      for (Path p : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(p);
      }
    }
  }

  private static String describe(Diagnostic<? extends JavaFileObject> d) {
    String place =
        d.getSource() == null ? "" : d.getSource().getName() + ":" + d.getLineNumber() + ": ";
    return place + d.getMessage(Locale.ROOT);
  }

  private static JavaCompiler ecj() {
    for (JavaCompiler c : ServiceLoader.load(JavaCompiler.class)) {
      if (c.getClass().getName().startsWith("org.eclipse.jdt.")) {
        return c;
      }
    }
    throw new IllegalStateException("ecj is not on the class path");
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String name, String text) {
      super(URI.create("string:///" + name.replace('.', '/') + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  private static final class Memory extends ForwardingJavaFileManager<JavaFileManager> {
    private final SortedMap<String, ByteArrayOutputStream> written = new TreeMap<>();

    Memory(JavaFileManager parent) {
      super(parent);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
      String name = className.replace('/', '.');
      return new SimpleJavaFileObject(
          URI.create("memory:///" + name.replace('.', '/') + ".class"), kind) {
        @Override
        public OutputStream openOutputStream() {
          ByteArrayOutputStream out = new ByteArrayOutputStream();
          written.put(name, out);
          return out;
        }
      };
    }

    SortedMap<String, byte[]> classFiles() {
      SortedMap<String, byte[]> files = new TreeMap<>();
      written.forEach((name, out) -> files.put(name, out.toByteArray()));
      return files;
    }
  }
}
