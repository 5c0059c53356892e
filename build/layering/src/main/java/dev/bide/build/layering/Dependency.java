package dev.bide.build.layering;

/**
 * A dependency as a {@code pom.xml} declares it.
 *
 * @param coordinates {@code groupId:artifactId}
 * @param scope Maven's scope; {@code compile} where the file names none
 * @param optional whether users of the module are spared it
 */
record Dependency(String coordinates, String scope, boolean optional) {

  /** Whether only those who build the module meet it: neither its users' path nor its own run. */
  boolean isForTheBuildOnly() {
    return scope.equals("test") || (scope.equals("provided") && optional);
  }
}
