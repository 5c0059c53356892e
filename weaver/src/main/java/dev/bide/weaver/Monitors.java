package dev.bide.weaver;

import java.lang.classfile.Opcode;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Refuses an await inside {@code synchronized}: a block that waits leaves its thread, which alone
 * could release the monitor.
 */
final class Monitors {
  private Monitors() {}

  static void check(Body body, Flow flow) {
    if (body.sites.isEmpty()) {
      return;
    }
    int[] held = held(body, flow);
    for (Await await : body.sites) {
      if (held[await.index] > 0) {
        throw new Refusal(
            "await-in-synchronized",
            "await inside synchronized: the monitor would stay locked while the block waits;"
                + " leave the synchronized statement first",
            await.line);
      }
    }
  }

  /** How many monitors are held at each node; -1 where it cannot be reached. */
  static int[] held(Body body, Flow flow) {
    int n = body.nodes.size();
    int[] held = new int[n];
    if (body.nodes.stream().noneMatch(m -> change(m) != 0)) {
      return held;
    }
    Arrays.fill(held, -1);
    held[0] = 0;
    Deque<Integer> todo = new ArrayDeque<>();
    todo.add(0);
    while (!todo.isEmpty()) {
      int at = todo.remove();
      Node node = body.nodes.get(at);
      int after = Math.max(0, held[at] + change(node));
      for (int s : flow.next[at]) {
        visit(s, after, held, todo);
      }
      for (int s : flow.thrown[at]) {
        visit(s, held[at], held, todo);
      }
    }
    return held;
  }

  private static void visit(int node, int count, int[] held, Deque<Integer> todo) {
    // The first way in decides: compilers leave monitors in the order they enter them.
    if (held[node] < 0) {
      held[node] = count;
      todo.add(node);
    }
  }

  private static int change(Node node) {
    if (node instanceof Ins i) {
      if (i.instruction.opcode() == Opcode.MONITORENTER) {
        return 1;
      }
      if (i.instruction.opcode() == Opcode.MONITOREXIT) {
        return -1;
      }
    }
    return 0;
  }
}
