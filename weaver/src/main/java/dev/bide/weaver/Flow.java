package dev.bide.weaver;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The control flow of a body: who follows whom, and who dominates whom. */
final class Flow {
  private static final int[] NONE = {};

  /** For each node, where it may go next, exceptions left out. */
  final int[][] next;

  /** For each node, the handlers it may go to. */
  final int[][] thrown;

  /** For each node, where it may have come from, by either way. */
  final int[][] before;

  private final int[] order; // node -> its number in reverse postorder; -1 when unreachable
  private final int[] enter; // node -> when a walk of the dominator tree comes to it
  private final int[] leave;
  private final @Nullable BitSet[] after;

  private Flow(int[][] next, int[][] thrown, int[][] before) {
    this.next = next;
    this.thrown = thrown;
    this.before = before;
    int n = next.length;
    this.order = new int[n];
    this.enter = new int[n];
    this.leave = new int[n];
    this.after = new BitSet[n];
    dominators();
  }

  /** The flow of a body whose nodes are numbered. */
  static Flow of(Body body) {
    int n = body.nodes.size();
    int[][] next = new int[n][];
    int[][] thrown = new int[n][];
    List<Handler> cov = List.of(); // nodes that follow each other have the same list most often
    int[] handlers = NONE;
    for (int i = 0; i < n; i++) {
      Node node = body.nodes.get(i);
      next[i] = successors(node, n);
      if (!node.isCode()) {
        thrown[i] = NONE;
        continue;
      }
      if (node.cov != cov) {
        cov = node.cov;
        handlers = handlers(cov);
      }
      thrown[i] = handlers;
    }
    return new Flow(next, thrown, before(next, thrown));
  }

  private static int[][] before(int[][] next, int[][] thrown) {
    int[] degree = new int[next.length];
    count(next, degree);
    count(thrown, degree);
    int[][] before = new int[next.length][];
    for (int i = 0; i < before.length; i++) {
      before[i] = new int[degree[i]];
    }
    for (int i = 0; i < before.length; i++) {
      put(i, next[i], before, degree);
      put(i, thrown[i], before, degree);
    }
    return before;
  }

  private static void count(int[][] edges, int[] degree) {
    for (int[] targets : edges) {
      for (int target : targets) {
        degree[target]++;
      }
    }
  }

  private static void put(int from, int[] targets, int[][] before, int[] degree) {
    for (int target : targets) {
      before[target][--degree[target]] = from;
    }
  }

  private static int[] successors(Node node, int n) {
    boolean falls = node.fallsThrough() && node.index + 1 < n;
    if (node instanceof Jump j) {
      return falls ? distinct(node.index + 1, j.target.index) : new int[] {j.target.index};
    }
    if (node instanceof Switch s) {
      return targets(s);
    }
    return falls ? new int[] {node.index + 1} : NONE;
  }

  private static int[] distinct(int a, int b) {
    return a == b ? new int[] {a} : new int[] {a, b};
  }

  private static int[] targets(Switch s) {
    Set<Integer> targets = new LinkedHashSet<>();
    targets.add(s.otherwise.index);
    for (Switch.Case c : s.cases) {
      targets.add(c.target().index);
    }
    return toArray(targets);
  }

  private static int[] handlers(List<Handler> cov) {
    if (cov.isEmpty()) {
      return NONE;
    }
    Set<Integer> handlers = new LinkedHashSet<>();
    for (Handler h : cov) {
      handlers.add(h.target().index);
    }
    return toArray(handlers);
  }

  private static int[] toArray(Set<Integer> nodes) {
    int[] result = new int[nodes.size()];
    int i = 0;
    for (int node : nodes) {
      result[i++] = node;
    }
    return result;
  }

  private int successor(int node, int i) {
    return i < next[node].length ? next[node][i] : thrown[node][i - next[node].length];
  }

  private void dominators() {
    int n = next.length;
    Arrays.fill(order, -1);
    int[] postorder = new int[n];
    int count = n > 0 ? walk(postorder) : 0;
    for (int i = 0; i < count; i++) {
      order[postorder[i]] = count - 1 - i;
    }
    int[] dominator = new int[n];
    Arrays.fill(dominator, -1);
    if (n > 0) {
      dominator[0] = 0;
    }
    while (comesNearer(postorder, count, dominator)) {}
    number(dominator, postorder, count);
  }

  /** Looks once for nearer dominators, and says whether there were some. */
  private boolean comesNearer(int[] postorder, int count, int[] dominator) {
    boolean changed = false;
    for (int i = count - 2; i >= 0; i--) {
      int u = postorder[i];
      int d = immediate(u, dominator);
      if (d != dominator[u]) {
        dominator[u] = d;
        changed = true;
      }
    }
    return changed;
  }

  /** Finds the nodes that are reachable, in postorder, and says how many. */
  private int walk(int[] postorder) {
    int count = 0;
    int[] stack = new int[next.length + 1];
    int[] at = new int[next.length];
    BitSet seen = new BitSet(next.length);
    int top = 1; // the first node is the entry
    seen.set(0);
    while (top > 0) {
      int u = stack[top - 1];
      if (at[u] < next[u].length + thrown[u].length) {
        int v = successor(u, at[u]++);
        if (!seen.get(v)) {
          seen.set(v);
          stack[top++] = v;
        }
      } else {
        postorder[count++] = u;
        top--;
      }
    }
    return count;
  }

  /** The nearest node that all ways to a node lead through, by what is known so far. */
  private int immediate(int node, int[] dominator) {
    int d = -1;
    for (int p : before[node]) {
      if (dominator[p] >= 0) {
        d = d < 0 ? p : common(dominator, p, d);
      }
    }
    return d;
  }

  private int common(int[] dominator, int a, int b) {
    while (a != b) {
      while (order[a] > order[b]) {
        a = dominator[a];
      }
      while (order[b] > order[a]) {
        b = dominator[b];
      }
    }
    return a;
  }

  private void number(int[] dominator, int[] postorder, int count) {
    int n = next.length;
    int[] firstChild = new int[n];
    int[] sibling = new int[n];
    Arrays.fill(firstChild, -1);
    Arrays.fill(sibling, -1);
    for (int i = 0; i < count - 1; i++) {
      int u = postorder[i];
      sibling[u] = firstChild[dominator[u]];
      firstChild[dominator[u]] = u;
    }
    int clock = 0;
    int u = n > 0 ? 0 : -1;
    while (u >= 0) {
      enter[u] = ++clock;
      if (firstChild[u] >= 0) {
        u = firstChild[u];
        continue;
      }
      leave[u] = clock;
      while (u != 0 && sibling[u] < 0) {
        u = dominator[u];
        leave[u] = clock;
      }
      u = u == 0 ? -1 : sibling[u];
    }
  }

  boolean reachable(int node) {
    return order[node] >= 0;
  }

  /** Whether every way to b leads through a. */
  boolean dominates(int a, int b) {
    return reachable(a) && reachable(b) && enter[a] <= enter[b] && enter[b] <= leave[a];
  }

  /** The ways back to what dominates them: node and target in turns, in the order of the nodes. */
  List<Integer> backEdges() {
    List<Integer> result = new ArrayList<>();
    for (int node = 0; node < next.length; node++) {
      for (int target : next[node]) {
        if (dominates(target, node)) {
          result.add(node);
          result.add(target);
        }
      }
    }
    return result;
  }

  /** The nodes of the loops that the jump from a node back to a header closes. */
  BitSet loop(int header, int from) {
    BitSet result = new BitSet();
    result.set(header);
    List<Integer> todo = new ArrayList<>();
    if (from != header) {
      result.set(from);
      todo.add(from);
    }
    while (!todo.isEmpty()) {
      for (int p : before[todo.removeLast()]) {
        if (reachable(p) && !result.get(p)) {
          result.set(p);
          todo.add(p);
        }
      }
    }
    return result;
  }

  /** All nodes that may run after one, itself left out unless in a loop. Not to be changed. */
  BitSet after(int node) {
    BitSet known = after[node];
    if (known == null) {
      known = findAfter(node);
      after[node] = known;
    }
    return known;
  }

  /**
   * What may run after some awaits up to the next ones, whichever these are: they are among it,
   * what follows them is not, but for what they throw.
   */
  BitSet between(List<Await> awaits, Body body) {
    BitSet result = new BitSet(next.length);
    List<Integer> todo = new ArrayList<>();
    for (Await await : awaits) {
      if (await.in != null) {
        add(await.index, 0, result, todo);
      }
    }
    while (!todo.isEmpty()) {
      int u = todo.removeLast();
      add(u, body.nodes.get(u) instanceof Await ? next[u].length : 0, result, todo);
    }
    return result;
  }

  /** Adds the successors of a node, from the {@code first}th on, that are not there yet. */
  private void add(int node, int first, BitSet found, List<Integer> todo) {
    for (int i = first; i < next[node].length + thrown[node].length; i++) {
      int v = successor(node, i);
      if (!found.get(v)) {
        found.set(v);
        todo.add(v);
      }
    }
  }

  private BitSet findAfter(int node) {
    BitSet result = new BitSet(next.length);
    List<Integer> todo = new ArrayList<>();
    todo.add(node);
    while (!todo.isEmpty()) {
      add(todo.removeLast(), 0, result, todo);
    }
    return result;
  }
}
