package dev.bide.weaver;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The types of all locals and operands before an instruction. */
final class State {
  final VType[] locals;
  final List<VType> stack;

  State(int localCount) {
    locals = new VType[localCount];
    Arrays.fill(locals, VType.Simple.TOP);
    stack = new ArrayList<>();
  }

  private State(VType[] locals, List<VType> stack) {
    this.locals = locals;
    this.stack = stack;
  }

  State copy() {
    return new State(locals.clone(), new ArrayList<>(stack));
  }

  /** The same with room for more locals. */
  State widened(int localCount) {
    VType[] wider = Arrays.copyOf(locals, localCount);
    Arrays.fill(wider, locals.length, localCount, VType.Simple.TOP);
    return new State(wider, new ArrayList<>(stack));
  }

  void push(VType type) {
    stack.add(type);
  }

  VType pop() {
    return stack.removeLast();
  }

  void pop(int count) {
    for (int i = 0; i < count; i++) {
      stack.removeLast();
    }
  }

  /** The operand so many below the top. */
  VType peek(int below) {
    return stack.get(stack.size() - 1 - below);
  }

  void set(int local, VType type) {
    if (local > 0 && locals[local - 1].wide()) {
      locals[local - 1] = VType.Simple.TOP;
    }
    locals[local] = type;
    if (type.wide()) {
      locals[local + 1] = VType.Simple.TOP;
    }
  }

  /** After a constructor: what was uninitialized has its type everywhere. */
  void initialize(VType.Uninitialized what, VType type) {
    for (int i = 0; i < locals.length; i++) {
      if (locals[i].equals(what)) {
        locals[i] = type;
      }
    }
    stack.replaceAll(t -> t.equals(what) ? type : t);
  }

  /** What holds on two paths at once; the operands are of equal types. */
  void meet(State other) {
    for (int i = 0; i < locals.length; i++) {
      if (!locals[i].equals(other.locals[i])) {
        locals[i] = meet(locals[i], other.locals[i]);
      }
    }
    if (stack.size() != other.stack.size()) {
      throw new IllegalStateException("operand stacks differ: " + stack + ", " + other.stack);
    }
    for (int i = 0; i < stack.size(); i++) {
      VType met = meet(stack.get(i), other.stack.get(i));
      if (met == VType.Simple.TOP) {
        throw new IllegalStateException("operands differ: " + stack + ", " + other.stack);
      }
      stack.set(i, met);
    }
  }

  private static VType meet(VType a, VType b) {
    if (a.equals(b)) {
      return a;
    }
    if (a == VType.Simple.NULL && b instanceof VType.Ref) {
      return b;
    }
    if (b == VType.Simple.NULL && a instanceof VType.Ref) {
      return a;
    }
    return VType.Simple.TOP;
  }

  @Override
  public String toString() {
    return Arrays.toString(locals) + " " + stack;
  }
}
