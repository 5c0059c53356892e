package dev.bide.weaver.agent;

import java.lang.instrument.Instrumentation;
import org.jspecify.annotations.Nullable;

/**
 * Weaves blocks when their classes are loaded: {@code java -javaagent:bide.jar …}, attached to a
 * running process, or started by the one jar's manifest. Classes that were loaded before it came
 * are left as they are.
 */
public final class Agent {
  /**
   * Says to the compile-time checks in this process that what they compile is woven when loaded.
   */
  private static final String PROPERTY = "dev.bide.weaver.agent";

  private static @Nullable Instrumentation instrumentation;
  private static @Nullable LoadTimeWeaver weaver;

  private Agent() {}

  /** Called by the virtual machine before main. */
  public static void premain(@Nullable String arguments, Instrumentation instrumentation) {
    install(instrumentation);
  }

  /** Called when the agent is attached, or started by {@code Launcher-Agent-Class}. */
  public static void agentmain(@Nullable String arguments, Instrumentation instrumentation) {
    install(instrumentation);
  }

  private static synchronized void install(Instrumentation given) {
    if (System.getProperty(PROPERTY) == null) {
      System.setProperty(PROPERTY, "on");
      instrumentation = given;
      weaver = new LoadTimeWeaver(ClassDefiner.with(given));
      given.addTransformer(weaver);
    }
  }

  /**
   * Looks at no class until {@link #goOn}: with an agent that looks, the virtual machine makes a
   * copy of each class file of javac's. Does nothing where there is no agent.
   */
  public static synchronized void pause() {
    if (instrumentation != null && weaver != null) {
      instrumentation.removeTransformer(weaver);
    }
  }

  /** Ends what {@link #pause} has begun. */
  public static synchronized void goOn() {
    if (instrumentation != null && weaver != null) {
      instrumentation.addTransformer(weaver);
    }
  }
}
