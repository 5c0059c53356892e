package dev.bide.weaver.javac;

import com.sun.source.util.JavacTask;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic;
import org.jspecify.annotations.Nullable;

/**
 * Has javac's class files woven. It processes no annotation: it is the door to the {@code Filer},
 * with which the class files are read again once javac has written them.
 *
 * <p>Options: {@code -Abide.off=NAME,…} turns checks off, {@code -Abide.weave=later} leaves the
 * weaving to the Maven goal, the command line or the agent.
 */
public final class BideProcessor extends AbstractProcessor {
  /** For javac. */
  public BideProcessor() {}

  // No annotations for these: reading them makes proxy classes, in each compilation.

  @Override
  public Set<String> getSupportedAnnotationTypes() {
    return Set.of("*");
  }

  @Override
  public Set<String> getSupportedOptions() {
    return Set.of(Options.OFF, Options.WEAVE);
  }

  @Override
  public SourceVersion getSupportedSourceVersion() {
    return SourceVersion.latest();
  }

  @Override
  public synchronized void init(ProcessingEnvironment environment) {
    super.init(environment);
    Session session = session(environment);
    if (session == null) {
      environment
          .getMessager()
          .printMessage(
              Diagnostic.Kind.WARNING,
              "Bide weaves and checks only what javac compiles, and this is "
                  + environment.getClass().getName()
                  + ". Weave the class files afterwards: with the Maven goal bide:weave, the main"
                  + " class dev.bide.weaver.Main, or -javaagent:bide.jar at run time.");
      return;
    }
    environment.getOptions().forEach(session.options()::processor);
    session.processorRuns(environment.getFiler());
  }

  private static @Nullable Session session(ProcessingEnvironment environment) {
    try {
      return Session.of(JavacTask.instance(environment));
    } catch (IllegalArgumentException notJavacsOwn) {
      // Build tools hand over wrappers of javac's environment; then the plugin knows the task.
      return Session.Handover.take();
    }
  }

  @Override
  public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
    return false;
  }
}
