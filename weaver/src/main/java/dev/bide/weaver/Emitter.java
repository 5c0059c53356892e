package dev.bide.weaver;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.StackMapFrameInfo;
import java.lang.classfile.attribute.StackMapFrameInfo.SimpleVerificationTypeInfo;
import java.lang.classfile.attribute.StackMapFrameInfo.UninitializedVerificationTypeInfo;
import java.lang.classfile.attribute.StackMapFrameInfo.VerificationTypeInfo;
import java.lang.classfile.attribute.StackMapTableAttribute;
import java.lang.classfile.constantpool.FieldRefEntry;
import java.lang.classfile.constantpool.InvokeDynamicEntry;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ConstantDescs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Writes the code of a woven body, with its exception table, stack map and line numbers. What
 * differs between {@link StartEmitter the first run} and {@link ResumeEmitter a resumption} is in
 * the subclasses: which nodes are there, where locals are, and how a frame is filled.
 */
abstract class Emitter {
  final CodeBuilder cb;
  final Woven woven;
  final Body body;
  final Block block;

  private final UnaryOperator<InvokeDynamicEntry> dynamic;
  final boolean far;
  private final Map<Mark, Label> labels = new HashMap<>();
  private final Map<Node, Label> newLabels = new HashMap<>();
  private final Map<Await, Label> drops = new HashMap<>();
  private final Set<Mark> targets = new HashSet<>();
  private final List<StackMapFrameInfo> frames = new ArrayList<>();
  private @Nullable StackMapFrameInfo pendingFrame;

  private final Map<Handler, List<Label>> ranges = new HashMap<>();
  private @Nullable FieldRefEntry state;
  private final IdentityHashMap<Layout.Field, FieldRefEntry> fields = new IdentityHashMap<>();
  private List<Handler> covering = List.of();
  private int line;

  /**
   * An emitter for one method.
   *
   * @param dynamic what to put in place of each invokedynamic
   * @param far whether the method is so long that jumps may not reach
   */
  Emitter(CodeBuilder cb, Woven woven, UnaryOperator<InvokeDynamicEntry> dynamic, boolean far) {
    this.cb = cb;
    this.woven = woven;
    this.body = woven.body();
    this.block = woven.block();
    this.dynamic = dynamic;
    this.far = far;
  }

  // ---------------------------------------------------------------- what differs

  /** Whether a node is in this method. */
  abstract boolean has(Node node);

  /** Where a local of the program, or of the weaver, is in this method. */
  abstract int slot(int local);

  /** Where the context is. */
  abstract int cxSlot();

  /** The first slot behind all locals. */
  abstract int freeSlot();

  /** The types of the slots that this method adds, in the frames of the body. */
  abstract void addedTypes(VType[] slots);

  /** Whether an await may be come to; else only its continuation is in this method. */
  abstract boolean reaches(Await await);

  /**
   * Starts what is on the stack, or looks at what was started there, and returns with a filled
   * frame when that waits.
   *
   * @param value where it goes on with the value on the stack, which is what follows
   */
  abstract void suspendUnlessReady(Await await, Label value);

  /** Whether something in this method comes to where an await goes on. */
  abstract boolean comesTo(Await await);

  /** Called where an await goes on, before the code that follows it. */
  abstract void goOn(Await await);

  /** Pushes a spare frame or leaf, or null. */
  abstract void spare(Spare spare);

  /** Called where the block returns, with the value on the stack. */
  abstract void ending(Return end);

  /** Called before the code of each node. */
  abstract void before(Node node);

  /** Called at each position that ways lead to: a mark, or where an await goes on. */
  abstract void joined(Node node);

  // ---------------------------------------------------------------- the walk

  /** Writes the nodes. */
  final void nodes() {
    findTargets();
    for (Node node : body.nodes) {
      node(node);
    }
  }

  private void node(Node node) {
    if (node instanceof Mark mark) {
      mark(mark);
    } else if (!(node instanceof LineMark) && has(node)) {
      if (node instanceof Await await) {
        awaitNode(await);
      } else {
        code(node);
        emit(node);
      }
    }
  }

  private void mark(Mark mark) {
    Label label = label(mark);
    cb.labelBinding(label);
    if (targets.contains(mark) && has(mark)) {
      frame(label, mask(mark), Objects.requireNonNull(mark.in).stack);
      joined(mark);
    }
  }

  /** Writes what comes behind the code. */
  final void tables() {
    cover(List.of());
    for (Handler handler : body.handlers) {
      List<Label> bounds = ranges.getOrDefault(handler, List.of());
      for (int i = 0; i < bounds.size(); i += 2) {
        if (handler.type() == null) {
          cb.exceptionCatchAll(bounds.get(i), bounds.get(i + 1), label(handler.target()));
        } else {
          cb.exceptionCatch(
              bounds.get(i), bounds.get(i + 1), label(handler.target()), handler.type());
        }
      }
    }
    if (!frames.isEmpty()) {
      cb.with(StackMapTableAttribute.of(frames));
    }
  }

  private void findTargets() {
    for (Node node : body.nodes) {
      if (has(node)) {
        addTargets(node);
      }
    }
  }

  private void addTargets(Node node) {
    if (node instanceof Jump j) {
      targets.add(j.target);
    } else if (node instanceof Switch s) {
      targets.add(s.otherwise);
      for (Switch.Case c : s.cases) {
        targets.add(c.target());
      }
    }
    if (node.isCode() && !node.cov.isEmpty()) {
      for (Handler h : node.cov) {
        targets.add(h.target());
      }
    }
  }

  final Label label(Mark mark) {
    return label(labels, mark);
  }

  private Label newLabel(Node node) {
    return label(newLabels, node);
  }

  private <N extends Node> Label label(Map<N, Label> labels, N node) {
    Label label = labels.get(node);
    if (label == null) {
      label = cb.newLabel();
      labels.put(node, label);
    }
    return label;
  }

  /** Prepares for the code of a node. */
  final void code(Node node) {
    if (node.line != line && node.line != 0) {
      cb.lineNumber(node.line);
      line = node.line;
    }
    before(node);
    cover(node.cov);
    flushFrame();
  }

  final int line() {
    return line;
  }

  // ---------------------------------------------------------------- exception table

  /** From here on the code is covered by these handlers. */
  final void cover(List<Handler> cov) {
    if (cov == covering || cov.equals(covering)) {
      return;
    }
    Label here = cb.newBoundLabel();
    for (Handler handler : covering) {
      if (!cov.contains(handler)) {
        Objects.requireNonNull(ranges.get(handler)).add(here);
      }
    }
    for (Handler handler : cov) {
      if (!covering.contains(handler)) {
        ranges.computeIfAbsent(handler, h -> new ArrayList<>()).add(here);
      }
    }
    covering = cov;
  }

  // ---------------------------------------------------------------- the frame's fields

  /** The field that says at which await the frame waits. */
  final FieldRefEntry stateField() {
    FieldRefEntry entry = state;
    if (entry == null) {
      entry = woven.abi().pool.fieldRefEntry(block.frame(), "state", ConstantDescs.CD_int);
      state = entry;
    }
    return entry;
  }

  /** A field of the frame. */
  final FieldRefEntry field(Layout.Field field) {
    FieldRefEntry entry = fields.get(field);
    if (entry == null) {
      entry = woven.abi().pool.fieldRefEntry(block.frame(), field.name(), field.type());
      fields.put(field, entry);
    }
    return entry;
  }

  // ---------------------------------------------------------------- stack map

  /** The types of the locals that are live before a node. */
  final VType[] mask(Node node) {
    VType[] locals = Objects.requireNonNull(node.in).locals.clone();
    BitSet live = woven.liveness().before(node);
    for (int i = 0; i < locals.length; i++) {
      if (!live.get(i)) {
        locals[i] = VType.Simple.TOP;
      }
    }
    return locals;
  }

  /** Says which types are here. */
  final void frame(Label here, VType[] locals, List<VType> stack) {
    VType[] slots = new VType[freeSlot() + 2];
    Arrays.fill(slots, VType.Simple.TOP);
    for (int i = 0; i < locals.length; i++) {
      if (locals[i] != VType.Simple.TOP) {
        slots[slot(i)] = locals[i];
      }
    }
    addedTypes(slots);
    rawFrame(here, slots, stack);
  }

  /** Says which types are here, by slot. */
  final void rawFrame(Label here, VType[] slots, List<VType> stack) {
    int end = slots.length;
    while (end > 0 && slots[end - 1] == VType.Simple.TOP && (end < 2 || !slots[end - 2].wide())) {
      end--;
    }
    pendingFrame = StackMapFrameInfo.of(here, locals(slots, end), operands(stack));
  }

  private List<VerificationTypeInfo> locals(VType[] slots, int end) {
    List<VerificationTypeInfo> locals = new ArrayList<>(end);
    for (int i = 0; i < end; i++) {
      locals.add(info(slots[i]));
      if (slots[i].wide()) {
        i++;
      }
    }
    return locals;
  }

  private List<VerificationTypeInfo> operands(List<VType> stack) {
    if (stack.isEmpty()) {
      return List.of();
    }
    List<VerificationTypeInfo> operands = new ArrayList<>(stack.size());
    for (VType type : stack) {
      operands.add(info(type));
    }
    return operands;
  }

  final void flushFrame() {
    if (pendingFrame != null) {
      frames.add(pendingFrame);
      pendingFrame = null;
    }
  }

  private VerificationTypeInfo info(VType type) {
    if (type instanceof VType.Simple s) {
      return switch (s) {
        case TOP -> SimpleVerificationTypeInfo.TOP;
        case INT -> SimpleVerificationTypeInfo.INTEGER;
        case FLOAT -> SimpleVerificationTypeInfo.FLOAT;
        case LONG -> SimpleVerificationTypeInfo.LONG;
        case DOUBLE -> SimpleVerificationTypeInfo.DOUBLE;
        case NULL -> SimpleVerificationTypeInfo.NULL;
        case UNINITIALIZED_THIS -> SimpleVerificationTypeInfo.UNINITIALIZED_THIS;
      };
    }
    if (type instanceof VType.Ref r) {
      return woven.abi().type(r);
    }
    return UninitializedVerificationTypeInfo.of(newLabel(((VType.Uninitialized) type).site()));
  }

  // ---------------------------------------------------------------- instructions

  // A switch over patterns is an invokedynamic: dear when it is linked, slow until it is compiled.
  @SuppressWarnings("IfChainToSwitch")
  private void emit(Node node) {
    if (node instanceof Ins i) {
      instruction(i);
    } else if (node instanceof Load l) {
      cb.loadLocal(l.kind, l.local == Body.CX ? cxSlot() : slot(l.local));
    } else if (node instanceof Store s) {
      cb.storeLocal(s.kind, slot(s.local));
    } else if (node instanceof Jump j) {
      jump(j);
    } else if (node instanceof Inc i) {
      cb.iinc(slot(i.local), i.constant);
    } else if (node instanceof Spare s) {
      spare(s);
    } else if (node instanceof Return r) {
      returning(r);
    } else if (node instanceof Throw) {
      cb.athrow();
    } else if (node instanceof Switch s) {
      choose(s);
    } else {
      throw new IllegalStateException("no instruction: " + node);
    }
  }

  void instruction(Ins i) {
    if (i.instruction instanceof InvokeDynamicInstruction d) {
      cb.with(InvokeDynamicInstruction.of(dynamic.apply(d.invokedynamic())));
      return;
    }
    if (i.instruction.opcode() == Opcode.NEW) {
      cb.labelBinding(newLabel(i));
    }
    cb.with(i.instruction);
  }

  private void returning(Return r) {
    if (r.unboxed != null) {
      cb.aload(cxSlot());
      cb.invokestatic(Names.CD_WEAVE, "of", Abi.ofType(r.unboxed));
    } else if (r.kind == TypeKind.VOID) {
      cb.aconst_null();
    }
    ending(r);
    cb.areturn();
  }

  private void choose(Switch s) {
    List<SwitchCase> cases = new ArrayList<>();
    for (Switch.Case c : s.cases) {
      cases.add(SwitchCase.of(c.value(), label(c.target())));
    }
    if (s.table) {
      cb.tableswitch(s.low, s.high, label(s.otherwise), cases);
    } else {
      cb.lookupswitch(label(s.otherwise), cases);
    }
  }

  private void jump(Jump j) {
    if (!far) {
      cb.branch(j.opcode, label(j.target));
    } else if (!j.conditional()) {
      cb.goto_w(label(j.target));
    } else {
      Label skip = cb.newLabel();
      cb.branch(j.inverted(), skip);
      cb.goto_w(label(j.target));
      cb.labelBinding(skip);
      // The jump itself changes no local; what is live after it is live before it.
      List<VType> stack = Objects.requireNonNull(j.in).stack;
      frame(skip, mask(j), stack.subList(0, stack.size() - j.operands()));
    }
  }

  private void awaitNode(Await await) {
    List<VType> below = below(await);
    Label go = continuation(await);
    if (reaches(await)) {
      code(await);
      if (await.form == Await.Form.SUPPLIER) {
        cb.invokestatic(Names.CD_WEAVE, "computation", Abi.COMPUTATION);
      }
      if (await.hasResult()) {
        suspendUnlessReady(await, go);
      } else {
        Label drop = valueAt(await);
        cb.dup();
        cb.ifnull(drop);
        suspendUnlessReady(await, drop);
        cb.labelBinding(drop);
        frame(drop, mask(await), with(below, VType.Ref.OBJECT));
        flushFrame();
        cb.pop();
      }
    } else {
      detached(await);
    }
    if (comesTo(await)) {
      cb.labelBinding(go);
      frame(go, mask(await), continuationStack(await));
      joined(await);
      goOn(await);
    }
  }

  /** Goes on at {@code value} unless what is on the stack says that something waits. */
  final void unlessSuspended(Label value) {
    cb.dup();
    cb.instanceOf(woven.abi().suspended());
    cb.ifeq(value);
  }

  /** Pushes what is awaited: null when what was returned says it. */
  final void loadAwaited(Await.Form form) {
    if (form.tells()) {
      cb.aconst_null();
    } else {
      cb.aload(awaitedSlot());
    }
  }

  /** Where an await goes on. */
  final Label continuation(Await await) {
    return newLabel(await);
  }

  /** Where an await, which is come to, goes on with a value on the stack, also if it has none. */
  final Label valueAt(Await await) {
    return await.hasResult() ? continuation(await) : label(drops, await);
  }

  /** The operands under what an await takes. */
  static List<VType> below(Await await) {
    List<VType> stack = Objects.requireNonNull(await.in).stack;
    return stack.subList(0, stack.size() - 1);
  }

  /** The operands with which an await goes on. */
  static List<VType> continuationStack(Await await) {
    return await.hasResult() ? with(below(await), VType.Ref.OBJECT) : below(await);
  }

  /** Where the awaited computation is while it starts. */
  final int awaitedSlot() {
    return freeSlot();
  }

  /** A slot for anything that lasts no longer than a few instructions. */
  final int scratchSlot() {
    return freeSlot() + 1;
  }

  /**
   * A continuation that nothing falls into. Its code belongs to a line, whose table entry would be
   * one more place for a breakpoint; so the entry stands at an instruction that is never reached.
   */
  private void detached(Await await) {
    if (await.line != line && await.line != 0) {
      cover(await.cov);
      flushFrame();
      cb.lineNumber(await.line);
      line = await.line;
      Label never = cb.newBoundLabel();
      frame(never, mask(await), continuationStack(await));
      flushFrame();
      cb.nop();
    }
  }

  static List<VType> with(List<VType> stack, VType top) {
    List<VType> result = new ArrayList<>(stack);
    result.add(top);
    return result;
  }
}
