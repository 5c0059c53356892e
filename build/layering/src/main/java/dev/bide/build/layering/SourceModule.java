package dev.bide.build.layering;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One module of the build, as its sources declare it.
 *
 * @param folder its folder below the root, with slashes
 * @param coordinates {@code groupId:artifactId}
 * @param dependencies its own, its profiles' and the inherited ones
 * @param info what its {@code module-info.java} says, null where it has none
 */
record SourceModule(
    String folder, String coordinates, List<Dependency> dependencies, @Nullable Info info) {

  /**
   * A {@code module-info.java}.
   *
   * @param name the module's name
   * @param nullMarked whether it is annotated {@code @NullMarked}
   * @param requirements its {@code requires} directives, in order
   */
  record Info(String name, boolean nullMarked, List<Requirement> requirements) {}
}
