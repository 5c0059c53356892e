package dev.bide.start;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;

/**
 * Where Java comes in, as main class and as agent. Compiled for Java 8, unlike all that is behind
 * it, so that an older Java can say which one is needed.
 */
public final class Start {
  private static final int NEEDED = 25;

  private Start() {}

  /**
   * Runs the launcher.
   *
   * @throws Throwable what the program's main throws
   */
  public static void main(String[] arguments) throws Throwable {
    refuseOldJava();
    Class<?>[] types = {String[].class};
    call("dev.bide.weaver.launcher.Main", "main", types, (Object) arguments);
  }

  /**
   * Called for {@code -javaagent:bide.jar}.
   *
   * @throws Throwable what the agent throws
   */
  public static void premain(String arguments, Instrumentation instrumentation) throws Throwable {
    agent("premain", arguments, instrumentation);
  }

  /**
   * Called before {@link #main}, and when the agent is attached to a running program.
   *
   * @throws Throwable what the agent throws
   */
  public static void agentmain(String arguments, Instrumentation instrumentation) throws Throwable {
    agent("agentmain", arguments, instrumentation);
  }

  private static void agent(String name, String arguments, Instrumentation instrumentation)
      throws Throwable {
    refuseOldJava();
    Class<?>[] types = {String.class, Instrumentation.class};
    call("dev.bide.weaver.agent.Agent", name, types, arguments, instrumentation);
  }

  private static void call(String type, String name, Class<?>[] types, Object... arguments)
      throws Throwable {
    try {
      Class.forName(type).getMethod(name, types).invoke(null, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static void refuseOldJava() {
    String refusal = refusal(System.getProperty("java.specification.version"));
    if (refusal != null) {
      System.err.println(refusal);
      System.exit(1);
    }
  }

  /** Why a version of Java cannot run Bide; null when it can. */
  static String refusal(String version) {
    int feature = Integer.parseInt(version.startsWith("1.") ? version.substring(2) : version);
    return feature >= NEEDED
        ? null
        : "bide: this is Java "
            + feature
            + ", in "
            + System.getProperty("java.home")
            + ". Bide needs a JDK "
            + NEEDED
            + " or newer: start it with that one's bin/java";
  }
}
