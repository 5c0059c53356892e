package dev.bide.weaver;

import java.lang.classfile.Instruction;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.ConstantDynamicEntry;
import java.lang.classfile.constantpool.LoadableConstantEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.instruction.ArrayLoadInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.ConvertInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.NewMultiArrayInstruction;
import java.lang.classfile.instruction.NewPrimitiveArrayInstruction;
import java.lang.classfile.instruction.NewReferenceArrayInstruction;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.classfile.instruction.TypeCheckInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the types before each node in one pass: the class file's own stack map says them where ways
 * meet, so that no class hierarchy is needed. Locals that nobody reads any more have no type where
 * ways meet.
 */
final class Typing {
  private static final VType SLOTS = VType.of(Names.CD_SLOTS);
  private static final VType SUSPENDED = VType.of(Names.CD_SUSPENDED);

  private final Body body;
  private final @Nullable Liveness liveness;
  private final Map<Mark, State> jumped = new HashMap<>();

  private Typing(Body body, @Nullable Liveness liveness) {
    this.body = body;
    this.liveness = liveness;
  }

  /**
   * Sets {@link Node#in} of all nodes.
   *
   * @param liveness null to believe the stack map about all locals
   */
  static void run(Body body, @Nullable Liveness liveness) {
    new Typing(body, liveness).run();
  }

  private void run() {
    State state = body.entry.widened(body.locals);
    for (Node node : body.nodes) {
      state = behind(node, state);
    }
  }

  /** Notes the types before a node, and gives those behind it; null where it goes elsewhere. */
  private @Nullable State behind(Node node, @Nullable State falling) {
    State state = node instanceof Mark mark ? at(mark, falling) : falling;
    node.in = state;
    if (state == null) {
      return null;
    }
    if (!node.isCode()) {
      return state;
    }
    State after = state.copy();
    step(node, after);
    if (node instanceof Jump j) {
      jump(j.target, after);
    } else if (node instanceof Switch s) {
      jump(s.otherwise, after);
      for (Switch.Case c : s.cases) {
        jump(c.target(), after);
      }
    }
    return node.fallsThrough() ? after : null;
  }

  private void jump(Mark target, State state) {
    if (target.frame == null) {
      State known = jumped.putIfAbsent(target, state.copy());
      if (known != null) {
        known.meet(state);
      }
    }
  }

  private @Nullable State at(Mark mark, @Nullable State falling) {
    State state;
    if (mark.frame != null) {
      state = mark.frame.widened(body.locals);
    } else if (mark.handlerOfOurs) {
      state = new State(body.locals);
      state.push(VType.Ref.THROWABLE);
    } else {
      State there = jumped.get(mark);
      if (there == null) {
        return falling;
      }
      state = there.copy();
      if (falling != null) {
        state.meet(falling);
      }
    }
    if (liveness != null) {
      mask(state, mark, liveness.before(mark));
    }
    return state;
  }

  private void mask(State state, Mark mark, BitSet live) {
    for (int i = 0; i < state.locals.length; i++) {
      if (!live.get(i)) {
        if (state.locals[i] != VType.Simple.TOP) {
          state.locals[i] = VType.Simple.TOP;
        }
      } else if (state.locals[i] == VType.Simple.TOP) {
        state.locals[i] = missing(mark, i);
      }
    }
  }

  /** The type of a live local that a stack map does not know: one of ours, or seen further out. */
  private VType missing(Mark mark, int local) {
    VType added = body.addedType(local);
    if (added != null) {
      return added;
    }
    for (Mark like : mark.like) {
      if (like.frame != null && like.frame.locals[local] != VType.Simple.TOP) {
        return like.frame.locals[local];
      }
      if (like.handlerOfOurs) {
        VType type = missing(like, local);
        if (type != VType.Simple.TOP) {
          return type;
        }
      }
    }
    return VType.Simple.TOP;
  }

  /** Applies a node to the types. */
  static void step(Node node, State s) {
    if (node instanceof Ins i) {
      step(i, i.instruction, s);
    } else if (node instanceof Load l) {
      s.push(l.local == Body.CX ? SLOTS : s.locals[l.local]);
    } else if (node instanceof Store st) {
      s.set(st.local, s.pop());
    } else if (node instanceof Jump j) {
      s.pop(j.operands());
    } else if (node instanceof Await a) {
      s.pop();
      if (a.hasResult()) {
        s.push(VType.Ref.OBJECT);
      }
    } else if (node instanceof Spare) {
      s.push(SUSPENDED);
    } else if (node instanceof Switch || node instanceof Throw) {
      s.pop();
    } else if (node instanceof Return) {
      s.stack.clear();
    } // marks and increments change nothing
  }

  // By kind, see Lift.instruction.
  private static void step(Ins node, Instruction instruction, State s) {
    switch (instruction.opcode().kind()) {
      case INVOKE -> invoke((InvokeInstruction) instruction, s);
      case FIELD_ACCESS -> field((FieldInstruction) instruction, s);
      case CONSTANT -> s.push(constant((ConstantInstruction) instruction));
      case TYPE_CHECK -> checkType((TypeCheckInstruction) instruction, s);
      case STACK -> shuffle(instruction.opcode(), s.stack);
      case OPERATOR -> operator((OperatorInstruction) instruction, s);
      case INVOKE_DYNAMIC -> call(((InvokeDynamicInstruction) instruction).typeSymbol(), s);
      case NEW_OBJECT -> s.push(new VType.Uninitialized(node));
      case CONVERT -> {
        s.pop();
        s.push(VType.of(((ConvertInstruction) instruction).toType()));
      }
      case ARRAY_LOAD -> loadElement((ArrayLoadInstruction) instruction, s);
      case ARRAY_STORE -> s.pop(3);
      case MONITOR -> s.pop();
      case NEW_MULTI_ARRAY -> {
        NewMultiArrayInstruction m = (NewMultiArrayInstruction) instruction;
        s.pop(m.dimensions());
        s.push(ofClass(m.arrayType()));
      }
      case NEW_PRIMITIVE_ARRAY -> {
        s.pop();
        TypeKind element = ((NewPrimitiveArrayInstruction) instruction).typeKind();
        s.push(VType.of(element.upperBound().arrayType()));
      }
      case NEW_REF_ARRAY -> {
        s.pop();
        ClassEntry element = ((NewReferenceArrayInstruction) instruction).componentType();
        s.push(VType.of(element.asSymbol().arrayType()));
      }
      case NOP -> {}
      default -> throw new IllegalStateException("unexpected instruction: " + instruction);
    }
  }

  private static void checkType(TypeCheckInstruction t, State s) {
    s.pop();
    s.push(t.opcode() == Opcode.CHECKCAST ? ofClass(t.type()) : VType.Simple.INT);
  }

  private static void loadElement(ArrayLoadInstruction a, State s) {
    s.pop();
    VType array = s.pop();
    s.push(a.typeKind() == TypeKind.REFERENCE ? component(array) : VType.of(a.typeKind()));
  }

  private static void field(FieldInstruction f, State s) {
    switch (f.opcode()) {
      case GETSTATIC -> s.push(VType.of(f.type().stringValue()));
      case PUTSTATIC -> s.pop();
      case GETFIELD -> {
        s.pop();
        s.push(VType.of(f.type().stringValue()));
      }
      default -> s.pop(2);
    }
  }

  private static VType ofClass(ClassEntry entry) {
    return VType.Ref.ofInternalName(entry.asInternalName());
  }

  private static VType component(VType array) {
    return array instanceof VType.Ref(String d) && d.startsWith("[")
        ? VType.of(d.substring(1))
        : VType.Simple.NULL;
  }

  private static VType constant(ConstantInstruction c) {
    if (c instanceof ConstantInstruction.LoadConstantInstruction l) {
      LoadableConstantEntry entry = l.constantEntry();
      return switch (entry.tag()) {
        case PoolEntry.TAG_CLASS -> VType.of(ConstantDescs.CD_Class);
        case PoolEntry.TAG_STRING -> VType.of(ConstantDescs.CD_String);
        case PoolEntry.TAG_METHOD_HANDLE -> VType.of(ConstantDescs.CD_MethodHandle);
        case PoolEntry.TAG_METHOD_TYPE -> VType.of(ConstantDescs.CD_MethodType);
        case PoolEntry.TAG_DYNAMIC -> VType.of(((ConstantDynamicEntry) entry).type().stringValue());
        default -> VType.of(entry.typeKind());
      };
    }
    return c.opcode() == Opcode.ACONST_NULL ? VType.Simple.NULL : VType.of(c.typeKind());
  }

  private static void call(MethodTypeDesc type, State s) {
    s.pop(type.parameterCount());
    result(type.returnType(), s);
  }

  private static void result(ClassDesc type, State s) {
    if (!type.equals(ConstantDescs.CD_void)) {
      s.push(VType.of(type));
    }
  }

  private static void invoke(InvokeInstruction i, State s) {
    MethodTypeDesc type = i.typeSymbol();
    s.pop(type.parameterCount());
    if (i.opcode() != Opcode.INVOKESTATIC) {
      VType receiver = s.pop();
      if (receiver instanceof VType.Uninitialized u && i.name().equalsString("<init>")) {
        s.initialize(u, ofClass(i.owner()));
      }
    }
    result(type.returnType(), s);
  }

  private static void operator(OperatorInstruction o, State s) {
    switch (o.opcode()) {
      case ARRAYLENGTH -> {
        s.pop();
        s.push(VType.Simple.INT);
      }
      case INEG, LNEG, FNEG, DNEG -> {}
      case LCMP, FCMPL, FCMPG, DCMPL, DCMPG -> {
        s.pop(2);
        s.push(VType.Simple.INT);
      }
      default -> {
        s.pop(2);
        s.push(VType.of(o.typeKind()));
      }
    }
  }

  /** Applies one of the instructions that only move operands. */
  static <V> void shuffle(Opcode opcode, List<V> stack, java.util.function.Predicate<V> wide) {
    switch (opcode) {
      case POP -> stack.removeLast();
      case POP2 -> {
        if (!wide.test(stack.removeLast())) {
          stack.removeLast();
        }
      }
      case DUP -> stack.add(stack.getLast());
      case DUP_X1 -> insert(stack, 1, 1);
      case DUP_X2 -> insert(stack, 1, wide.test(stack.get(stack.size() - 2)) ? 1 : 2);
      case DUP2 -> insert(stack, wide.test(stack.getLast()) ? 1 : 2, 0);
      case DUP2_X1 -> insert(stack, wide.test(stack.getLast()) ? 1 : 2, 1);
      case DUP2_X2 -> {
        int moved = wide.test(stack.getLast()) ? 1 : 2;
        insert(stack, moved, wide.test(stack.get(stack.size() - 1 - moved)) ? 1 : 2);
      }
      case SWAP -> {
        V top = stack.removeLast();
        stack.add(stack.size() - 1, top);
      }
      default -> throw new IllegalStateException("unexpected instruction: " + opcode);
    }
  }

  private static void shuffle(Opcode opcode, List<VType> stack) {
    shuffle(opcode, stack, VType::wide);
  }

  /** Copies the top operands below some others. */
  private static <V> void insert(List<V> stack, int count, int below) {
    int size = stack.size();
    List<V> top = List.copyOf(stack.subList(size - count, size));
    stack.addAll(size - count - below, top);
  }
}
