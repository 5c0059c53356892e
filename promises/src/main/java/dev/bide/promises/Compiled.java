package dev.bide.promises;

import java.nio.file.Files;
import java.nio.file.Path;

/** Finds what the build has compiled for other machines than the JVM. */
final class Compiled {
  private Compiled() {}

  /**
   * The folder of a target, below the module's own.
   *
   * @throws BrokenPromise when the build has not made it
   */
  static Path folder(String target) throws BrokenPromise {
    Path folder =
        Path.of(System.getProperty("bide.root", "."), "promises", "target", target)
            .toAbsolutePath()
            .normalize();
    if (!Files.isDirectory(folder)) {
      throw new BrokenPromise("the build has not made " + folder);
    }
    return folder;
  }
}
