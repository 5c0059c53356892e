package dev.bide.testing.contract;

import dev.bide.ThreadConfined;

/** May not be held across an await where tasks migrate. */
@ThreadConfined
final class Held {
  Held() {}
}
