package dev.bide.weave.v1;

import dev.bide.Async;

/** What a leaf form returns when its leaf waits: kept by the caller's frame for the next call. */
final class Lent extends Waiting {
  Lent(Async<?, ?> on) {
    super(on);
  }
}
