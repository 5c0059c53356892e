package dev.bide.weaver;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.constantpool.InvokeDynamicEntry;
import java.lang.classfile.instruction.LocalVariable;
import java.lang.classfile.instruction.LocalVariableType;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Writes the method that goes on with a block after it has waited: what can run after its awaits,
 * and in front of that, for each await, the way from the frame back into it.
 */
final class ResumeEmitter extends Emitter {
  private static final ClassDesc ILLEGAL_STATE = ClassDesc.of("java.lang.IllegalStateException");
  private static final int PARAMETERS = 4;

  private final int receiver;
  private final BitSet reached;

  /** For each await the locals whose fields have their values anyway. */
  private final Map<Await, BitSet> unchanged;

  /** The fields that may have been filled when a running block comes to an await or its end. */
  private final Map<Node, BitSet> filled = new HashMap<>();

  private final BitSet available = new BitSet();
  private final Map<Body.Variable, Label> open = new LinkedHashMap<>();
  private final List<Runnable> ranges = new ArrayList<>();

  ResumeEmitter(
      CodeBuilder cb, Woven woven, UnaryOperator<InvokeDynamicEntry> dynamic, boolean far) {
    super(cb, woven, dynamic, far);
    this.receiver = block.instance() ? 1 : 0;
    this.reached = reached();
    this.unchanged = Unchanged.find(woven, reached);
  }

  private BitSet reached() {
    BitSet result = new BitSet();
    List<Node> ends = new ArrayList<>(body.sites);
    for (Node node : body.nodes) {
      if (block.direct() && node instanceof Return) {
        ends.add(node);
      }
    }
    for (Await await : body.sites) {
      if (await.in != null) {
        BitSet after = woven.flow().after(await.index);
        result.or(after);
        BitSet fields = numbers(woven.layout().at(await));
        for (Node other : ends) {
          if (after.get(other.index)) {
            filled.computeIfAbsent(other, o -> new BitSet()).or(fields);
          }
        }
      }
    }
    return result;
  }

  void write() {
    dispatch();
    nodes();
    tables();
    for (Body.Variable v : List.copyOf(open.keySet())) {
      close(v);
    }
    ranges.forEach(Runnable::run);
  }

  // ---------------------------------------------------------------- the way back in

  private int frameSlot() {
    return receiver;
  }

  private int inSlot() {
    return receiver + 2;
  }

  private int failureSlot() {
    return receiver + 3;
  }

  private void dispatch() {
    Map<Await, Label> ways = new LinkedHashMap<>();
    for (Await await : body.sites) {
      ways.put(await, cb.newLabel());
    }
    if (ways.size() > 1) {
      Label none = cb.newLabel();
      List<SwitchCase> cases = new ArrayList<>();
      ways.forEach((await, way) -> cases.add(SwitchCase.of(await.site, way)));
      cb.aload(frameSlot());
      cb.getfield(block.frame(), "state", ConstantDescs.CD_int);
      cb.tableswitch(1, ways.size(), none, cases);
      cb.labelBinding(none);
      entryFrame(none);
      cb.new_(ILLEGAL_STATE);
      cb.dup();
      cb.invokespecial(ILLEGAL_STATE, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void);
      cb.athrow();
    }
    Label rethrow = cb.newLabel();
    boolean rethrows = false;
    for (Await await : body.sites) {
      if (ways.size() > 1) {
        cb.labelBinding(Objects.requireNonNull(ways.get(await)));
        entryFrame(ways.get(await));
      }
      rethrows |= !throwsHere(await);
      wayBack(await, rethrow);
    }
    if (rethrows) {
      cb.labelBinding(rethrow);
      entryFrame(rethrow);
      cb.aload(failureSlot());
      cb.athrow();
    }
  }

  private void entryFrame(Label here) {
    VType[] slots = entrySlots();
    rawFrame(here, slots, List.of());
    flushFrame();
  }

  private VType[] entrySlots() {
    VType[] slots = new VType[freeSlot() + 2];
    Arrays.fill(slots, VType.Simple.TOP);
    addedTypes(slots);
    slots[inSlot()] = VType.Ref.OBJECT;
    slots[failureSlot()] = VType.Ref.THROWABLE;
    return slots;
  }

  private void wayBack(Await await, Label rethrow) {
    Layout.Site site = woven.layout().at(await);
    if (!throwsHere(await)) {
      cb.aload(failureSlot());
      cb.ifnonnull(rethrow);
    }
    for (Layout.Kept kept : site.locals()) {
      restore(kept);
      cb.storeLocal(kept.type().kind(), slot(kept.local()));
    }
    if (throwsHere(await)) {
      Label value = cb.newLabel();
      cb.aload(failureSlot());
      cb.ifnull(value);
      cover(await.cov);
      cb.aload(failureSlot());
      cb.athrow();
      cover(List.of());
      cb.labelBinding(value);
      VType[] slots = entrySlots();
      for (Layout.Kept kept : site.locals()) {
        slots[slot(kept.local())] = kept.type();
      }
      rawFrame(value, slots, List.of());
      flushFrame();
    }
    for (Layout.Kept kept : site.operands()) {
      restore(kept);
    }
    if (await.hasResult()) {
      cb.aload(inSlot());
    }
    if (far) {
      cb.goto_w(continuation(await));
    } else {
      cb.goto_(continuation(await));
    }
  }

  /** Whether a failure is thrown at the await: where handlers cover it, or all else is too far. */
  private boolean throwsHere(Await await) {
    return far || !await.cov.isEmpty();
  }

  private void restore(Layout.Kept kept) {
    Layout.Field field = kept.field();
    if (field == null) {
      cb.aconst_null();
    } else {
      cb.aload(frameSlot());
      cb.getfield(block.frame(), field.name(), field.type());
    }
  }

  // ---------------------------------------------------------------- what differs

  @Override
  boolean has(Node node) {
    return node.in != null && (node instanceof Await || reached.get(node.index));
  }

  @Override
  boolean reaches(Await await) {
    return reached.get(await.index);
  }

  @Override
  int slot(int local) {
    return receiver == 1 && local == 0 ? 0 : local + PARAMETERS;
  }

  @Override
  int cxSlot() {
    return receiver + 1;
  }

  @Override
  int freeSlot() {
    return body.locals + PARAMETERS;
  }

  @Override
  void addedTypes(VType[] slots) {
    if (receiver == 1) {
      slots[0] = VType.of(block.owner());
    }
    slots[frameSlot()] = VType.of(block.frame());
    slots[cxSlot()] = VType.of(Names.CD_SLOTS);
  }

  @Override
  void save(Await await) {
    Layout.Site site = woven.layout().at(await);
    BitSet same = Objects.requireNonNull(unchanged.get(await));
    new FrameFill(this, frameSlot())
        .fill(await, stale(await, numbers(site)), k -> !same.get(k.local()));
  }

  /** The fields that an await fills, by their places in the layout. */
  private BitSet numbers(Layout.Site site) {
    BitSet result = new BitSet();
    Set<Layout.Field> fields = site.fields();
    List<Layout.Field> all = woven.layout().fields;
    for (int i = 0; i < all.size(); i++) {
      if (fields.contains(all.get(i))) {
        result.set(i);
      }
    }
    return result;
  }

  /** The reference fields that an earlier await may have filled and a node does not need. */
  private List<Layout.Field> stale(Node node, BitSet needed) {
    BitSet stale = (BitSet) filled.getOrDefault(node, new BitSet()).clone();
    stale.andNot(needed);
    return stale.stream()
        .mapToObj(woven.layout().fields::get)
        .filter(f -> !f.type().isPrimitive())
        .toList();
  }

  @Override
  void spare(Spare spare) {
    String field = woven.layout().spare(spare.callee);
    if (field == null) {
      throw new IllegalStateException("no spare for " + spare.callee);
    }
    cb.aload(frameSlot());
    cb.getfield(block.frame(), field, Names.CD_SUSPENDED);
  }

  /** A frame that may be used again keeps nothing that it no longer needs, and says so. */
  @Override
  void ending(Return end) {
    if (block.direct()) {
      for (Layout.Field field : stale(end, new BitSet())) {
        cb.aload(frameSlot());
        cb.aconst_null();
        cb.putfield(block.frame(), field.name(), field.type());
      }
      cb.aload(frameSlot());
      cb.iconst_0();
      cb.putfield(block.frame(), "state", ConstantDescs.CD_int);
    }
  }

  // ---------------------------------------------------------------- variables

  // A debugger is shown a variable only where this method has put it into its slot.

  @Override
  void joined(Node node) {
    available.clear();
    available.or(woven.liveness().before(node));
    if (receiver == 1) {
      available.set(0);
    }
  }

  @Override
  void before(Node node) {
    for (Body.Variable v : variables()) {
      boolean seen =
          available.get(v.local()) && v.start().index <= node.index && node.index < v.end().index;
      if (seen && !open.containsKey(v)) {
        open.put(v, cb.newBoundLabel());
      } else if (!seen && open.containsKey(v)) {
        close(v);
      }
    }
    if (node instanceof Store s) {
      available.set(s.local);
    }
  }

  private List<Body.Variable> variables() {
    List<Body.Variable> all = new ArrayList<>(body.variables);
    all.addAll(body.genericVariables);
    return all;
  }

  private void close(Body.Variable v) {
    Label from = Objects.requireNonNull(open.remove(v));
    Label to = cb.newBoundLabel();
    ranges.add(() ->
        cb.with(
            body.genericVariables.contains(v)
                ? LocalVariableType.of(slot(v.local()), v.name(), v.type(), from, to)
                : LocalVariable.of(slot(v.local()), v.name(), v.type(), from, to)));
  }
}
