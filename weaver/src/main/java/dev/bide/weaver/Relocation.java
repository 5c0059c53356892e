package dev.bide.weaver;

import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.StackInstruction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Moves the creation of an object behind its constructor's arguments where one of them waits: what
 * is not initialized yet cannot be kept in a frame. At its old place the object is created and
 * dropped, so that its class is loaded and initialized when the program says.
 */
final class Relocation {
  private final Body body;
  private final Abi abi;
  private final Set<Node> moved;
  private final List<Node> out = new ArrayList<>();

  private Relocation(Body body, Abi abi, Set<Node> moved) {
    this.body = body;
    this.abi = abi;
    this.moved = moved;
  }

  /** Rewrites a body with types in place; true when there was something to move. */
  static boolean run(Body body, Abi abi) {
    Set<Node> moved = new HashSet<>();
    for (Await await : body.sites) {
      State in = await.in;
      if (in != null) {
        in.stack.forEach(t -> collect(t, moved));
        for (VType local : in.locals) {
          collect(local, moved);
        }
      }
    }
    if (moved.isEmpty()) {
      return false;
    }
    new Relocation(body, abi, moved).run();
    return true;
  }

  private static void collect(VType type, Set<Node> moved) {
    if (type instanceof VType.Uninitialized(Node site)) {
      moved.add(site);
    }
  }

  private boolean isMoved(VType type) {
    return type instanceof VType.Uninitialized(Node site) && moved.contains(site);
  }

  private void run() {
    for (Node node : List.copyOf(body.nodes)) {
      rewrite(node);
    }
    for (Node node : out) {
      if (node instanceof Mark mark && mark.frame != null) {
        mark.frame = without(mark.frame);
      }
    }
    body.nodes = out;
    body.number();
  }

  private State without(State frame) {
    State result = new State(frame.locals.length);
    for (int i = 0; i < frame.locals.length; i++) {
      result.locals[i] = isMoved(frame.locals[i]) ? VType.Simple.TOP : frame.locals[i];
    }
    for (VType type : frame.stack) {
      if (!isMoved(type)) {
        result.push(type);
      }
    }
    return result;
  }

  private void rewrite(Node node) {
    State in = node.in;
    if (in == null) {
      out.add(node);
      return;
    }
    switch (node) {
      case Ins i when i.instruction instanceof NewObjectInstruction && moved.contains(i) -> {
        out.add(i);
        out.add(i.give(abi.stack(Opcode.POP)));
      }
      case Ins i
          when i.instruction instanceof StackInstruction s
              && in.stack.stream().anyMatch(this::isMoved) ->
          shuffle(i, s.opcode(), in);
      case Ins i
          when i.instruction instanceof InvokeInstruction call
              && call.name().equalsString("<init>")
              && isMoved(in.peek(call.typeSymbol().parameterCount())) ->
          construct(i, call, in);
      case Load l when l.local != Body.CX && isMoved(in.locals[l.local]) -> {}
      case Store s when isMoved(in.peek(0)) -> {}
      default -> out.add(node);
    }
  }

  /** An instruction that only moves operands, some of which are no longer there. */
  private void shuffle(Ins node, Opcode opcode, State in) {
    int size = in.stack.size();
    int first = size - operands(opcode, in);
    if (in.stack.subList(first, size).stream().noneMatch(this::isMoved)) {
      out.add(node);
      return;
    }
    List<Integer> before = new ArrayList<>();
    for (int i = first; i < size; i++) {
      before.add(i);
    }
    List<Integer> after = new ArrayList<>(before);
    Typing.shuffle(opcode, after, i -> in.stack.get(i).wide());
    before.removeIf(i -> isMoved(in.stack.get(i)));
    after.removeIf(i -> isMoved(in.stack.get(i)));
    if (!before.equals(after)) {
      int[] spilled = spill(node, before, in);
      for (int i : after) {
        unspill(node, spilled[i]);
      }
    }
  }

  /** How many operands an instruction moves. */
  private static int operands(Opcode opcode, State in) {
    boolean wide = in.peek(0).wide();
    return switch (opcode) {
      case POP, DUP -> 1;
      case POP2, DUP2 -> wide ? 1 : 2;
      case DUP_X1, SWAP -> 2;
      case DUP_X2 -> in.peek(1).wide() ? 2 : 3;
      case DUP2_X1 -> wide ? 2 : 3;
      case DUP2_X2 -> {
        int moved = wide ? 1 : 2;
        yield moved + (in.peek(moved).wide() ? 1 : 2);
      }
      default -> throw new IllegalStateException("unexpected instruction: " + opcode);
    };
  }

  /** Pops operands into locals of their own, by their places on the stack. */
  private int[] spill(Node place, List<Integer> operands, State in) {
    int[] spilled = new int[in.stack.size()];
    for (int i : operands.reversed()) {
      VType type = in.stack.get(i);
      if (type == VType.Simple.NULL) {
        spilled[i] = -1;
        out.add(place.give(abi.stack(Opcode.POP)));
      } else {
        spilled[i] = body.addLocal(type);
        out.add(place.give(body.store(spilled[i])));
      }
    }
    return spilled;
  }

  private void unspill(Node place, int local) {
    out.add(place.give(local < 0 ? abi.nullConstant() : body.load(local)));
  }

  private void construct(Ins node, InvokeInstruction call, State in) {
    int arguments = call.typeSymbol().parameterCount();
    int receiver = in.stack.size() - 1 - arguments;
    VType.Uninitialized what = (VType.Uninitialized) in.stack.get(receiver);
    int lowest = receiver;
    for (int i = receiver; i >= 0; i--) {
      if (in.stack.get(i).equals(what)) {
        lowest = i;
      }
    }
    List<Integer> there = new ArrayList<>();
    for (int i = lowest; i < in.stack.size(); i++) {
      if (!isMoved(in.stack.get(i))) {
        there.add(i);
      }
    }
    int[] spilled = spill(node, there, in);
    VType type = VType.Ref.ofInternalName(call.owner().asInternalName());
    int object = body.addLocal(type);
    Ins creation = (Ins) what.site();
    out.add(node.give(new Ins(creation.instruction)));
    out.add(node.give(abi.stack(Opcode.DUP)));
    for (int i = receiver + 1; i < in.stack.size(); i++) {
      if (isMoved(in.stack.get(i))) {
        throw new IllegalStateException("an object is passed before it is initialized");
      }
      unspill(node, spilled[i]);
    }
    out.add(node);
    List<Integer> rest = new ArrayList<>();
    for (int i = lowest; i < receiver; i++) {
      if (in.stack.get(i).equals(what) || !isMoved(in.stack.get(i))) {
        rest.add(i);
      }
    }
    boolean inLocal = false;
    for (int i = 0; i < in.locals.length; i++) {
      if (in.locals[i].equals(what)) {
        inLocal = true;
      }
    }
    if (!inLocal && rest.size() == 1 && in.stack.get(rest.getFirst()).equals(what)) {
      return; // new, dup, arguments: the object is where it belongs
    }
    out.add(node.give(body.store(object)));
    for (int i = 0; i < in.locals.length; i++) {
      if (in.locals[i].equals(what)) {
        out.add(node.give(body.load(object)));
        out.add(node.give(new Store(TypeKind.REFERENCE, i)));
      }
    }
    for (int i : rest) {
      if (in.stack.get(i).equals(what)) {
        out.add(node.give(body.load(object)));
      } else {
        unspill(node, spilled[i]);
      }
    }
  }
}
