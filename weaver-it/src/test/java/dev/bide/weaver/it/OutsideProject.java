package dev.bide.weaver.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Maven project outside the tree, set up as the README says. It takes Bide from a repository that
 * holds the artefacts of this build, and all else from where this build has it.
 */
final class OutsideProject {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path TARGET = Path.of("target/outside").toAbsolutePath();
  private static final String VERSION = System.getProperty("bide.version", "");

  private final Path folder;

  OutsideProject(Path folder) {
    this.folder = folder;
  }

  /** The code block of the README that has this in it. */
  static String fromReadme(String language, String mark) throws IOException {
    String readme = Files.readString(ROOT.resolve("README.md"));
    Matcher blocks =
        Pattern.compile("```" + language + "\\n(.*?)```", Pattern.DOTALL).matcher(readme);
    while (blocks.find()) {
      if (blocks.group(1).contains(mark)) {
        return blocks.group(1);
      }
    }
    throw new IllegalStateException("the README has no " + language + " with " + mark);
  }

  void file(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  /** Writes the project's pom.xml: what the README gives, and where to find it. */
  void pom(String fromReadme) throws IOException {
    publish();
    file(
        "pom.xml",
        """
        <project xmlns="http://maven.apache.org/POM/4.0.0">
          <modelVersion>4.0.0</modelVersion>
          <groupId>com.example</groupId>
          <artifactId>app</artifactId>
          <version>1</version>
          <properties>
            <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
          </properties>
          %s
          <repositories>
            %s
          </repositories>
          <pluginRepositories>
            %s
          </pluginRepositories>
        </project>
        """
            .formatted(fromReadme, repositories("repository"), repositories("pluginRepository")));
  }

  private static String repositories(String tag) {
    String cache = System.getProperty("bide.maven.repository", "");
    return List.of(TARGET.resolve("repository"), Path.of(cache)).stream()
        .map(path ->
            """
            <%1$s>
              <id>%2$s</id>
              <url>%3$s</url>
              <releases><checksumPolicy>ignore</checksumPolicy></releases>
              <snapshots><checksumPolicy>ignore</checksumPolicy><updatePolicy>always</updatePolicy></snapshots>
            </%1$s>
            """
                .formatted(tag, path.startsWith(TARGET) ? "bide" : "cache", path.toUri()))
        .reduce("", String::concat);
  }

  /** Lays this build's artefacts out as a repository. */
  private static void publish() throws IOException {
    forgetEarlierBuild();
    publish("bide-parent", ROOT, false);
    publish("bide-core", ROOT.resolve("core"), true);
    publish("bide-weaver", ROOT.resolve("weaver"), true);
    publish("bide-runtimes", ROOT.resolve("runtimes"), true);
    publish("bide-maven-plugin", ROOT.resolve("weaver-maven-plugin"), true);
  }

  /** What Maven has kept of an earlier build, it would take again. */
  private static void forgetEarlierBuild() throws IOException {
    Path kept = TARGET.resolve("local/dev/bide");
    if (Files.exists(kept)) {
      try (Stream<Path> all = Files.walk(kept)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  private static void publish(String artifact, Path module, boolean jar) throws IOException {
    String name = artifact + "-" + VERSION;
    Path to = TARGET.resolve("repository/dev/bide").resolve(artifact).resolve(VERSION);
    Files.createDirectories(to);
    copy(module.resolve("pom.xml"), to.resolve(name + ".pom"));
    if (jar) {
      copy(module.resolve("target").resolve(name + ".jar"), to.resolve(name + ".jar"));
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
  }

  static Path jar(String module, String artifact) {
    return ROOT.resolve(module).resolve("target").resolve(artifact + "-" + VERSION + ".jar");
  }

  /** What a process left behind. */
  record Run(int code, String output) {}

  Run maven(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("bide.maven.home", ""), "bin", "mvn").toString());
    command.addAll(
        List.of(
            "-B", "-ntp", "-Dstyle.color=never", "-Dmaven.repo.local=" + TARGET.resolve("local")));
    command.addAll(Arrays.asList(arguments));
    return run(command);
  }

  Run java(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(Arrays.asList(arguments));
    return run(command);
  }

  private Run run(List<String> command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder
        .environment()
        .put(
            "MAVEN_OPTS",
            "--sun-misc-unsafe-memory-access=allow -XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
    builder.environment().remove("MAVEN_ARGS");
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Run(process.waitFor(), output);
  }
}
