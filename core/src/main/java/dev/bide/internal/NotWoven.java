package dev.bide.internal;

import org.jspecify.annotations.Nullable;

/** The error for a block, or an await, that no weaver has seen: where it is, and what to add. */
final class NotWoven {
  /**
   * By the name that every JVM and compiler gives to lambdas' classes: core may not look further.
   */
  private static final String LAMBDA = "$$Lambda";

  private static final String ADVICE =
      " was not woven, so it cannot wait. Add the weaver to what compiles this class. Maven: in"
          + " maven-compiler-plugin's <annotationProcessorPaths>, a <path> with"
          + " <groupId>dev.bide</groupId> <artifactId>bide-weaver</artifactId> and the version of"
          + " bide-core (or, after another compiler, the goal bide:weave of bide-maven-plugin)."
          + " Gradle: annotationProcessor(\"dev.bide:bide-weaver:VERSION\"). An IDE that compiles its"
          + " own way: -javaagent:bide-weaver.jar on the run configuration. A single file: java -jar"
          + " bide.jar File.java";

  private NotWoven() {}

  static boolean isLambda(Object block) {
    return block.getClass().getName().contains(LAMBDA);
  }

  /** The class that a lambda stands in; what is no lambda is its own. */
  static String host(Object block) {
    String name = block.getClass().getName();
    int end = name.indexOf(LAMBDA);
    return end < 0 ? name : name.substring(0, end);
  }

  /** For a lambda: the line of its class that is running is the one that hands it over. */
  static IllegalStateException block(Object lambda) {
    String host = host(lambda);
    for (StackTraceElement e : new Throwable().getStackTrace()) {
      if (e.getClassName().equals(host)) {
        return exception("a block", e);
      }
    }
    return new IllegalStateException("a block of " + host + ADVICE);
  }

  /** For a call of Bide's that woven code does not make. */
  static IllegalStateException call(String what) {
    return exception(what, caller());
  }

  private static IllegalStateException exception(String what, @Nullable StackTraceElement where) {
    String place =
        where == null
            ? ""
            : " at "
                + where.getClassName()
                + "."
                + where.getMethodName()
                + "("
                + where.getFileName()
                + ":"
                + where.getLineNumber()
                + ")";
    return new IllegalStateException(what + place + ADVICE);
  }

  private static @Nullable StackTraceElement caller() {
    for (StackTraceElement e : new Throwable().getStackTrace()) {
      if (!isOurs(e.getClassName())) {
        return e;
      }
    }
    return null;
  }

  private static boolean isOurs(String className) {
    String packageName = className.substring(0, Math.max(0, className.lastIndexOf('.')));
    return packageName.equals("dev.bide")
        || packageName.equals("dev.bide.internal")
        || packageName.equals("dev.bide.weave.v1")
        || packageName.equals("dev.bide.runtime");
  }
}
