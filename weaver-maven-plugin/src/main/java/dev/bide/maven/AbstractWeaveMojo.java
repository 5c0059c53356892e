package dev.bide.maven;

import dev.bide.weaver.Diagnostic;
import dev.bide.weaver.folders.FolderWeaver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;

/** What both goals do: weave one folder. */
abstract class AbstractWeaveMojo extends AbstractMojo {
  /** Leaves the classes as they are. */
  @Parameter(property = "bide.weave.skip", defaultValue = "false")
  private boolean skip;

  abstract Path folder();

  abstract List<String> classPath();

  @Override
  public void execute() throws MojoExecutionException, MojoFailureException {
    Path folder = folder();
    if (skip || !Files.isDirectory(folder)) {
      getLog().info(skip ? "Weaving is skipped" : "No classes to weave");
      return;
    }
    FolderWeaver.Outcome outcome;
    try {
      outcome =
          new FolderWeaver(classPath().stream().map(Path::of).toList(), this::report).weave(folder);
    } catch (IOException | UncheckedIOException e) {
      throw new MojoExecutionException("Cannot weave " + folder + ": " + e.getMessage(), e);
    }
    getLog().info(outcome.woven() + " of " + outcome.seen() + " classes woven");
    if (outcome.failed() > 0) {
      throw new MojoFailureException(
          outcome.failed() + " classes in " + folder + " could not be woven; see the errors above");
    }
  }

  private void report(Diagnostic diagnostic) {
    if (diagnostic.severity() == Diagnostic.Severity.ERROR) {
      getLog().error(diagnostic.toString());
    } else {
      getLog().warn(diagnostic.toString());
    }
  }
}
