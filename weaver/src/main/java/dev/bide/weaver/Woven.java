package dev.bide.weaver;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A block ready to be written.
 *
 * @param layout what its frame keeps
 * @param confined for each await from 1, the text about a value that belongs to one thread and is
 *     held across it; null where there is none
 */
record Woven(
    Block block,
    Body body,
    Flow flow,
    Liveness liveness,
    Layout layout,
    Abi abi,
    List<@Nullable String> confined) {

  /** The first text about a value that belongs to one thread; null when there is none. */
  @Nullable String firstConfined() {
    for (String text : confined) {
      if (text != null) {
        return text;
      }
    }
    return null;
  }

  /** The method of {@code Weave} that its frame waits with. */
  String suspend() {
    return firstConfined() == null ? "suspend" : "suspendConfined";
  }
}
