package dev.bide.weaver.javac;

/** What to add to a build whose blocks are not woven. The core says the same at run time. */
final class Advice {
  static final String ADD_PROCESSOR =
      "Maven: add dev.bide:bide-weaver to maven-compiler-plugin's annotationProcessorPaths. Gradle:"
          + " add annotationProcessor(\"dev.bide:bide-weaver\"). javac: put the jar on"
          + " -processorpath (on another path, add -proc:full), and where -processor is given add"
          + " dev.bide.weaver.javac.BideProcessor to it. An earlier processor that claims all"
          + " annotations has to come after it. To weave by other means: -Xplugin:Bide"
          + " weave=later";

  private Advice() {}
}
