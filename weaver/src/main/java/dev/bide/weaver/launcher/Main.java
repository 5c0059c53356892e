package dev.bide.weaver.launcher;

import dev.bide.weaver.agent.Agent;
import java.io.File;
import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** The main class of the one jar. */
public final class Main {
  private Main() {}

  /**
   * Runs what the arguments ask for.
   *
   * @throws Throwable what the program's main throws
   */
  public static void main(String... arguments) throws Throwable {
    try {
      int code = run(Arguments.parse(arguments));
      if (code != 0) {
        System.exit(code);
      }
    } catch (Failure e) {
      System.err.println("bide: " + e.getMessage());
      System.exit(1);
    } catch (InvocationTargetException e) {
      throw Objects.requireNonNull(e.getCause());
    }
  }

  private static int run(Arguments arguments) throws Failure, InvocationTargetException {
    switch (arguments.wish()) {
      case HELP -> System.out.print(help());
      case VERSION -> System.out.println(version());
      case SHELL -> {
        return Shell.open(arguments.classPath(), own());
      }
      case RUN -> runFile(arguments);
    }
    return 0;
  }

  private static void runFile(Arguments arguments) throws Failure, InvocationTargetException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new Failure("this Java has no compiler: run it with a JDK 25");
    }
    String name = arguments.file() == null ? "" : arguments.file();
    SourceFile source = SourceFile.at(name);
    PrintWriter out = new PrintWriter(System.err, true, charset());
    Map<String, byte[]> classFiles;
    Agent.pause(); // else each class of javac is shown to it
    try {
      classFiles = Compiled.of(source, compiler, arguments.classPath(), own(), out);
    } finally {
      Agent.goOn();
    }
    ClassLoader loader =
        new ProgramLoader(classFiles, arguments.classPath(), ClassLoader.getSystemClassLoader());
    Thread.currentThread().setContextClassLoader(loader);
    mainOf(source, loader).run(arguments.program().toArray(String[]::new));
  }

  private static Charset charset() {
    return System.err.charset();
  }

  /** The main of the file's first class, or else of the one that is named as the file. */
  private static MainMethod mainOf(SourceFile source, ClassLoader loader) throws Failure {
    if (source.classes().isEmpty()) {
      throw new Failure("there is no class in " + source.path());
    }
    String file = String.valueOf(source.path().getFileName());
    String named = file.substring(0, file.length() - ".java".length());
    List<String> candidates =
        source.classes().stream()
            .filter(name ->
                name.equals(source.classes().getFirst())
                    || name.substring(name.lastIndexOf('.') + 1).equals(named))
            .toList();
    for (String candidate : candidates) {
      try {
        MainMethod main = MainMethod.of(Class.forName(candidate, false, loader));
        if (main != null) {
          return main;
        }
      } catch (ClassNotFoundException e) {
        throw new Failure("there is no class " + candidate + " in " + source.path());
      }
    }
    throw new Failure(
        "there is no main in class "
            + String.join(" or ", candidates)
            + ": write `void main() { … }` or `static void main(String[] args) { … }`");
  }

  private static String help() {
    return """
    Usage: java -jar bide.jar [options] File.java [arguments]
               compiles the source file in memory, with Bide's checks, weaves it, and runs its main
           java -jar bide.jar [options]
               opens jshell with Bide imported and snippets woven
           java -javaagent:bide.jar …
               weaves the blocks of any program when its classes are loaded

      -cp, --class-path PATH   further folders and jars, with %s between them
      -h, --help               this text
      -version                 which version this is

    Other source files of the program are found beside the file, or in the folders of its package.
    Options of java itself (-Xmx1g, -Dname=value, …) stand before -jar.
    """
        .formatted(File.pathSeparator);
  }

  private static String version() {
    String version = Main.class.getPackage().getImplementationVersion();
    return "bide "
        + (version == null ? "(not packaged)" : version)
        + ", on Java "
        + Runtime.version();
  }

  /** Where Bide's own classes are: this jar, or the class path that it was started with. */
  private static List<Path> own() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .map(Path::of)
        .map(Path::toAbsolutePath)
        .toList();
  }
}
