package dev.bide.internal.sync;

/** A primitive of {@link Permits} that users see; its leaf form asks for them. */
public abstract class OnPermits {
  final Permits permits;

  /** Of permits. */
  protected OnPermits(Permits permits) {
    this.permits = permits;
  }
}
