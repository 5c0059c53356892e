package dev.bide.weaver;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Label;
import java.lang.classfile.constantpool.InvokeDynamicEntry;
import java.lang.classfile.instruction.LocalVariable;
import java.lang.classfile.instruction.LocalVariableType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Writes the method that goes on with a block after it has waited: what can run after its awaits,
 * and in front of that, for each await, the way from the frame back into it.
 */
final class ResumeEmitter extends Emitter {
  private static final int PARAMETERS = 4;

  /** So many awaits share an exit: all of them would have one that the JIT comes to last. */
  private static final int SHARED = 16;

  private final int receiver;
  private final Part part;

  /** Whether it counts back edges. */
  private final boolean counts;

  private final BitSet reached;

  private final Stored stored;

  /** The awaits that leave this part and are come to only where the one before them has waited. */
  private final Set<Await> nexts = new HashSet<>();

  /** The exits that have been written, by the awaits that share them. */
  private final Map<Await, Label> shared = new HashMap<>();

  private final BitSet available = new BitSet();

  private final List<Body.Variable> variables;
  private final Map<Body.Variable, Label> open = new LinkedHashMap<>();
  private final List<CodeElement> ranges = new ArrayList<>();

  ResumeEmitter(
      CodeBuilder cb,
      Woven woven,
      Part part,
      Stored stored,
      UnaryOperator<InvokeDynamicEntry> dynamic,
      boolean far) {
    super(cb, woven, dynamic, far);
    this.receiver = block.instance() ? 1 : 0;
    this.part = part;
    this.reached = part.nodes();
    this.stored = stored;
    this.counts = counts();
    this.variables = new ArrayList<>(body.variables);
    variables.addAll(body.genericVariables);
  }

  private void findNexts() {
    Set<Await> others = new HashSet<>();
    for (Await from : part.sites()) {
      BitSet reached = woven.flow().between(List.of(from), body);
      for (Await to : body.sites) {
        if (reached.get(to.index)) {
          boolean next = to.site == from.site + 1 && from.leavesPart() && to.leavesPart();
          (next ? nexts : others).add(to);
        }
      }
    }
    nexts.removeAll(others);
  }

  void write() {
    if (woven.parted()) {
      findNexts();
    }
    if (body.countdown >= 0) {
      if (woven.parted() && counts) {
        cb.aload(cxSlot());
        cb.getfield(Names.CD_SLOTS, "backEdges", CD_int);
      } else {
        cb.loadConstant(Rewrite.BACK_EDGES);
      }
      cb.istore(slot(body.countdown));
    }
    new WayIn(this, part.sites()).write();
    exits();
    nodes();
    tables();
    for (Body.Variable v : List.copyOf(open.keySet())) {
      close(v);
    }
    for (CodeElement range : ranges) {
      cb.with(range);
    }
  }

  int frameSlot() {
    return receiver;
  }

  int inSlot() {
    return receiver + 2;
  }

  int failureSlot() {
    return receiver + 3;
  }

  private boolean counts() {
    for (Node node : body.nodes) {
      if (node instanceof Inc i && i.local == body.countdown && reached.get(node.index)) {
        return true;
      }
    }
    return false;
  }

  // ---------------------------------------------------------------- the way out

  /**
   * What an await does where it waits again, but for the frame's state: awaits that do the same
   * share its code.
   *
   * @param changed the locals to store
   * @param stale the fields to clear
   * @param form what it takes, those that start it being one
   * @param spare the field for what it leaves; null for none
   * @param next whether the frame has stood at the await before it, so that its state is one more
   */
  private record Exit(
      List<Layout.Kept> changed,
      List<Layout.Field> stale,
      Await.Form form,
      @Nullable String spare,
      boolean next) {}

  /**
   * Writes the code that several awaits share. It belongs to no line; so it stands before the first
   * one's, and what it calls must not throw.
   */
  private void exits() {
    Map<Exit, List<Await>> uses = new LinkedHashMap<>();
    for (Await await : body.sites) {
      Exit exit = exit(await);
      if (exit != null && reaches(await)) {
        uses.computeIfAbsent(exit, e -> new ArrayList<>()).add(await);
      }
    }
    for (Map.Entry<Exit, List<Await>> use : uses.entrySet()) {
      List<Await> awaits = use.getValue();
      for (int i = 0; i < awaits.size(); i += SHARED) {
        List<Await> some = awaits.subList(i, Math.min(i + SHARED, awaits.size()));
        if (some.size() > 1) {
          Label here = cb.newBoundLabel();
          for (Await await : some) {
            shared.put(await, here);
          }
          write(use.getKey(), here);
        }
      }
    }
  }

  private void write(Exit exit, Label here) {
    VType[] slots = new VType[freeSlot() + 2];
    Arrays.fill(slots, VType.Simple.TOP);
    addedTypes(slots);
    for (Layout.Kept kept : exit.changed) {
      slots[slot(kept.local())] = kept.type();
    }
    boolean leaves = woven.parted() && !exit.form.tells();
    List<VType> stack = List.of(VType.Ref.OBJECT);
    rawFrame(here, slots, leaves && !exit.next ? with(stack, VType.Simple.INT) : stack);
    flushFrame();
    FrameFill fill = new FrameFill(this, frameSlot());
    if (leaves) {
      if (exit.next) {
        cb.aload(frameSlot());
        cb.getfield(stateField());
        cb.iconst_1();
        cb.iadd();
      }
      cb.istore(scratchSlot());
      fill.store(exit.changed, exit.stale);
      cb.aload(frameSlot());
      cb.iload(scratchSlot());
      leave();
    } else if (exit.form.tells()) {
      cb.astore(scratchSlot());
      fill.store(exit.changed, exit.stale);
      fill.suspend(exit.form, exit.spare);
    } else { // it hangs in its chain already, and is on the stack
      fill.store(exit.changed, exit.stale);
      cb.areturn();
    }
  }

  /** How an await waits again; null when it must not share that. */
  private @Nullable Exit exit(Await await) {
    if (await.in == null
        || !await.cov.isEmpty()
        || !below(await).isEmpty()
        || woven.firstConfined() != null) { // what it calls throws when its task may move
      return null;
    }
    Layout.Site site = woven.layout().at(await);
    return new Exit(
        FrameFill.dirty(site, stored.unchanged(await)),
        stored.stale(await),
        await.form.tells() ? await.form : Await.Form.ASYNC,
        woven.layout().spare(await.callee),
        nexts.contains(await));
  }

  // ---------------------------------------------------------------- what differs

  @Override
  boolean has(Node node) {
    return node.in != null
        && (node instanceof Await await && part.goesOnAt(await) || reached.get(node.index));
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
    if (body.countdown >= 0) {
      slots[slot(body.countdown)] = VType.Simple.INT;
    }
  }

  @Override
  void suspendUnlessReady(Await await, Label value) {
    Label out = shared.get(await);
    if (await.form.tells()) {
      unlessSuspended(value);
    } else if (woven.parted()) {
      leaveFor(await, out);
      return;
    } else {
      cb.aload(frameSlot());
      cb.loadConstant(await.site);
      cb.aload(cxSlot());
      cb.invokestatic(block.frame(), FrameWriter.AWAIT, FrameWriter.awaitType(block.frame()));
      cb.dup();
      cb.aload(frameSlot());
      if (out != null && !far) {
        cb.if_acmpeq(out);
        return;
      }
      cb.if_acmpne(value);
    }
    FrameFill fill = new FrameFill(this, frameSlot());
    if (out != null) {
      if (await.form.tells()) {
        fill.state(await);
      }
      if (far) {
        cb.goto_w(out);
      } else {
        cb.goto_(out);
      }
      return;
    }
    List<Layout.Field> stale = stored.stale(await);
    BitSet same = stored.unchanged(await);
    if (await.form.tells()) {
      fill.fill(await, stale, same);
    } else {
      cb.pop();
      fill.keep(await, stale, same);
      cb.aload(frameSlot());
      cb.areturn();
    }
  }

  /**
   * A part does not charge for back edges: it returns what says that they are to be charged for.
   */
  @Override
  void instruction(Ins i) {
    if (woven.parted() && woven.abi().isBackEdges(i)) {
      cb.pop2();
      cb.getstatic(Names.CD_BACK_EDGE, "DUE", Names.CD_ASYNC);
    } else {
      super.instruction(i);
    }
  }

  @Override
  boolean comesTo(Await await) {
    return part.goesOnAt(await) || !await.leavesPart();
  }

  /** Returns what is awaited, for whoever has called this part to start it. */
  private void leaveFor(Await await, @Nullable Label out) {
    if (out != null) {
      if (!nexts.contains(await)) {
        cb.loadConstant(await.site);
      }
      if (far) {
        cb.goto_w(out);
      } else {
        cb.goto_(out);
      }
      return;
    }
    keep(await);
    cb.aload(scratchSlot());
    cb.aload(frameSlot());
    cb.loadConstant(await.site);
    leave();
  }

  /** Keeps what is on top of the stack in the scratch slot, and the rest in the frame. */
  private void keep(Await await) {
    cb.astore(scratchSlot());
    List<Layout.Field> stale = stored.stale(await);
    new FrameFill(this, frameSlot()).keep(await, stale, stored.unchanged(await));
  }

  /** Returns what is on the stack, under the frame and the site at which it waits. */
  private void leave() {
    cb.putfield(stateField());
    if (counts) {
      cb.aload(cxSlot());
      cb.iload(slot(body.countdown));
      cb.putfield(Names.CD_SLOTS, "backEdges", CD_int);
    }
    cb.areturn();
  }

  /** Where another part goes on, the value is left for it and all that it restores is stored. */
  @Override
  void goOn(Await await) {
    if (part.goesOnAt(await)) {
      return;
    }
    cover(List.of());
    flushFrame();
    if (!await.hasResult()) {
      cb.aconst_null();
    }
    keep(await);
    cb.aload(scratchSlot());
    handOver("ELSEWHERE");
    cb.aload(frameSlot());
    cb.loadConstant(await.site);
    leave();
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
      for (Layout.Field field : stored.stale(end)) {
        cb.aload(frameSlot());
        cb.aconst_null();
        cb.putfield(field(field));
      }
      cb.aload(frameSlot());
      cb.iconst_0();
      cb.putfield(stateField());
    }
    if (woven.parted()) { // what it returns else is what it awaits
      handOver("ENDED");
    }
  }

  /** Leaves a value in the context, and says so: no call, for the reason of {@code BackEdge}. */
  private void handOver(String says) {
    cb.aload(cxSlot());
    cb.swap();
    cb.putfield(Names.CD_SLOTS, "handedOver", CD_Object);
    cb.getstatic(Names.CD_FRAME, says, CD_Object);
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
    for (Body.Variable v : variables) {
      boolean seen =
          available.get(v.local()) && v.start().index <= node.index && node.index < v.end().index;
      if (seen != open.containsKey(v)) {
        if (seen) {
          open.put(v, cb.newBoundLabel());
        } else {
          close(v);
        }
      }
    }
    if (node instanceof Store s) {
      available.set(s.local);
    }
  }

  private void close(Body.Variable v) {
    Label from = Objects.requireNonNull(open.remove(v));
    Label to = cb.newBoundLabel();
    ranges.add(
        body.genericVariables.contains(v)
            ? LocalVariableType.of(slot(v.local()), v.name(), v.type(), from, to)
            : LocalVariable.of(slot(v.local()), v.name(), v.type(), from, to));
  }
}
