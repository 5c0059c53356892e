package dev.bide.weaver;

import org.jspecify.annotations.Nullable;

/**
 * Something the weaver has to say about a class.
 *
 * @param severity whether the program is wrong or only suspicious
 * @param name what to suppress it by, in the field's terms: {@code await-in-synchronized}
 * @param message what is wrong and what to write instead, without the place
 * @param className the class with dots
 * @param sourceFile the source file's name without its folder, null when the class does not say
 * @param line the line, 0 when the class does not say
 */
public record Diagnostic(
    Severity severity,
    String name,
    String message,
    String className,
    @Nullable String sourceFile,
    int line) {

  /** How bad it is. */
  public enum Severity {
    /** The class cannot be woven. */
    ERROR,
    /** The class was woven. */
    WARNING
  }

  /** The place and the message as a compiler prints them. */
  @Override
  public String toString() {
    String file = sourceFile == null ? className : sourceFile;
    String place = line > 0 ? file + ":" + line : file;
    String kind = severity == Severity.ERROR ? "error" : "warning";
    return place + ": " + kind + ": [" + name + "] " + message;
  }
}
