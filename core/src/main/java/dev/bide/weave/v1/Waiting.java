package dev.bide.weave.v1;

import dev.bide.Async;

/**
 * What a direct call returns when it had to make a computation after all, and that one waits: the
 * caller does not know it otherwise.
 */
final class Waiting extends Suspended {
  final Async<?, ?> on;

  Waiting(Async<?, ?> on) {
    this.on = on;
  }
}
