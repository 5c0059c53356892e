package dev.bide.weaver.javac;

import java.util.Arrays;
import java.util.stream.Collectors;
import javax.tools.Diagnostic.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The compile-time checks. Each has a name, by which {@code @SuppressWarnings("bide:NAME")} on an
 * enclosing declaration silences it, and {@code -Abide.off=NAME} a whole compilation. What is
 * surely wrong is an error, what is likely wrong a warning.
 */
enum Check {
  AWAIT_OUTSIDE_BLOCK("await-outside-block", Kind.ERROR),
  AWAIT_REFERENCE("await-reference", Kind.ERROR),
  AWAIT_IN_SYNCHRONIZED("await-in-synchronized", Kind.ERROR),
  AWAIT_HOLDING_LOCK("await-holding-lock", Kind.ERROR),
  AWAIT_OVERRIDDEN("await-overridden", Kind.ERROR),
  STREAM_AWAIT("stream-await", Kind.ERROR),
  WAIT_FOR_AWAIT("wait-for-await", Kind.ERROR),
  EXPLICIT_CLOSE("explicit-close", Kind.ERROR),
  NOT_AWAITED("not-awaited", Kind.ERROR),
  AWAITED_TWICE("awaited-twice", Kind.ERROR),
  STREAM_USED_TWICE("stream-used-twice", Kind.ERROR),
  CAPTURED_VARIABLE("captured-variable", Kind.ERROR),
  MUST_NOT_SUSPEND("must-not-suspend", Kind.ERROR),
  CATCH_AROUND_SPAWN("catch-around-spawn", Kind.ERROR),
  CANCELLED_SWALLOWED("cancelled-swallowed", Kind.WARNING),
  INTERRUPTED_CATCH("interrupted-catch", Kind.WARNING),
  BLOCKING_CALL("blocking-call", Kind.WARNING),
  BOXED_COMPARISON("boxed-comparison", Kind.WARNING),
  BOXED_REMOVE("boxed-remove", Kind.WARNING),
  NEEDS_BRACES("needs-braces", Kind.ERROR),
  UNDECLARED_EXCEPTION("undeclared-exception", Kind.ERROR);

  final String code;
  final Kind kind;

  Check(String code, Kind kind) {
    this.code = code;
    this.kind = kind;
  }

  static @Nullable Check named(String code) {
    for (Check check : values()) {
      if (check.code.equals(code)) {
        return check;
      }
    }
    return null;
  }

  static String names() {
    return Arrays.stream(values()).map(check -> check.code).collect(Collectors.joining(", "));
  }
}
