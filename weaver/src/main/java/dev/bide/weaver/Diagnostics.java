package dev.bide.weaver;

/** Where the weaver reports to. Called on the thread that weaves. */
@FunctionalInterface
public interface Diagnostics {
  /** Takes one diagnostic. */
  void report(Diagnostic diagnostic);
}
