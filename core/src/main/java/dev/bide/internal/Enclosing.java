package dev.bide.internal;

/**
 * What else than a block and a combinator cannot end, not even when it is cancelled, before other
 * parts of its task have ended: whoever is inside one of these would wait for ever for what waits
 * for it.
 */
public interface Enclosing {
  /** Whether one of these parts is being polled, or cannot end before one that is. */
  boolean isInside();
}
