package dev.bide.twins.translate;

import java.util.List;

/**
 * Both twins of one source file.
 *
 * @param name the file's name without its ending, which is its class's
 * @param source as it was written
 * @param sync the sync twin, with marks around each handler's body
 * @param async the async twin
 * @param asyncForEcj the same without the programs that ecj cannot compile
 * @param programs in the file's order
 */
public record Twins(
    String name,
    String source,
    String sync,
    String async,
    String asyncForEcj,
    List<ProgramSource> programs) {

  /**
   * One program.
   *
   * @param className binary name of its class
   * @param method its name
   * @param source its text
   * @param fresh whether each run wants classes of its own
   * @param cancels whether it is cancelled at its waits
   * @param cancelsWithoutScopes the same where the class file has no catch parameters' scopes
   * @param ecj whether ecj can compile it
   */
  public record ProgramSource(
      String className,
      String method,
      String source,
      boolean fresh,
      boolean cancels,
      boolean cancelsWithoutScopes,
      boolean ecj) {
    @Override
    public String toString() {
      return className + "." + method;
    }
  }
}
