package dev.bide.weaver;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.ConstantDescs;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
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
   * Fills the frame, hangs it into its chain and returns it. On the stack: what the await found
   * there but the awaited, then what that returned.
   *
   * @param stale reference fields to clear
   * @param same the locals that have the values of their fields
   */
  void fill(Await await, List<Layout.Field> stale, BitSet same) {
    cb.astore(emitter.scratchSlot());
    keep(await, stale, same);
    state(await);
    suspend(await.form, emitter.woven.layout().spare(await.callee));
  }

  /** Fills the frame but for its state. On the stack: what the await found there. */
  void keep(Await await, List<Layout.Field> stale, BitSet same) {
    Layout.Site site = emitter.woven.layout().at(await);
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
      cb.putfield(emitter.field(field));
    }
    store(dirty(site, same), stale);
  }

  /** The locals to be stored where a block waits, but for those that have their fields' values. */
  static List<Layout.Kept> dirty(Layout.Site site, BitSet same) {
    List<Layout.Kept> result = new ArrayList<>();
    for (Layout.Kept kept : site.locals()) {
      if (kept.field() != null && !same.get(kept.local())) {
        result.add(kept);
      }
    }
    return result;
  }

  /** Stores locals in their fields and clears others. */
  void store(List<Layout.Kept> locals, List<Layout.Field> stale) {
    for (Layout.Kept kept : locals) {
      Layout.Field field = Objects.requireNonNull(kept.field());
      cb.aload(frameSlot);
      cb.loadLocal(kept.type().kind(), emitter.slot(kept.local()));
      cb.putfield(emitter.field(field));
    }
    for (Layout.Field field : stale) {
      cb.aload(frameSlot);
      cb.aconst_null();
      cb.putfield(emitter.field(field));
    }
  }

  /** Notes at which await the frame waits. */
  void state(Await await) {
    cb.aload(frameSlot);
    cb.loadConstant(await.site);
    cb.putfield(emitter.stateField());
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
          block.frame(), FrameWriter.keeper(form, spare), FrameWriter.keeperType(block.frame()));
    } else {
      emitter.loadAwaited(form);
      cb.aload(emitter.scratchSlot());
      cb.aload(emitter.cxSlot());
      cb.invokestatic(Names.CD_WEAVE, emitter.woven.suspend(), Abi.SUSPEND);
    }
    cb.areturn();
  }
}
