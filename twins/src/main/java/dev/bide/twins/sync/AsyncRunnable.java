package dev.bide.twins.sync;

/** As {@link dev.bide.AsyncRunnable}. */
@FunctionalInterface
public interface AsyncRunnable<X extends Exception> {
  /** The block. */
  void voidBody() throws X;
}
