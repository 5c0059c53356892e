package dev.bide.maven;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;

/**
 * Weaves the main classes after they were compiled: for ecj, Kotlin-mixed builds, and all that the
 * annotation processor does not reach. Classes that are woven already are left as they are.
 */
@Mojo(
    name = "weave",
    defaultPhase = LifecyclePhase.PROCESS_CLASSES,
    requiresDependencyResolution = ResolutionScope.COMPILE,
    threadSafe = true)
public final class WeaveMojo extends AbstractWeaveMojo {
  /** Where the classes are. */
  @Parameter(defaultValue = "${project.build.outputDirectory}", required = true)
  private File classesDirectory = new File(".");

  @Parameter(defaultValue = "${project.compileClasspathElements}", required = true, readonly = true)
  private List<String> path = List.of();

  /** For Maven. */
  public WeaveMojo() {}

  @Override
  Path folder() {
    return classesDirectory.toPath();
  }

  @Override
  List<String> classPath() {
    return path;
  }
}
