package dev.bide.weaver;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.ConstantDescs;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Writes the code that fills a frame in place and returns it. */
final class FrameFill {
  private final Emitter emitter;
  private final CodeBuilder cb;
  private final int frameSlot;

  FrameFill(Emitter emitter, int frameSlot) {
    this.emitter = emitter;
    this.cb = emitter.cb;
    this.frameSlot = frameSlot;
  }

  /** Makes a frame and keeps it behind the scratch slot. */
  static void newFrame(Emitter emitter) {
    CodeBuilder cb = emitter.cb;
    Block block = emitter.block;
    cb.new_(block.frame());
    cb.dup();
    cb.aload(emitter.cxSlot());
    cb.invokespecial(block.frame(), ConstantDescs.INIT_NAME, FrameWriter.NEW);
    cb.astore(emitter.scratchSlot() + 1);
    if (block.instance()) {
      cb.aload(emitter.scratchSlot() + 1);
      cb.aload(0);
      cb.putfield(block.frame(), FrameWriter.SELF, block.owner());
    }
  }

  /**
   * Fills the frame and returns it.
   *
   * @param stale reference fields to clear
   * @param dirty which locals may differ from their fields
   */
  void fill(Await await, List<Layout.Field> stale, Predicate<Layout.Kept> dirty) {
    Block block = emitter.block;
    Layout.Site site = emitter.woven.layout().at(await);
    cb.astore(emitter.scratchSlot());
    for (Layout.Kept kept : site.operands().reversed()) {
      Layout.Field field = kept.field();
      if (field == null) {
        cb.pop();
        continue;
      }
      cb.aload(frameSlot);
      if (kept.type().wide()) {
        cb.dup_x2();
        cb.pop();
      } else {
        cb.swap();
      }
      cb.putfield(block.frame(), field.name(), field.type());
    }
    store(site.locals().stream().filter(k -> k.field() != null && dirty.test(k)).toList(), stale);
    state(await);
    suspend(await.form, emitter.woven.layout().spare(await.callee));
  }

  /** Stores locals in their fields and clears others. */
  void store(List<Layout.Kept> locals, List<Layout.Field> stale) {
    Block block = emitter.block;
    for (Layout.Kept kept : locals) {
      Layout.Field field = Objects.requireNonNull(kept.field());
      cb.aload(frameSlot);
      cb.loadLocal(kept.type().kind(), emitter.slot(kept.local()));
      cb.putfield(block.frame(), field.name(), field.type());
    }
    for (Layout.Field field : stale) {
      cb.aload(frameSlot);
      cb.aconst_null();
      cb.putfield(block.frame(), field.name(), field.type());
    }
  }

  /** Notes at which await the frame waits. */
  void state(Await await) {
    cb.aload(frameSlot);
    cb.loadConstant(await.site);
    cb.putfield(emitter.block.frame(), "state", ConstantDescs.CD_int);
  }

  /**
   * Hangs the frame into its chain and returns it. What was returned by what is awaited is in the
   * scratch slot.
   *
   * @param form what it is
   * @param spare the field for what that leaves; null for none
   */
  void suspend(Await.Form form, @Nullable String spare) {
    Block block = emitter.block;
    cb.aload(frameSlot);
    if (spare != null) {
      cb.aload(emitter.scratchSlot());
      cb.aload(emitter.cxSlot());
      cb.invokestatic(
          block.frame(), FrameWriter.keeper(form, spare), FrameWriter.keeperType(block));
    } else {
      emitter.loadAwaited(form);
      cb.aload(emitter.scratchSlot());
      cb.aload(emitter.cxSlot());
      cb.invokestatic(Names.CD_WEAVE, emitter.woven.suspend(), Abi.SUSPEND);
    }
    cb.areturn();
  }
}
