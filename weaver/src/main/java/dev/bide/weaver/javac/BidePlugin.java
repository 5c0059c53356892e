package dev.bide.weaver.javac;

import com.sun.source.util.JavacTask;
import com.sun.source.util.Plugin;

/**
 * Starts Bide's checks in every javac that has this jar on its processor path, or on its class path
 * where there is no processor path. Weaving is done through {@link BideProcessor}.
 *
 * <p>With arguments: {@code -Xplugin:Bide off=NAME,…} turns checks off, {@code -Xplugin:Bide
 * weave=later} says that something else weaves the class files: the Maven goal, the command line,
 * or the agent.
 */
public final class BidePlugin implements Plugin {
  /** For javac. */
  public BidePlugin() {}

  @Override
  public String getName() {
    return "Bide";
  }

  @Override
  public boolean autoStart() {
    return true;
  }

  @Override
  public void init(JavacTask task, String... arguments) {
    Session session = Session.of(task);
    for (String argument : arguments) {
      session.options().plugin(argument);
    }
    Session.Handover.offer(session);
  }
}
