package dev.bide.build.layering;

/**
 * A {@code requires} directive of a {@code module-info.java}.
 *
 * @param module the required module's name
 * @param isStatic whether it is needed to compile only
 */
record Requirement(String module, boolean isStatic) {

  boolean isOfTheJdk() {
    return module.startsWith("java.") || module.startsWith("jdk.");
  }
}
