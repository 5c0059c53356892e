package dev.bide.internal;

/** A leaf that a cancel does not cut short, once it has started. */
public interface Uncut {
  /** Lets it start also where a cancel was asked for before: it is a closing that Bide puts in. */
  void startsAnyway();

  /** Whether it does. */
  boolean isUncut();
}
