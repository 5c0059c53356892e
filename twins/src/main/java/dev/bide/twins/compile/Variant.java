package dev.bide.twins.compile;

import java.util.List;

/**
 * A way to compile the async twins.
 *
 * @param name for reports
 * @param ecj whether by ecj rather than javac
 * @param options the compiler's
 */
public record Variant(String name, boolean ecj, List<String> options) {
  /** All that are tried; the first is the most usual. */
  public static final List<Variant> ALL =
      List.of(
          new Variant("javac -g", false, List.of("-g", "-XDcompilePolicy=simple")),
          new Variant("javac -g:none", false, List.of("-g:none", "-XDcompilePolicy=byfile")),
          new Variant("ecj -g", true, List.of("-g")),
          new Variant("ecj -g:none", true, List.of("-g:none")));

  /** As the sync twins are compiled. */
  public static final Variant SYNC = ALL.getFirst();

  /**
   * Whether its class files have the scope of every catch parameter: ecj leaves out unused ones.
   */
  public boolean scopes() {
    return !ecj && options.contains("-g");
  }

  @Override
  public String toString() {
    return name;
  }
}
