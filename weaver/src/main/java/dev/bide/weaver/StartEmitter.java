package dev.bide.weaver;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.constantpool.InvokeDynamicEntry;
import java.lang.classfile.instruction.LocalVariable;
import java.lang.classfile.instruction.LocalVariableType;
import java.lang.constant.MethodTypeDesc;
import java.util.BitSet;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Writes the method that runs a block until it first waits: the lambda's own code, which takes a
 * frame only then.
 */
final class StartEmitter extends Emitter {
  private final int cx;

  StartEmitter(
      CodeBuilder cb, Woven woven, UnaryOperator<InvokeDynamicEntry> dynamic, boolean far) {
    super(cb, woven, dynamic, far);
    this.cx = block.cxLocal();
  }

  void write() {
    String confined = woven.firstConfined();
    if (confined != null) {
      // Asked by a runtime whose tasks migrate, before it runs anything.
      Label run = cb.newLabel();
      cb.aload(cx);
      cb.ifnonnull(run);
      cb.ldc(confined);
      cb.areturn();
      cb.labelBinding(run);
      VType[] locals = body.entry.widened(body.locals).locals;
      frame(run, locals, List.of());
      flushFrame();
      cb.nop();
    }
    if (block.direct() && !body.sites.isEmpty()) { // without an await there is no frame class
      cb.aload(cx + 1);
      cb.invokestatic(block.frame(), FrameWriter.USABLE, FrameWriter.TAKER);
      cb.astore(cx + 1);
    }
    nodes();
    tables();
    for (Body.Variable v : body.variables) {
      if (isReached(v)) {
        cb.with(
            LocalVariable.of(
                slot(v.local()), v.name(), v.type(), label(v.start()), label(v.end())));
      }
    }
    for (Body.Variable v : body.genericVariables) {
      if (isReached(v)) {
        cb.with(
            LocalVariableType.of(
                slot(v.local()), v.name(), v.type(), label(v.start()), label(v.end())));
      }
    }
  }

  /** Whether some of its code is written: else its slot may be more than the method has. */
  private boolean isReached(Body.Variable v) {
    for (Node node : body.nodes.subList(v.start().index, v.end().index)) {
      if (node.isCode() && has(node)) {
        return true;
      }
    }
    return false;
  }

  @Override
  boolean has(Node node) {
    return node.in != null && woven.flow().reachable(node.index);
  }

  @Override
  int slot(int local) {
    return local < cx ? local : local + Block.ADDED;
  }

  @Override
  int cxSlot() {
    return cx;
  }

  @Override
  int freeSlot() {
    return body.locals + Block.ADDED;
  }

  @Override
  void addedTypes(VType[] slots) {
    slots[cx] = VType.of(Names.CD_SLOTS);
    slots[cx + 1] = VType.of(Names.CD_SUSPENDED);
    if (block.instance()) { // a frame is made with it, also where the program reads it no more
      slots[0] = body.entry.locals[0];
    }
  }

  @Override
  boolean reaches(Await await) {
    return true;
  }

  @Override
  void spare(Spare spare) {
    String field = woven.layout().spare(spare.callee);
    if (block.direct() && field != null) {
      // The frame that this run may take has what the run before it left there.
      cb.aload(cx + 1);
      cb.invokestatic(block.frame(), FrameWriter.taker(field), FrameWriter.TAKER);
    } else {
      cb.aconst_null();
    }
  }

  @Override
  void ending(Return end) {}

  @Override
  void before(Node node) {}

  @Override
  boolean comesTo(Await await) {
    return true;
  }

  @Override
  void goOn(Await await) {}

  @Override
  void joined(Node node) {}

  @Override
  void suspendUnlessReady(Await await, Label value) {
    if (!await.form.tells()) {
      cb.dup();
      cb.astore(awaitedSlot());
      cb.aload(cx);
      cb.invokestatic(block.frame(), FrameWriter.START, Abi.START);
    }
    unlessSuspended(value);
    Layout.Site site = woven.layout().at(await);
    MethodTypeDesc type = block.factoryType(site);
    if (!Block.fits(type)) {
      FrameFill.newFrame(this);
      new FrameFill(this, scratchSlot() + 1).fill(await, List.of(), new BitSet());
      return;
    }
    if (block.instance()) {
      cb.aload(0);
    }
    for (Layout.Kept kept : site.locals()) {
      if (kept.field() != null) {
        cb.loadLocal(kept.type().kind(), slot(kept.local()));
      }
    }
    loadAwaited(await.form);
    cb.aload(cx);
    if (block.direct()) {
      cb.aload(cx + 1);
    }
    cb.invokestatic(block.frame(), FrameWriter.factory(await), type);
    cb.areturn();
  }
}
