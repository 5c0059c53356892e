package dev.bide.build.layering;

import java.util.Arrays;
import java.util.Optional;

/**
 * The layers of Bide, one for each top-level folder, with what each may use. A folder that is not
 * here (examples, benchmarks, tools of the build) may use everything, and no layer may use it.
 */
enum Layer {
  /** Runs wherever class files can be taken, so it has nothing but {@code java.base}. */
  CORE("core", Others.NONE),
  /** Knows core by name only: core itself is woven by it. */
  WEAVER("weaver", Others.ANY),
  RUNTIMES("runtimes", Others.JDK),
  ADAPTERS("adapters", Others.ANY),
  /** Written once, for every runtime: so it may know none. */
  LIBRARIES("libraries", Others.ANY),
  /** What it checks is every runtime, so it knows none. */
  TESTING("testing", Others.ANY);

  /** Which modules from outside Bide a layer may use. */
  enum Others {
    /** {@code java.base} alone. */
    NONE,
    /** Every module of the JDK. */
    JDK,
    /** Libraries, too. */
    ANY
  }

  private final String folder;
  private final Others others;

  Layer(String folder, Others others) {
    this.folder = folder;
    this.others = others;
  }

  /** The layer that a module's folder belongs to. */
  static Optional<Layer> of(SourceModule module) {
    String top = module.folder().split("/", 2)[0];
    return Arrays.stream(values()).filter(it -> it.folder.equals(top)).findFirst();
  }

  Others others() {
    return others;
  }

  /** Whether a module of this layer may use one of the other. */
  boolean mayUse(Layer other) {
    return switch (this) {
      case CORE, WEAVER -> false;
      case RUNTIMES, TESTING -> other == CORE;
      case ADAPTERS -> other == CORE || other == RUNTIMES;
      case LIBRARIES -> other == CORE || other == LIBRARIES;
    };
  }
}
