package dev.bide.weaver;

import java.io.Serial;

/** A block cannot be woven. Becomes a diagnostic. */
final class Refusal extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  /** The diagnostic's name. */
  final String name;

  /** The diagnostic's text. */
  final String text;

  /** The line, 0 when unknown. */
  final int line;

  Refusal(String name, String message, int line) {
    super(message);
    this.name = name;
    this.text = message;
    this.line = line;
  }
}
