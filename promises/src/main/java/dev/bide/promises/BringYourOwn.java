package dev.bide.promises;

import dev.bide.Async;
import dev.bide.promises.own.OwnProgram;
import dev.bide.promises.program.RespProgram;
import dev.bide.resp.RespClient;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The runtime of the documentation, compiled from its page, runs woven code; no other runtime is on
 * the class path, and the path of a block forces no thread, no selector and no service lookup.
 */
final class BringYourOwn implements Promise {
  private static final Path PAGE = Path.of("docs", "bring-your-own-runtime.md");
  private static final Pattern CODE =
      Pattern.compile("```java\\R(package tiny;\\R.*?)```", Pattern.DOTALL);
  private static final int CALLS = 1000;

  @Override
  public String title() {
    return "bring your own runtime";
  }

  @Override
  public void run(Report report) throws Exception {
    Path page = Path.of(System.getProperty("bide.root", ".")).resolve(PAGE);
    Matcher code = CODE.matcher(Files.readString(page));
    report.require(code.find(), "there is no runtime in " + PAGE);
    String source = code.group(1);
    long lines = source.lines().filter(l -> !l.isBlank() && !l.startsWith("import ")).count();
    report.require(lines <= 50, "it has " + lines + " lines");

    Path folder = Files.createTempDirectory("bide-own");
    try {
      compile(source, folder);
      runProgram(report, folder, lines);
    } finally {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path f : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
          Files.delete(f);
        }
      }
    }
  }

  private static void runProgram(Report report, Path folder, long lines) throws Exception {
    List<Path> classPath = new ArrayList<>(List.of(folder.resolve("classes")));
    classPath.addAll(Jvm.holders(Async.class, RespClient.class, RespProgram.class));
    Path loaded = folder.resolve("loaded.txt");
    Child child =
        Child.run(
            Jvm.command(
                List.of("-Xlog:class+load=info:file=" + loaded + "::filecount=0"),
                classPath,
                OwnProgram.class,
                Integer.toString(CALLS),
                Boolean.toString(report.isBroken())));
    report.require(child.exitCode() == 0, "it failed: " + child.output());
    report.requireEqual(CALLS, child.number("calls"), "right replies");
    report.requireEqual(0, child.number("threads"), "threads started");

    List<String> classes = classesAfterTheFirstBlock(Files.readAllLines(loaded));
    report.require(!classes.isEmpty(), "no class was seen to be loaded");
    for (String c : classes) {
      report.require(
          !c.startsWith("sun.nio.ch.") && !c.startsWith("java.nio.channels."),
          "a block's path loads " + c);
      report.require(!c.startsWith("java.util.ServiceLoader"), "a block's path loads " + c);
      report.require(!c.startsWith("dev.bide.runtimes."), "a block's path loads " + c);
    }
    report.fact(
        "the documentation's "
            + lines
            + " lines, compiled, made "
            + CALLS
            + " RESP calls over a pipe without the runtimes module; "
            + classes.size()
            + " classes loaded on the way, none a thread's, a selector's or a service lookup's");
  }

  /** The names of the classes loaded from the moment core is used. */
  private static List<String> classesAfterTheFirstBlock(List<String> log) {
    return log.stream()
        .map(l -> l.replaceFirst("^(\\[[^\\]]*\\])+\\s*", ""))
        .dropWhile(l -> !l.startsWith("dev.bide.runtime."))
        .map(l -> l.split(" ", 2)[0])
        .takeWhile(l -> !l.equals(OwnProgram.class.getName() + "$End"))
        .toList();
  }

  private static void compile(String source, Path folder) throws IOException, BrokenPromise {
    Path file = Files.createDirectories(folder.resolve("src/tiny")).resolve("TinyRuntime.java");
    Files.writeString(file, source);
    Path classes = Files.createDirectories(folder.resolve("classes"));
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    try (StandardJavaFileManager files = javac.getStandardFileManager(null, null, null)) {
      List<String> options =
          List.of(
              "-proc:none",
              "-d",
              classes.toString(),
              "-cp",
              Jvm.holders(Async.class).getFirst().toString());
      boolean compiled =
          javac.getTask(said, files, null, options, null, files.getJavaFileObjects(file)).call();
      if (!compiled) {
        throw new BrokenPromise("it does not compile: " + said);
      }
    }
  }
}
