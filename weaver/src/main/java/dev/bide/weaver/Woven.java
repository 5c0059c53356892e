package dev.bide.weaver;

import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A block ready to be written.
 *
 * @param layout what its frame keeps
 * @param confined for each await from 1, the text about a value that belongs to one thread and is
 *     held across it; null where there is none
 * @param parts the methods that resume it; none when it never waits
 */
record Woven(
    Block block,
    Body body,
    Flow flow,
    Liveness liveness,
    Layout layout,
    Abi abi,
    List<@Nullable String> confined,
    List<Part> parts) {

  /** The first text about a value that belongs to one thread; null when there is none. */
  @Nullable String firstConfined() {
    for (String text : confined) {
      if (text != null) {
        return text;
      }
    }
    return null;
  }

  /** From which await on none can follow; one more than there are when each can be followed. */
  int firstLast() {
    List<Await> sites = body.sites;
    int i = sites.size();
    while (i > 0 && isLast(sites.get(i - 1))) {
      i--;
    }
    return i + 1;
  }

  private boolean isLast(Await await) {
    BitSet after = flow.after(await.index);
    for (Await other : body.sites) {
      if (after.get(other.index)) {
        return false;
      }
    }
    return true;
  }

  /** Whether the block may end with a value after it has waited. */
  boolean ends() {
    for (Node node : body.nodes) {
      if (node instanceof Return && flow.reachable(node.index)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the block may call a method and await it after it has waited. */
  boolean callsAgain() {
    return Part.whole(body, flow).calls(body);
  }

  /** Whether several methods resume it. */
  boolean parted() {
    return parts.size() > 1;
  }

  /** The method of {@code Weave} that its frame waits with. */
  String suspend() {
    return firstConfined() == null ? "suspend" : "suspendConfined";
  }
}
