package dev.bide.weave.v1;

/**
 * Says that the result is a primitive in {@link Slots#primitive}. Only woven code and the engine
 * see one; what leaves them is boxed.
 */
public enum Prim {
  /** A {@code boolean}: 0 or 1. */
  BOOLEAN,
  /** A {@code byte}. */
  BYTE,
  /** A {@code short}. */
  SHORT,
  /** A {@code char}. */
  CHAR,
  /** An {@code int}. */
  INT,
  /** A {@code long}. */
  LONG,
  /** A {@code float}, as raw bits. */
  FLOAT,
  /** A {@code double}, as raw bits. */
  DOUBLE;

  Object box(Slots cx) {
    long v = cx.primitive;
    return switch (this) {
      case BOOLEAN -> v != 0;
      case BYTE -> (byte) v;
      case SHORT -> (short) v;
      case CHAR -> (char) v;
      case INT -> (int) v;
      case LONG -> v;
      case FLOAT -> Float.intBitsToFloat((int) v);
      default -> Double.longBitsToDouble(v); // else an exception's class is loaded with this one
    };
  }
}
