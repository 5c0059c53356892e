package dev.bide.maven;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;

/** Weaves the test classes after they were compiled, as {@code weave} does the main ones. */
@Mojo(
    name = "weave-tests",
    defaultPhase = LifecyclePhase.PROCESS_TEST_CLASSES,
    requiresDependencyResolution = ResolutionScope.TEST,
    threadSafe = true)
public final class WeaveTestsMojo extends AbstractWeaveMojo {
  /** Where the test classes are. */
  @Parameter(defaultValue = "${project.build.testOutputDirectory}", required = true)
  private File testClassesDirectory = new File(".");

  @Parameter(defaultValue = "${project.testClasspathElements}", required = true, readonly = true)
  private List<String> path = List.of();

  /** For Maven. */
  public WeaveTestsMojo() {}

  @Override
  Path folder() {
    return testClassesDirectory.toPath();
  }

  @Override
  List<String> classPath() {
    return path;
  }
}
