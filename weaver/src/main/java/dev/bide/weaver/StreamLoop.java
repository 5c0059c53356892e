package dev.bide.weaver;

import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeInstruction;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A {@code for} statement over {@code stream.await()}, as both compilers write it. */
final class StreamLoop implements Region {
  /** The call of {@code await} and of {@code iterator} behind it. */
  final Ins await;

  final Ins iterator;

  /** Where the iterator is kept. */
  final Store store;

  /** The loads of the iterator, each for one of the calls below. */
  final List<Load> loads = new ArrayList<>();

  final List<Ins> hasNext = new ArrayList<>();
  final List<Ins> next = new ArrayList<>();

  /** The local that keeps the stream in woven code. */
  int stream = -1;

  /** What closes the stream when the loop ends by an exception. */
  @Nullable Handler ofLoop;

  /** What closing it then throws goes here. */
  @Nullable Handler ofClosing;

  private final BitSet nodes = new BitSet();

  private StreamLoop(Ins await, Ins iterator, Store store) {
    this.await = await;
    this.iterator = iterator;
    this.store = store;
  }

  @Override
  public BitSet nodes() {
    return nodes;
  }

  @Override
  public List<Handler> cov() {
    return store.cov;
  }

  /** The loop whose head is a call of a stream's {@code await}; null when that stands elsewhere. */
  static @Nullable StreamLoop of(Ins await, Body body, Flow flow) {
    if (!(body.codeFrom(await.index + 1) instanceof Ins iterator
        && isCall(iterator, "iterator", "()Ljava/util/Iterator;")
        && body.codeFrom(iterator.index + 1) instanceof Store store
        && store.kind == TypeKind.REFERENCE)) {
      return null;
    }
    StreamLoop loop = new StreamLoop(await, iterator, store);
    return loop.findUses(body, flow) ? loop.findNodes(body, flow) : null;
  }

  private static boolean isCall(Node node, String name, String type) {
    return node instanceof Ins i
        && i.instruction instanceof InvokeInstruction call
        && call.opcode() != Opcode.INVOKESTATIC
        && call.name().equalsString(name)
        && call.type().equalsString(type);
  }

  private boolean findUses(Body body, Flow flow) {
    BitSet seen = new BitSet();
    List<Integer> todo = new ArrayList<>(List.of(store.index));
    while (!todo.isEmpty()) {
      int at = todo.removeLast();
      for (int[] ways : List.of(flow.next[at], flow.thrown[at])) {
        for (int s : ways) {
          if (!seen.get(s)) {
            seen.set(s);
            if (!(body.nodes.get(s) instanceof Store other && other.local == store.local)) {
              todo.add(s);
            }
          }
        }
      }
    }
    for (int i = seen.nextSetBit(0); i >= 0; i = seen.nextSetBit(i + 1)) {
      if (body.nodes.get(i) instanceof Load load && load.local == store.local) {
        Node use = body.codeFrom(i + 1);
        loads.add(load);
        if (use instanceof Ins call && isCall(use, "hasNext", "()Z")) {
          if (!(body.codeFrom(use.index + 1) instanceof Jump j
              && (j.opcode == Opcode.IFEQ || j.opcode == Opcode.IFNE))) {
            return false;
          }
          hasNext.add(call);
        } else if (use instanceof Ins call && isCall(use, "next", "()Ljava/lang/Object;")) {
          next.add(call);
        } else {
          return false;
        }
      }
    }
    return hasNext.size() == 1 && next.size() <= 1;
  }

  private StreamLoop findNodes(Body body, Flow flow) {
    int first = store.index + 1;
    int end = end(body, flow);
    for (int i = first; i <= end; i++) {
      if (flow.dominates(first, i) && Region.coveredBy(store.cov, body.nodes.get(i))) {
        nodes.set(i);
      }
    }
    return this;
  }

  /**
   * The last node of the statement, whose code both compilers keep together: known from the jumps
   * back to its head and from the loop variable's scope.
   */
  private int end(Body body, Flow flow) {
    int first = store.index + 1;
    int test = hasNext.getFirst().index;
    Jump jump = (Jump) java.util.Objects.requireNonNull(body.codeFrom(test + 1));
    int end = jump.index;
    boolean known = jump.opcode == Opcode.IFNE; // ecj's test is the end of the statement
    for (Node node : body.nodes) {
      for (int target : flow.next[node.index]) {
        if (flow.dominates(first, target)
            && flow.dominates(target, node.index)
            && flow.loop(target, node.index).get(test)) {
          end = Math.max(end, node.index);
          known = true;
        }
      }
    }
    if (!next.isEmpty()) {
      end = Math.max(end, next.getFirst().index);
      int scope = endOfScope(next.getFirst(), body);
      if (scope >= 0) {
        end = Math.max(end, scope - 1);
        known = true;
      }
    }
    if (!known && !next.isEmpty()) {
      // A body that never goes on to another turn, compiled without variable names.
      if (jump.target.index > jump.index) {
        end = Math.max(end, jump.target.index - 1);
      } else {
        for (int i = next.getFirst().index; i < body.nodes.size(); i++) {
          if (flow.dominates(next.getFirst().index, i)) {
            end = Math.max(end, i);
          }
        }
      }
    }
    return end;
  }

  /** Where the loop variable's scope ends; -1 when the class file does not tell. */
  private static int endOfScope(Ins next, Body body) {
    for (Node node = body.codeFrom(next.index + 1);
        node instanceof Ins || node instanceof Store;
        node = body.codeFrom(node.index + 1)) {
      if (node instanceof Store store) {
        Node behind = body.codeFrom(store.index + 1);
        int limit = behind == null ? body.nodes.size() : behind.index;
        for (Body.Variable v : body.variables) {
          if (v.local() == store.local
              && store.index < v.start().index
              && v.start().index <= limit) {
            return v.end().index;
          }
        }
        return -1;
      }
      if (node instanceof Ins i
          && (i.instruction.opcode() == Opcode.POP || i.instruction.opcode() == Opcode.POP2)) {
        return -1; // ecj keeps no variable that nothing reads: what is stored behind is another
      }
    }
    return -1;
  }
}
