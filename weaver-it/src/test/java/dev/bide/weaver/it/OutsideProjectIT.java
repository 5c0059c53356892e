package dev.bide.weaver.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.eclipse.jdt.core.compiler.batch.BatchCompiler;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README says to add is enough, and what happens without it says so. */
final class OutsideProjectIT {
  @TempDir Path folder;
  private OutsideProject project;
  private String setUp;
  private String program;

  @BeforeEach
  void readReadme() throws IOException {
    project = new OutsideProject(folder);
    setUp = OutsideProject.fromReadme("xml", "annotationProcessorPaths");
    program = OutsideProject.fromReadme("java", "public class Main");
  }

  private String withoutEntry() {
    String without =
        setUp.replaceAll("(?s)<annotationProcessorPaths>.*</annotationProcessorPaths>", "");
    assertThat(without).doesNotContain("bide-weaver").contains("<release>25</release>");
    return without;
  }

  /** The line on which the program gives its block to the runtime. */
  private int blockLine() {
    int line = 1 + program.lines().toList().indexOf("            runtime.run(() -> {");
    assertThat(line).isPositive();
    return line;
  }

  private void compiles() throws IOException, InterruptedException {
    OutsideProject.Run run = project.maven("compile");
    assertThat(run.code()).as(run.output()).isZero();
  }

  private static String path(String first) {
    return String.join(
        File.pathSeparator,
        first,
        OutsideProject.jar("core", "bide-core").toString(),
        OutsideProject.jar("runtimes", "bide-runtimes").toString());
  }

  private OutsideProject.Run runs() throws IOException, InterruptedException {
    return project.java("-cp", path("target/classes"), "Main");
  }

  @Test
  void theReadmesProjectRuns() throws IOException, InterruptedException {
    project.pom(setUp);
    project.file("src/main/java/Main.java", program);
    compiles();
    assertThat(runs()).isEqualTo(new OutsideProject.Run(0, "awake\n"));
  }

  @Test
  void theReadmesProjectRunsAsAModule() throws IOException, InterruptedException {
    project.pom(setUp);
    project.file("src/main/java/app/Main.java", "package app;\n\n" + program);
    project.file(
        "src/main/java/module-info.java", "module app {\n  requires dev.bide.runtimes;\n}\n");
    compiles();
    assertThat(project.java("-p", path("target/classes"), "-m", "app/app.Main"))
        .isEqualTo(new OutsideProject.Run(0, "awake\n"));
  }

  @Test
  void withoutTheEntryTheBlockIsRefusedByFileAndLine() throws IOException, InterruptedException {
    project.pom(withoutEntry());
    project.file("src/main/java/Main.java", program);
    compiles();
    refused(runs(), "Main.main(Main.java:" + blockLine() + ")");
  }

  @Test
  void withoutTheEntryAModulesBlockIsRefusedToo() throws IOException, InterruptedException {
    project.pom(withoutEntry());
    project.file("src/main/java/app/Main.java", "package app;\n\n" + program);
    project.file(
        "src/main/java/module-info.java", "module app {\n  requires dev.bide.runtimes;\n}\n");
    compiles();
    refused(
        project.java("-p", path("target/classes"), "-m", "app/app.Main"),
        "app.Main.main(Main.java:" + (blockLine() + 2) + ")");
  }

  private static void refused(OutsideProject.Run run, String place) {
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.output())
        .contains("java.lang.IllegalStateException: a block at " + place + " was not woven")
        .contains(
            "in maven-compiler-plugin's <annotationProcessorPaths>, a <path> with"
                + " <groupId>dev.bide</groupId> <artifactId>bide-weaver</artifactId>")
        .doesNotContain("awake");
  }

  private String withGoal() {
    return withoutEntry()
        .replace(
            "<plugins>",
            """
            <plugins>
              <plugin>
                <groupId>dev.bide</groupId>
                <artifactId>bide-maven-plugin</artifactId>
                <version>%s</version>
                <executions><execution><goals><goal>weave</goal></goals></execution></executions>
              </plugin>
            """
                .formatted(System.getProperty("bide.version")));
  }

  @Test
  void theGoalWeavesInPlaceOfTheEntry() throws IOException, InterruptedException {
    project.pom(withGoal());
    project.file("src/main/java/Main.java", program);
    OutsideProject.Run maven = project.maven("process-classes");
    assertThat(maven.output()).contains("1 of 1 classes woven");
    assertThat(runs()).isEqualTo(new OutsideProject.Run(0, "awake\n"));
  }

  @Test
  void theGoalWeavesWhatEclipsesCompilerHasCompiled() throws IOException, InterruptedException {
    project.pom(withGoal());
    project.file("src/main/java/Main.java", program);
    StringWriter said = new StringWriter();
    boolean compiled =
        BatchCompiler.compile(
            new String[] {
              "-25",
              "-g",
              "-proc:none",
              "-d",
              folder.resolve("target/classes").toString(),
              "-cp",
              path("."),
              folder.resolve("src/main/java/Main.java").toString()
            },
            new PrintWriter(said),
            new PrintWriter(said),
            null);
    assertThat(compiled).as(said.toString()).isTrue();
    refused(runs(), "Main.main(Main.java:" + blockLine() + ")");
    OutsideProject.Run maven = project.maven("process-classes", "-Dmaven.main.skip=true");
    assertThat(maven.output()).contains("1 of 1 classes woven");
    assertThat(runs()).isEqualTo(new OutsideProject.Run(0, "awake\n"));
  }

  @Test
  void theWeaverAsAPlainDependencyIsACompileError() throws IOException, InterruptedException {
    project.pom(
        withoutEntry()
            .replace(
                "</dependencies>",
                """
                  <dependency>
                    <groupId>dev.bide</groupId>
                    <artifactId>bide-weaver</artifactId>
                    <version>%s</version>
                  </dependency>
                </dependencies>
                """
                    .formatted(System.getProperty("bide.version"))));
    project.file("src/main/java/Main.java", program);
    OutsideProject.Run maven = project.maven("compile");
    assertThat(maven.code()).isEqualTo(1);
    assertThat(maven.output())
        .contains(
            "Main.java:[" + blockLine() + ",25] [bide:not-woven] this block would not be woven")
        .contains("maven-compiler-plugin's annotationProcessorPaths");
  }
}
