package dev.bide.weaver;

import java.lang.classfile.Attributes;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.attribute.RuntimeInvisibleTypeAnnotationsAttribute;
import java.lang.classfile.attribute.RuntimeVisibleTypeAnnotationsAttribute;
import java.lang.classfile.attribute.StackMapFrameInfo;
import java.lang.classfile.attribute.StackMapFrameInfo.ObjectVerificationTypeInfo;
import java.lang.classfile.attribute.StackMapFrameInfo.SimpleVerificationTypeInfo;
import java.lang.classfile.attribute.StackMapFrameInfo.UninitializedVerificationTypeInfo;
import java.lang.classfile.attribute.StackMapFrameInfo.VerificationTypeInfo;
import java.lang.classfile.attribute.StackMapTableAttribute;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.classfile.instruction.IncrementInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LineNumber;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.LocalVariable;
import java.lang.classfile.instruction.LocalVariableType;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.classfile.instruction.TypeCheckInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the code of a method into a {@link Body}. */
final class Lift {
  private static final Map<String, TypeKind> BOXES =
      Map.of(
          "java/lang/Boolean", TypeKind.BOOLEAN,
          "java/lang/Byte", TypeKind.BYTE,
          "java/lang/Short", TypeKind.SHORT,
          "java/lang/Character", TypeKind.CHAR,
          "java/lang/Integer", TypeKind.INT,
          "java/lang/Long", TypeKind.LONG,
          "java/lang/Float", TypeKind.FLOAT,
          "java/lang/Double", TypeKind.DOUBLE);

  private final CodeModel code;
  private final List<CodeElement> elements;
  private final Map<Label, Mark> marks = new LinkedHashMap<>();
  private final Body body;
  private final List<ExceptionCatch> catches = new ArrayList<>();
  private int line;

  /** The primitive that the method returns, null when it returns none. */
  private final @Nullable TypeKind result;

  private Lift(MethodModel method, List<CodeElement> elements) {
    this.code = method.code().orElseThrow();
    this.elements = elements;
    TypeKind type = TypeKind.from(method.methodTypeSymbol().returnType());
    this.result = type == TypeKind.REFERENCE || type == TypeKind.VOID ? null : type;
    int locals = ((CodeAttribute) code).maxLocals();
    this.body = new Body(locals, entry(method, locals));
  }

  /**
   * Reads a method that has code.
   *
   * @param elements its code
   */
  static Body read(MethodModel method, List<CodeElement> elements) {
    return new Lift(method, elements).read();
  }

  /** The primitive that a class boxes, null when it boxes none. */
  static @Nullable TypeKind boxed(String internalName) {
    return BOXES.get(internalName);
  }

  private static State entry(MethodModel method, int locals) {
    State state = new State(locals);
    MethodTypeDesc type = method.methodTypeSymbol();
    int local = 0;
    if (!method.flags().has(AccessFlag.STATIC)) {
      String owner = method.parent().orElseThrow().thisClass().asInternalName();
      state.set(local++, VType.Ref.ofInternalName(owner));
    }
    for (ClassDesc parameter : type.parameterList()) {
      VType t = VType.of(parameter);
      state.set(local, t);
      local += t.wide() ? 2 : 1;
    }
    return state;
  }

  private Mark mark(Label label) {
    Mark mark = marks.get(label);
    if (mark == null) {
      mark = new Mark();
      marks.put(label, mark);
    }
    return mark;
  }

  private Body read() {
    StackMapTableAttribute stackMap = code.findAttribute(Attributes.stackMapTable()).orElse(null);
    List<StackMapFrameInfo> frames = stackMap == null ? List.of() : stackMap.entries();
    for (CodeElement element : elements) {
      read(element);
    }
    body.number();
    Map<Integer, Node> newSites = new HashMap<>();
    for (StackMapFrameInfo frame : frames) {
      mark(frame.target()).frame = state(frame, newSites);
    }
    for (ExceptionCatch c : catches) {
      cover(c);
    }
    returnAtOnce();
    holdUnboxed();
    unboxReturns();
    body.number();
    return body;
  }

  @SuppressWarnings("IfChainToSwitch") // see Emitter.emit
  private void read(CodeElement element) {
    if (element instanceof Instruction i) {
      add(instruction(i));
    } else if (element instanceof LabelTarget t) {
      add(mark(t.label()));
    } else if (element instanceof LineNumber n) {
      line = n.line();
      add(new LineMark(line));
    } else if (element instanceof ExceptionCatch c) {
      catches.add(c);
    } else {
      note(element);
    }
  }

  private void add(Node node) {
    node.line = line;
    body.nodes.add(node);
  }

  /** Keeps what tables say of the code. */
  private void note(CodeElement element) {
    if (element instanceof LocalVariable v) {
      body.variables.add(
          new Body.Variable(
              v.slot(), v.name(), v.type(), mark(v.startScope()), mark(v.endScope())));
    } else if (element instanceof LocalVariableType v) {
      body.genericVariables.add(
          new Body.Variable(
              v.slot(), v.name(), v.signature(), mark(v.startScope()), mark(v.endScope())));
    } else if (element instanceof RuntimeVisibleTypeAnnotationsAttribute
        || element instanceof RuntimeInvisibleTypeAnnotationsAttribute) {
      body.annotations.add(element);
    }
  }

  // By kind, since each question whether it is of an interface costs more than the whole switch.
  private Node instruction(Instruction i) {
    return switch (i.opcode().kind()) {
      case LOAD -> load((LoadInstruction) i);
      case STORE -> store((StoreInstruction) i);
      case INCREMENT -> increment((IncrementInstruction) i);
      case BRANCH -> new Jump(i.opcode(), mark(((BranchInstruction) i).target()));
      case RETURN -> new Return(((ReturnInstruction) i).typeKind(), result);
      case THROW_EXCEPTION -> new Throw();
      case TABLE_SWITCH -> table((TableSwitchInstruction) i);
      case LOOKUP_SWITCH -> lookup((LookupSwitchInstruction) i);
      case DISCONTINUED_JSR, DISCONTINUED_RET ->
          throw new Refusal("jsr", "jsr and ret are not supported: compile for Java 7 or newer", 0);
      default -> new Ins(i);
    };
  }

  private static Node load(LoadInstruction l) {
    return new Load(l.typeKind(), l.slot());
  }

  private static Node store(StoreInstruction s) {
    return new Store(s.typeKind(), s.slot());
  }

  private static Node increment(IncrementInstruction i) {
    return new Inc(i.slot(), i.constant());
  }

  private Node table(TableSwitchInstruction s) {
    return new Switch(true, s.lowValue(), s.highValue(), mark(s.defaultTarget()), cases(s.cases()));
  }

  private Node lookup(LookupSwitchInstruction s) {
    return new Switch(false, 0, 0, mark(s.defaultTarget()), cases(s.cases()));
  }

  private List<Switch.Case> cases(List<SwitchCase> cases) {
    List<Switch.Case> result = new ArrayList<>();
    for (SwitchCase c : cases) {
      result.add(new Switch.Case(c.caseValue(), mark(c.target())));
    }
    return result;
  }

  /** Adds a handler to what covers some nodes, which share a list where they shared one before. */
  private void cover(ExceptionCatch c) {
    Handler handler = new Handler(mark(c.handler()), c.catchType().orElse(null));
    body.handlers.add(handler);
    int from = mark(c.tryStart()).index;
    int to = mark(c.tryEnd()).index;
    IdentityHashMap<List<Handler>, List<Handler>> longer = new IdentityHashMap<>();
    for (Node node : body.nodes.subList(from, to)) {
      node.cov = longer.computeIfAbsent(node.cov, cov -> with(cov, handler));
    }
  }

  private static List<Handler> with(List<Handler> cov, Handler handler) {
    List<Handler> longer = new ArrayList<>(cov);
    longer.add(handler);
    return longer;
  }

  private State state(StackMapFrameInfo frame, Map<Integer, Node> newSites) {
    State state = new State(body.locals);
    int local = 0;
    for (VerificationTypeInfo info : frame.locals()) {
      VType type = type(info, newSites);
      if (type != VType.Simple.TOP) {
        state.set(local, type);
      }
      local += type.wide() ? 2 : 1;
    }
    for (VerificationTypeInfo info : frame.stack()) {
      state.push(type(info, newSites));
    }
    return state;
  }

  private VType type(VerificationTypeInfo info, Map<Integer, Node> newSites) {
    if (info instanceof SimpleVerificationTypeInfo s) {
      return switch (s) {
        case TOP -> VType.Simple.TOP;
        case INTEGER -> VType.Simple.INT;
        case FLOAT -> VType.Simple.FLOAT;
        case LONG -> VType.Simple.LONG;
        case DOUBLE -> VType.Simple.DOUBLE;
        case NULL -> VType.Simple.NULL;
        case UNINITIALIZED_THIS -> VType.Simple.UNINITIALIZED_THIS;
      };
    }
    if (info instanceof ObjectVerificationTypeInfo o) {
      return VType.Ref.ofInternalName(o.className().asInternalName());
    }
    int at = mark(((UninitializedVerificationTypeInfo) info).newTarget()).index;
    Node site = newSites.computeIfAbsent(at, body::codeFrom);
    return new VType.Uninitialized(Objects.requireNonNull(site));
  }

  /**
   * Puts the return that the arms of a {@code switch} and of a conditional lead to into those arms
   * whose value is boxed for it, or was awaited: so it travels as it is.
   */
  private void returnAtOnce() {
    List<Jump> toReturn = new ArrayList<>();
    do {
      toReturn.clear();
      for (Node node : body.nodes) {
        if (node instanceof Jump jump
            && !jump.conditional()
            && body.codeFrom(jump.target.index) instanceof Return r
            && r.kind == TypeKind.REFERENCE
            && mayBeUnboxed(jump.index)) {
          toReturn.add(jump);
        }
      }
      for (Jump jump : toReturn) {
        Return r = (Return) Objects.requireNonNull(body.codeFrom(jump.target.index));
        body.nodes.set(jump.index, jump.give(new Return(r.kind, r.unboxed)));
      }
      forgetWaysTo(toReturn); // then there may be more
    } while (!toReturn.isEmpty());
  }

  /** Notes where nothing leads any more but what stands in front of it. */
  private void forgetWaysTo(List<Jump> gone) {
    if (gone.isEmpty()) {
      return;
    }
    Set<Mark> targets = new HashSet<>();
    for (Node node : body.nodes) {
      if (node instanceof Jump j) {
        targets.add(j.target);
      } else if (node instanceof Switch s) {
        targets.add(s.otherwise);
        s.cases.forEach(c -> targets.add(c.target()));
      }
    }
    for (Handler handler : body.handlers) {
      targets.add(handler.target());
    }
    for (Jump jump : gone) {
      if (!targets.contains(jump.target)) {
        jump.target.frame = null;
      }
    }
    body.number();
  }

  /** Whether what is in front of a node has a value boxed or awaits one. */
  private boolean mayBeUnboxed(int index) {
    int before = codeBefore(index);
    if (before >= 0
        && body.nodes.get(before) instanceof Ins i
        && i.instruction instanceof TypeCheckInstruction cast
        && cast.opcode() == Opcode.CHECKCAST) {
      before = codeBefore(before);
    }
    return before >= 0
        && body.nodes.get(before) instanceof Ins i
        && (boxing(i) != null
            || i.instruction instanceof InvokeInstruction call
                && call.name().equalsString("await"));
  }

  /** What runs before a node when nothing else leads there; negative for none. */
  private int codeBefore(int index) {
    int before = index - 1;
    while (before >= 0 && isPassed(body.nodes.get(before))) {
      before--;
    }
    return before;
  }

  /**
   * Leaves a value unboxed that is boxed to be returned, but behind a {@code finally}: it waits in
   * a local for that.
   */
  private void holdUnboxed() {
    List<Store> boxed = new ArrayList<>();
    for (Node node : body.nodes) {
      if (node instanceof Store store
          && store.kind == TypeKind.REFERENCE
          && boxedBefore(store) != null) {
        boxed.add(store);
      }
    }
    if (boxed.isEmpty()) {
      return;
    }
    body.number();
    Flow flow = Flow.of(body);
    Map<Node, Node> replaced = new HashMap<>();
    Set<Node> dropped = new HashSet<>();
    for (Store store : boxed) {
      if (flow.reachable(store.index)) {
        holdUnboxed(store, flow, replaced, dropped);
      }
    }
    if (!replaced.isEmpty()) {
      body.nodes.removeAll(dropped);
      body.nodes.replaceAll(n -> replaced.getOrDefault(n, n));
    }
  }

  /** The primitive that is boxed to be stored; null when something else is stored. */
  private @Nullable TypeKind boxedBefore(Store store) {
    int box = codeBefore(store.index);
    return box < 0 ? null : boxing(body.nodes.get(box));
  }

  private void holdUnboxed(Store store, Flow flow, Map<Node, Node> replaced, Set<Node> dropped) {
    List<Load> loads = HeldReturn.of(body, flow, store);
    if (loads == null) {
      return;
    }
    TypeKind primitive = Objects.requireNonNull(boxedBefore(store));
    int local = body.addLocal(VType.of(primitive.upperBound()));
    dropped.add(body.nodes.get(codeBefore(store.index)));
    replaced.put(store, store.give(body.store(local)));
    for (Load load : loads) {
      Return r = Objects.requireNonNull(HeldReturn.returned(body, load));
      replaced.put(load, load.give(body.load(local)));
      replaced.put(r, r.give(new Return(r.kind, primitive)));
    }
  }

  /** Joins the boxing of a value with the return that follows: such a value travels unboxed. */
  private void unboxReturns() {
    List<Node> result = new ArrayList<>();
    for (int i = 0; i < body.nodes.size(); i++) {
      Node node = body.nodes.get(i);
      result.add(
          node instanceof Return r && r.kind == TypeKind.REFERENCE ? unboxed(r, result) : node);
    }
    body.nodes = result;
  }

  /** A return in place of one behind these nodes, and of what boxes its value there. */
  private static Node unboxed(Return r, List<Node> nodes) {
    int before = nodes.size() - 1;
    while (before >= 0 && isPassed(nodes.get(before))) {
      before--;
    }
    TypeKind primitive = before < 0 ? null : boxing(nodes.get(before));
    if (primitive == null) {
      return r;
    }
    Node box = nodes.remove(before);
    Node place = before == nodes.size() ? box : r;
    return place.give(new Return(TypeKind.REFERENCE, primitive));
  }

  /**
   * Whether a node is a position that what stands in front of it runs past, and to which nothing
   * leads: where something leads, the class file has a stack map.
   */
  static boolean isPassed(Node node) {
    return node instanceof LineMark
        || node instanceof Mark mark && mark.frame == null && !mark.handlerOfOurs;
  }

  /** The primitive that a node boxes, null when it does something else. */
  private static @Nullable TypeKind boxing(Node node) {
    if (!(node instanceof Ins i
        && i.instruction instanceof InvokeInstruction call
        && call.name().equalsString("valueOf"))) {
      return null;
    }
    String owner = call.owner().asInternalName();
    TypeKind primitive = boxed(owner);
    return primitive != null
            && call.type().equalsString("(" + descriptor(primitive) + ")L" + owner + ";")
        ? primitive
        : null;
  }

  /** The descriptor of a primitive. */
  static String descriptor(TypeKind primitive) {
    return primitive.upperBound().descriptorString();
  }

  /** The method that unboxes. */
  static String unboxing(TypeKind primitive) {
    return primitive.upperBound().displayName() + "Value";
  }
}
