package dev.bide.weaver;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Finds which locals still have, when a resumed block waits again, the value that its frame has for
 * them: these need not be stored. A store of a reference into an old frame costs more than the rest
 * of a resumption under G1.
 */
final class Unchanged {
  private static final int CHANGED = -1;
  private static final int UNKNOWN = -2;

  private final Woven woven;
  private final Flow flow;

  /** For each node and local the number of the field that has the same value. */
  private final int[][] same;

  private final Deque<Integer> todo = new ArrayDeque<>();
  private final BitSet queued = new BitSet();

  private Unchanged(Woven woven) {
    this.woven = woven;
    this.flow = woven.flow();
    this.same = new int[woven.body().nodes.size()][];
  }

  /**
   * For each await the locals that need not be stored.
   *
   * @param reached the nodes that a resumed block may come to
   */
  static Map<Await, BitSet> find(Woven woven, BitSet reached) {
    Unchanged unchanged = new Unchanged(woven);
    unchanged.solve(reached);
    Map<Await, BitSet> result = new HashMap<>();
    for (Await await : woven.body().sites) {
      BitSet locals = new BitSet();
      int[] at = unchanged.same[await.index];
      if (at != null && reached.get(await.index)) {
        for (Layout.Kept kept : woven.layout().at(await).locals()) {
          if (kept.field() != null && at[kept.local()] == kept.field().number()) {
            locals.set(kept.local());
          }
        }
      }
      result.put(await, locals);
    }
    return result;
  }

  private void solve(BitSet reached) {
    for (Await await : woven.body().sites) {
      pass(await.index, resumed(await));
    }
    while (!todo.isEmpty()) {
      int at = todo.remove();
      queued.clear(at);
      if (reached.get(at)) {
        pass(at, behind(woven.body().nodes.get(at)));
      }
    }
  }

  private int[] behind(Node node) {
    int[] state = same[node.index].clone();
    if (node instanceof Await await) {
      int[] resumed = resumed(await);
      if (woven.parted() && await.leavesPart()) {
        return resumed;
      }
      meet(state, resumed);
    } else if (node instanceof Store s) {
      state[s.local] = CHANGED;
    } else if (node instanceof Inc i) {
      state[i.local] = CHANGED;
    }
    return state;
  }

  /** Hands a state on to whatever may follow a node. */
  private void pass(int from, int[] state) {
    for (int next : flow.next[from]) {
      into(next, state);
    }
    for (int handler : flow.thrown[from]) {
      into(handler, state);
      if (same[from] != null) {
        into(handler, same[from]);
      }
    }
  }

  private void into(int node, int[] state) {
    boolean changed = same[node] == null;
    if (changed) {
      same[node] = new int[state.length];
      Arrays.fill(same[node], UNKNOWN);
    }
    changed |= meet(same[node], state);
    if (changed && !queued.get(node)) {
      queued.set(node);
      todo.add(node);
    }
  }

  private static boolean meet(int[] state, int[] other) {
    boolean changed = false;
    for (int i = 0; i < state.length; i++) {
      int met = state[i] == UNKNOWN ? other[i] : state[i] == other[i] ? state[i] : CHANGED;
      changed |= met != state[i];
      state[i] = met;
    }
    return changed;
  }

  /** What holds when a block has just been resumed at an await. */
  private int[] resumed(Await await) {
    int[] state = new int[woven.body().locals];
    Arrays.fill(state, CHANGED);
    for (Layout.Kept kept : woven.layout().at(await).locals()) {
      if (kept.field() != null) {
        state[kept.local()] = kept.field().number();
      }
    }
    return state;
  }
}
