package dev.bide.weaver;

import java.util.BitSet;

/** Which locals may be read before they are written again, before each node. */
final class Liveness {
  private final BitSet[] live;

  private Liveness(BitSet[] live) {
    this.live = live;
  }

  /** The lower slots of the locals that are live before a node. */
  BitSet before(Node node) {
    return live[node.index];
  }

  static Liveness of(Body body, Flow flow) {
    int n = body.nodes.size();
    BitSet[] live = new BitSet[n];
    for (int i = n - 1; i >= 0; i--) {
      live[i] = changesNothing(i, body) ? live[i + 1] : new BitSet(body.locals);
    }
    BitSet set = new BitSet(body.locals);
    while (grows(body, flow, live, set)) {}
    return new Liveness(live);
  }

  /** Looks once at each node from the end to the front, and says whether more is live now. */
  private static boolean grows(Body body, Flow flow, BitSet[] live, BitSet set) {
    boolean changed = false;
    for (int i = live.length - 1; i >= 0; i--) {
      if (!changesNothing(i, body)) {
        before(body.nodes.get(i), flow, live, set);
        if (!set.equals(live[i])) {
          live[i].clear();
          live[i].or(set);
          changed = true;
        }
      }
    }
    return changed;
  }

  /** Whether all that is live before a node is what is live before the next one. */
  private static boolean changesNothing(int node, Body body) {
    return !body.nodes.get(node).isCode() && node + 1 < body.nodes.size();
  }

  /** Finds what is live before a node, by what is behind it. */
  private static void before(Node node, Flow flow, BitSet[] live, BitSet set) {
    set.clear();
    for (int s : flow.next[node.index]) {
      set.or(live[s]);
    }
    if (node instanceof Store s) {
      set.clear(s.local);
    } else if (node instanceof Load l && l.local != Body.CX) {
      set.set(l.local);
    } else if (node instanceof Inc inc) {
      set.set(inc.local);
    }
    // An exception leaves from before the node, as the verifier sees it.
    for (int h : flow.thrown[node.index]) {
      set.or(live[h]);
    }
  }
}
