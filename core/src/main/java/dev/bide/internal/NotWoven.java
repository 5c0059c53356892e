package dev.bide.internal;

/** The error for a block that no weaver has seen. */
final class NotWoven {
  private NotWoven() {}

  static IllegalStateException exception(String what) {
    StackTraceElement where = caller();
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
    return new IllegalStateException(
        what
            + place
            + " was not woven, so it cannot wait. Add the weaver to what compiles this class."
            + " Maven: in maven-compiler-plugin's <annotationProcessorPaths>, a <path> with"
            + " <groupId>dev.bide</groupId> <artifactId>bide-weaver</artifactId> and the version of"
            + " bide-core. Gradle: annotationProcessor(\"dev.bide:bide-weaver:VERSION\"). An IDE"
            + " that compiles its own way: -javaagent:bide-weaver.jar on the run configuration. A"
            + " single file: java -jar bide.jar File.java");
  }

  private static @org.jspecify.annotations.Nullable StackTraceElement caller() {
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
