package dev.bide.resp;

/**
 * How much the other side may make this one keep in memory. What is larger ends the connection with
 * a {@link RespProtocolException}. Memory is taken as bytes come, not for what a length promises.
 *
 * @param line the longest line, in bytes, without its end: simple strings, errors, numbers
 * @param bulk the longest bulk string, in bytes
 * @param items the most items of an array, set or push, and half the most of a map
 * @param depth how deep arrays may be nested
 */
public record RespLimits(int line, int bulk, int items, int depth) {
  /** 64 KiB, 64 MiB, a million items, 32 deep. */
  public static final RespLimits DEFAULT =
      new RespLimits(64 * 1024, 64 * 1024 * 1024, 1024 * 1024, 32);

  /** Checks them. */
  public RespLimits {
    if (line < 32 || bulk < 0 || items < 0 || depth < 1) {
      throw new IllegalArgumentException(
          "limits too low: line "
              + line
              + ", bulk "
              + bulk
              + ", items "
              + items
              + ", depth "
              + depth);
    }
  }

  /** The same with another limit for bulk strings. */
  public RespLimits withBulk(int bytes) {
    return new RespLimits(line, bytes, items, depth);
  }

  /** The same with another limit for items. */
  public RespLimits withItems(int n) {
    return new RespLimits(line, bulk, n, depth);
  }

  /** The same with another limit for nesting. */
  public RespLimits withDepth(int n) {
    return new RespLimits(line, bulk, items, n);
  }
}
