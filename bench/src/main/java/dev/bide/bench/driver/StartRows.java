package dev.bide.bench.driver;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Whole programs, from their start: each is started again and again, in turns with its twin. */
final class StartRows {
  private static final String PACKAGE = "dev.bide.bench.start.";

  /** How often a program is started. */
  private static final int STARTS = 15;

  /** The same where there is little time. */
  private static final int FEW_STARTS = 7;

  private final Path root;
  private final Pace pace;
  private final Set<Path> made = new HashSet<>();

  private StartRows(Path root, Pace pace) {
    this.root = root;
    this.pace = pace;
  }

  /** The first line of two programs, and a build. */
  static List<Measured> all(Path root, Pace pace) {
    StartRows rows = new StartRows(root, pace);
    return List.of(
        rows.new FirstLine("start-jar", "the same on threads", 1.1, 0.4) {
          @Override
          List<String> ours() throws IOException {
            return rows.program("Hello");
          }

          @Override
          List<String> theirs() throws IOException {
            return rows.program("HelloOnThreads");
          }
        },
        rows.new FirstLine("start-aot", "the same, AOT cache", Double.NaN, 0.3) {
          @Override
          List<String> ours() throws IOException {
            return rows.cached("Hello");
          }

          @Override
          List<String> theirs() throws IOException {
            return rows.cached("HelloOnThreads");
          }
        },
        rows.new FirstLine("start-source", "java HelloOnThreads.java", 1.5, 3) {
          @Override
          List<String> ours() throws IOException {
            List<String> command = Jvm.java("-jar");
            command.add(rows.root.resolve("onejar/target/bide.jar").toString());
            command.add(rows.source("Hello"));
            return command;
          }

          @Override
          List<String> theirs() throws IOException {
            List<String> command = Jvm.java();
            command.add(rows.source("HelloOnThreads"));
            return command;
          }
        },
        rows.new Weaving());
  }

  /** A source file on its own: where it stands it is part of a module. */
  private String source(String name) throws IOException {
    String file = PACKAGE.replace('.', '/') + name + ".java";
    Path copy = root.resolve("bench/target/start").resolve(file);
    Files.createDirectories(copy.getParent());
    Files.copy(
        root.resolve("bench/src/main/java").resolve(file),
        copy,
        StandardCopyOption.REPLACE_EXISTING);
    return copy.toString();
  }

  /** A program in jars, as it would be shipped. */
  private List<String> program(String name) throws IOException {
    List<String> path = new ArrayList<>();
    for (String module : List.of("bench", "core", "runtimes")) {
      path.add(jar(module).toString());
    }
    List<String> command = Jvm.java("-cp", String.join(File.pathSeparator, path));
    command.add(PACKAGE + name);
    return command;
  }

  /** The same with the JVM's own cache of what it has loaded and linked, made by a run before. */
  private List<String> cached(String name) throws IOException {
    Path cache = root.resolve("bench/target/start").resolve(name + ".aot");
    List<String> command = program(name);
    if (!made.contains(cache)) {
      Files.createDirectories(cache.getParent());
      command.add(1, "-XX:AOTCacheOutput=" + cache);
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!ended(process)) {
        throw new IOException("no AOT cache: " + String.join(" ", command));
      }
      made.add(cache);
      command.remove(1);
    }
    command.add(1, "-XX:AOTCache=" + cache);
    return command;
  }

  private Path jar(String module) throws IOException {
    Path target = root.resolve(module).resolve("target");
    try (Stream<Path> files = Files.exists(target) ? Files.list(target) : Stream.empty()) {
      return files
          .filter(f ->
              f.getFileName().toString().matches("bide-[a-z]+-[0-9].*(?<!sources|javadoc)\\.jar"))
          .sorted()
          .findFirst()
          .orElseThrow(() -> new IOException("the build has made no jar in " + target));
    }
  }

  /** What two series gave. */
  private static final class Pairs {
    final List<Double> ours = new ArrayList<>();
    final List<Double> theirs = new ArrayList<>();
    final List<Double> ratios = new ArrayList<>();

    void add(double a, double b) {
      ours.add(a);
      theirs.add(b);
      ratios.add(a / b);
    }

    Compared compared(String row, String against, Plan.Clock by, double limit) {
      return new Compared(
          row,
          against,
          by,
          Figures.of(ratios),
          limit,
          Figures.of(ours).median(),
          Figures.of(theirs).median(),
          Double.NaN,
          false);
    }
  }

  /** From the start of the process until it has said a line. */
  private abstract class FirstLine implements Measured {
    private final String name;
    private final String against;
    private final double limit;

    /** How long a pair takes. */
    private final double takes;

    FirstLine(String name, String against, double limit, double takes) {
      this.name = name;
      this.against = against;
      this.limit = limit;
      this.takes = takes;
    }

    abstract List<String> ours() throws IOException;

    abstract List<String> theirs() throws IOException;

    @Override
    public String name() {
      return name;
    }

    @Override
    public double least() {
      return takes * (1 + FEW_STARTS);
    }

    @Override
    public double usual() {
      return takes * (1 + STARTS);
    }

    @Override
    public void run(Results out) {
      Pairs pairs = new Pairs();
      try {
        nanos(ours());
        nanos(theirs()); // so that the files are in the system's cache
        for (int i = 0; i < STARTS && (i < FEW_STARTS || pace.hasTime(takes)); i++) {
          pairs.add(nanos(ours()), nanos(theirs()));
          pace.did(takes);
        }
        out.add(pairs.compared(name, against, Plan.Clock.WALL, limit));
      } catch (IOException e) {
        out.failed(name, against, limit, e);
      }
    }

    private static double nanos(List<String> command) throws IOException {
      long start = System.nanoTime();
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      try (var said = process.inputReader()) {
        String line = said.readLine();
        long took = System.nanoTime() - start;
        said.lines().forEach(_ -> {});
        if (line == null || !line.equals("hello, async") || !ended(process)) {
          throw new IOException("it said '" + line + "': " + String.join(" ", command));
        }
        return took;
      } finally {
        process.destroyForcibly();
      }
    }
  }

  /** javac with the weaver and without, on the same sources. */
  private final class Weaving implements Measured {
    private static final double LIMIT = 1.25;
    private static final String AGAINST = "javac alone";

    /** How long both compilations take. */
    private static final double TAKES = 40;

    private static final int COMPILATIONS = 3;

    @Override
    public String name() {
      return "weave-1000";
    }

    @Override
    public double least() {
      return TAKES;
    }

    @Override
    public double usual() {
      return TAKES * COMPILATIONS;
    }

    @Override
    public void run(Results out) {
      Pairs pairs = new Pairs();
      try {
        Path work = root.resolve("bench/target/thousand");
        List<String> sources =
            dev.bide.bench.start.ThousandClasses.write(work.resolve("src")).stream()
                .map(Path::toString)
                .toList();
        for (int i = 0; i < COMPILATIONS && (i == 0 || pace.hasTime(TAKES)); i++) {
          Path woven = work.resolve("woven");
          double ours = nanos(woven, sources, "-processorpath", jar("weaver").toString());
          pairs.add(ours, nanos(work.resolve("plain"), sources, "-proc:none"));
          pace.did(TAKES);
        }
        out.add(pairs.compared(name(), AGAINST, Plan.Clock.CPU, LIMIT));
      } catch (IOException e) {
        out.failed(name(), AGAINST, LIMIT, e);
      }
    }

    /**
     * Over what the time before has written: where thousands of files were deleted a moment ago,
     * ext4 takes up to a millisecond for each new one.
     */
    private double nanos(Path classes, List<String> sources, String... options) throws IOException {
      Files.createDirectories(classes);
      // Nothing but these classes: javac looks for plugins on the class path of its JVM, too.
      List<String> command =
          Jvm.java("--enable-native-access=ALL-UNNAMED", "-cp", jar("bench").toString());
      command.add(PACKAGE + "Compile");
      command.addAll(List.of("-d", classes.toString(), "-cp", jar("core").toString()));
      command.addAll(List.of("-nowarn", "-Xlint:none"));
      command.addAll(List.of(options));
      command.addAll(sources);
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      try (var said = process.inputReader()) {
        String line = said.readLine();
        if (line == null || !line.startsWith("compiled ") || !ended(process)) {
          throw new IOException("javac failed, with " + String.join(" ", options));
        }
        return Double.parseDouble(line.split(" ", -1)[2]);
      } finally {
        process.destroyForcibly();
      }
    }
  }

  private static boolean ended(Process process) throws IOException {
    try {
      return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (InterruptedException e) {
      throw new IOException("interrupted", e);
    }
  }
}
