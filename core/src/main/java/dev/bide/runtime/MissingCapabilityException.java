package dev.bide.runtime;

import java.io.Serial;

/** The runtime does not offer what a computation asked it for. */
public final class MissingCapabilityException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  /** Names what is missing and where. */
  public MissingCapabilityException(Class<?> capability, String runtime) {
    super(
        "the runtime '"
            + runtime
            + "' offers no "
            + capability.getName()
            + "; run this computation on a runtime that has it");
  }
}
