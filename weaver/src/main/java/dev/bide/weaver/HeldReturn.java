package dev.bide.weaver;

import java.lang.classfile.TypeKind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A value that is put into a local and does nothing but wait there to be returned: what a {@code
 * finally} does with the value of the {@code return} before it, and try-with-resources. A variable
 * of the program is none: a debugger shows it.
 */
final class HeldReturn {
  private HeldReturn() {}

  /**
   * The loads of the local of a store that return what was stored. Null when the value is used in
   * another way, too, or one of the loads may find another one.
   */
  static @Nullable List<Load> of(Body body, Flow flow, Store store) {
    if (store.local < body.entry.locals.length
        && body.entry.locals[store.local] != VType.Simple.TOP) {
      return null; // a parameter, which is there without a store
    }
    BitSet seen = reached(body, flow, store);
    List<Load> loads = new ArrayList<>();
    for (int i = seen.nextSetBit(0); i >= 0; i = seen.nextSetBit(i + 1)) {
      Node node = body.nodes.get(i);
      if (node instanceof Load l && l.local == store.local) {
        if (returned(body, l) == null || isNamed(body, l)) {
          return null;
        }
        loads.add(l);
      } else if (node instanceof Inc inc && inc.local == store.local) {
        return null;
      }
    }
    for (Node node : body.nodes) {
      if (node instanceof Store other
          && other != store
          && other.local == store.local
          && flow.reachable(other.index)) {
        BitSet reached = reached(body, flow, other);
        for (Load load : loads) {
          if (reached.get(load.index)) {
            return null;
          }
        }
      }
    }
    return loads.isEmpty() ? null : loads;
  }

  /** Whether it is a variable of the program, which a debugger shows. */
  private static boolean isNamed(Body body, Load load) {
    for (Body.Variable v : body.variables) {
      if (v.local() == load.local && v.start().index <= load.index && load.index < v.end().index) {
        return true;
      }
    }
    return false;
  }

  /** The return of what a load pushes; null when something else becomes of it. */
  static @Nullable Return returned(Body body, Load load) {
    int i = load.index + 1;
    while (i < body.nodes.size() && Lift.isPassed(body.nodes.get(i))) {
      i++;
    }
    return i < body.nodes.size()
            && body.nodes.get(i) instanceof Return r
            && r.kind == TypeKind.REFERENCE
            && r.unboxed == null
        ? r
        : null;
  }

  /** The nodes that may find what was stored. */
  private static BitSet reached(Body body, Flow flow, Store store) {
    BitSet seen = new BitSet();
    ArrayDeque<Integer> todo = new ArrayDeque<>();
    todo.add(store.index);
    while (!todo.isEmpty()) {
      int from = todo.remove();
      for (int[] ways :
          new int[][] {flow.next[from], from == store.index ? new int[0] : flow.thrown[from]}) {
        for (int to : ways) {
          if (!seen.get(to)) {
            seen.set(to);
            if (!overwrites(body.nodes.get(to), store.local)) {
              todo.add(to);
            }
          }
        }
      }
    }
    return seen;
  }

  private static boolean overwrites(Node node, int local) {
    return node instanceof Store s
        && (s.local == local || s.local + 1 == local && s.kind.slotSize() == 2);
  }
}
