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
    for (int i = 0; i < n; i++) {
      live[i] = new BitSet(body.locals);
    }
    BitSet set = new BitSet(body.locals);
    for (boolean changed = true; changed; ) {
      changed = false;
      for (int i = n - 1; i >= 0; i--) {
        before(body.nodes.get(i), flow, live, set);
        if (!set.equals(live[i])) {
          live[i].clear();
          live[i].or(set);
          changed = true;
        }
      }
    }
    return new Liveness(live);
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
