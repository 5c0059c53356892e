package dev.bide.weaver;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the way from a frame back into its block: to the await at which it has waited. */
final class WayIn {
  private static final MethodTypeDesc NO_SUCH_SITE =
      MethodTypeDesc.of(ClassDesc.of("java.lang.IllegalStateException"), Names.CD_FRAME);

  /** So many awaits are told apart by a switch: more would become a table of jumps. */
  private static final int SWITCHED = 8;

  private final ResumeEmitter e;
  private final CodeBuilder cb;
  private final Woven woven;
  private final List<Await> all;

  /** Where a switch goes that has no such await, once one does. */
  private @Nullable Label none;

  /**
   * The way to some awaits.
   *
   * @param all the awaits, in the order of the code
   */
  WayIn(ResumeEmitter e, List<Await> all) {
    this.e = e;
    this.cb = e.cb;
    this.woven = e.woven;
    this.all = all;
  }

  /** Leads from the frame to where its await goes on. */
  void write() {
    Label rethrow = cb.newLabel();
    enter(all, List.of(), false, rethrow);
    if (none != null) {
      cb.labelBinding(none);
      entryFrame(none);
      throwIllegal();
    }
    if (!allThrowHere(all)) {
      cb.labelBinding(rethrow);
      entryFrame(rethrow);
      cb.aload(e.failureSlot());
      cb.athrow();
    }
  }

  /**
   * Leads to one of several awaits, after what they have in common: a failure that nobody handles,
   * and the locals that each of them restores from the same field. A large switch would become an
   * indirect jump, which the processor guesses badly; so many awaits are told apart by comparing.
   *
   * @param restored the locals that have their values already
   * @param checked whether there is no failure for certain
   */
  private void enter(
      List<Await> sites, List<Layout.Kept> restored, boolean checked, Label rethrow) {
    if (!checked && noneThrowsHere(sites)) {
      cb.aload(e.failureSlot());
      cb.ifnonnull(rethrow);
      checked = true;
    }
    List<Layout.Kept> now = restoreCommon(sites, restored);
    if (sites.size() == 1) {
      wayBack(sites.getFirst(), now);
    } else if (checked && areRestored(sites, now)) {
      goOnAtOnce(sites, now);
    } else {
      tellApart(sites, now, checked, rethrow);
    }
  }

  private List<Layout.Kept> restoreCommon(List<Await> sites, List<Layout.Kept> restored) {
    List<Layout.Kept> now = new ArrayList<>(restored);
    for (Layout.Kept kept : woven.layout().at(sites.getFirst()).locals()) {
      if (!restored.contains(kept) && allKeep(sites, kept)) {
        restore(kept);
        cb.storeLocal(kept.type().kind(), e.slot(kept.local()));
        now.add(kept);
      }
    }
    return now;
  }

  /** Whether nothing more is to be done than to go on with the outcome. */
  private boolean areRestored(List<Await> sites, List<Layout.Kept> restored) {
    if (!woven.parted() && sites.size() > SWITCHED) {
      return false;
    }
    for (Await await : sites) {
      Layout.Site site = woven.layout().at(await);
      if (!(await.hasResult() || e.reaches(await))
          || !site.operands().isEmpty()
          || !restored.containsAll(site.locals())) {
        return false;
      }
    }
    return true;
  }

  /** Goes on with the outcome at one of several awaits whose locals have their values. */
  private void goOnAtOnce(List<Await> sites, List<Layout.Kept> restored) {
    cb.aload(e.inSlot());
    cb.aload(e.frameSlot());
    cb.getfield(e.stateField());
    if (woven.parted()) {
      cb.istore(e.scratchSlot());
      choose(sites, restored);
      return;
    }
    List<SwitchCase> cases = new ArrayList<>();
    for (Await await : sites) {
      cases.add(SwitchCase.of(await.site, e.valueAt(await)));
    }
    Label dropped = cb.newLabel();
    cb.tableswitch(sites.getFirst().site, sites.getLast().site, dropped, cases);
    cb.labelBinding(dropped);
    restoredFrame(dropped, restored, List.of(VType.Ref.OBJECT));
    cb.pop();
    throwIllegal();
  }

  /** Goes on with some of the awaits, or with one, where each has something of its own to do. */
  private void tellApart(
      List<Await> sites, List<Layout.Kept> restored, boolean checked, Label rethrow) {
    cb.aload(e.frameSlot());
    cb.getfield(e.stateField());
    List<List<Await>> some = new ArrayList<>();
    List<Label> labels = new ArrayList<>();
    if (sites.size() <= SWITCHED) {
      List<SwitchCase> cases = new ArrayList<>();
      for (Await await : sites) {
        Label way = cb.newLabel();
        cases.add(SwitchCase.of(await.site, way));
        labels.add(way);
        some.add(List.of(await));
      }
      cb.tableswitch(sites.getFirst().site, sites.getLast().site, none(), cases);
    } else {
      int half = sites.size() / 2;
      Label lower = cb.newLabel();
      Label upper = cb.newLabel();
      cb.loadConstant(sites.get(half).site);
      cb.if_icmpge(upper);
      labels.addAll(List.of(lower, upper));
      some.addAll(List.of(sites.subList(0, half), sites.subList(half, sites.size())));
    }
    for (int i = 0; i < some.size(); i++) {
      cb.labelBinding(labels.get(i));
      restoredFrame(labels.get(i), restored, List.of());
      enter(some.get(i), restored, checked, rethrow);
    }
  }

  /**
   * Leads to one of several awaits whose locals have their values, the outcome being on the stack
   * and the state in the scratch slot. One comparison for each is less machine code than a switch.
   */
  private void choose(List<Await> sites, List<Layout.Kept> restored) {
    if (sites.size() > 1) {
      int half = sites.size() / 2;
      Label upper = cb.newLabel();
      cb.iload(e.scratchSlot());
      cb.loadConstant(sites.get(half).site);
      cb.if_icmpge(upper);
      choose(sites.subList(0, half), restored);
      cb.labelBinding(upper);
      chosenFrame(upper, restored);
      choose(sites.subList(half, sites.size()), restored);
      return;
    }
    Await await = sites.getFirst();
    if (await.site == 1 || await.site == e.body.sites.size()) { // else it is between two others
      Label dropped = cb.newLabel();
      cb.iload(e.scratchSlot());
      cb.loadConstant(await.site);
      cb.if_icmpne(dropped);
      cb.goto_(e.valueAt(await));
      cb.labelBinding(dropped);
      chosenFrame(dropped, restored);
      cb.pop();
      throwIllegal();
    } else {
      cb.goto_(e.valueAt(await));
    }
  }

  private void chosenFrame(Label here, List<Layout.Kept> restored) {
    VType[] slots = entrySlots();
    for (Layout.Kept kept : restored) {
      slots[e.slot(kept.local())] = kept.type();
    }
    slots[e.scratchSlot()] = VType.Simple.INT;
    e.rawFrame(here, slots, List.of(VType.Ref.OBJECT));
    e.flushFrame();
  }

  private Label none() {
    if (none == null) {
      none = cb.newLabel();
    }
    return none;
  }

  private boolean allKeep(List<Await> sites, Layout.Kept kept) {
    for (Await await : sites) {
      if (!woven.layout().at(await).locals().contains(kept)) {
        return false;
      }
    }
    return true;
  }

  private void throwIllegal() {
    cb.aload(e.frameSlot());
    cb.invokestatic(Names.CD_WEAVE, "noSuchSite", NO_SUCH_SITE);
    cb.athrow();
  }

  private void restoredFrame(Label here, List<Layout.Kept> restored, List<VType> stack) {
    VType[] slots = entrySlots();
    for (Layout.Kept kept : restored) {
      slots[e.slot(kept.local())] = kept.type();
    }
    e.rawFrame(here, slots, stack);
    e.flushFrame();
  }

  private void entryFrame(Label here) {
    VType[] slots = entrySlots();
    e.rawFrame(here, slots, List.of());
    e.flushFrame();
  }

  private VType[] entrySlots() {
    VType[] slots = new VType[e.freeSlot() + 2];
    Arrays.fill(slots, VType.Simple.TOP);
    e.addedTypes(slots);
    slots[e.inSlot()] = VType.Ref.OBJECT;
    slots[e.failureSlot()] = VType.Ref.THROWABLE;
    return slots;
  }

  private void wayBack(Await await, List<Layout.Kept> restored) {
    Layout.Site site = woven.layout().at(await);
    if (throwsHere(await)) {
      Label value = cb.newLabel();
      cb.aload(e.failureSlot());
      cb.ifnull(value);
      forget(await);
      e.cover(await.cov);
      cb.aload(e.failureSlot());
      cb.athrow();
      e.cover(List.of());
      cb.labelBinding(value);
      restoredFrame(value, restored, List.of());
    }
    for (Layout.Kept kept : site.operands()) {
      restore(kept);
    }
    if (await.hasResult()) {
      cb.aload(e.inSlot());
    }
    if (e.far) {
      cb.goto_w(e.continuation(await));
    } else {
      cb.goto_(e.continuation(await));
    }
  }

  /**
   * What a call that has failed has left is of no use, and holds what it held when it failed. Where
   * no handler covers the call, this frame is left behind with it.
   */
  private void forget(Await await) {
    String field = woven.layout().spare(await.callee);
    if (field != null && await.form == Await.Form.CALLED && !await.cov.isEmpty()) {
      cb.aload(e.frameSlot());
      cb.aconst_null();
      cb.putfield(e.block.frame(), field, Names.CD_SUSPENDED);
    }
  }

  private boolean allThrowHere(List<Await> sites) {
    for (Await await : sites) {
      if (!throwsHere(await)) {
        return false;
      }
    }
    return true;
  }

  private boolean noneThrowsHere(List<Await> sites) {
    for (Await await : sites) {
      if (throwsHere(await)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether a failure is thrown at the await: where handlers cover it, or all else is too e.far.
   */
  private boolean throwsHere(Await await) {
    return e.far || !await.cov.isEmpty();
  }

  private void restore(Layout.Kept kept) {
    Layout.Field field = kept.field();
    if (field == null) {
      cb.aconst_null();
    } else {
      cb.aload(e.frameSlot());
      cb.getfield(e.field(field));
    }
  }
}
