package dev.bide.weaver;

import static dev.bide.weaver.FramePattern.FRAME;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.Label;
import java.lang.constant.MethodTypeDesc;

/** The methods with which a frame keeps what its next call uses again, and is used again itself. */
final class SpareMethods {
  private static final MethodTypeDesc SPARE =
      MethodTypeDesc.of(Names.CD_SUSPENDED, Names.CD_SUSPENDED, CD_Object, Names.CD_FRAME);

  private final FrameShape shape;

  SpareMethods(FrameShape shape) {
    this.shape = shape;
  }

  /** Adds them. */
  void write(ClassBuilder cb) {
    for (FrameShape.Keeps keeps : shape.keeps()) {
      for (Await.Form form : keeps.forms()) {
        keeper(cb, form, keeps.field());
      }
      if (shape.direct()) {
        taker(cb, keeps.field());
      }
    }
    if (shape.direct()) {
      usable(cb);
    }
  }

  /**
   * Stores only what differs: a store into an old object is dear under G1. A frame that a call has
   * used again hangs in this one as it did, unless this one has waited for a leaf since. That
   * nothing is to be done then is worth more than its time: the less code a call takes, the more of
   * them the JIT inlines.
   */
  private void keeper(ClassBuilder cb, Await.Form form, String field) {
    cb.withMethodBody(
        FrameWriter.keeper(form, field),
        FrameWriter.keeperType(FRAME),
        ClassFile.ACC_STATIC,
        c -> {
          Label differs = c.newLabel();
          Label same = c.newLabel();
          if (form == Await.Form.CALLED && !shape.confined()) {
            c.aload(1);
            c.aload(0);
            c.getfield(FRAME, field, Names.CD_SUSPENDED);
            c.if_acmpne(differs);
            c.aload(0);
            c.getfield(FRAME, "child", Names.CD_ASYNC);
            c.ifnonnull(differs);
            c.aload(0);
            c.areturn();
            c.labelBinding(differs);
          }
          c.aload(0);
          c.aconst_null();
          c.aload(1);
          c.aload(2);
          c.invokestatic(Names.CD_WEAVE, shape.suspend(), Abi.SUSPEND);
          c.pop();
          c.aload(1);
          c.aload(0);
          c.getfield(FRAME, field, Names.CD_SUSPENDED);
          c.if_acmpeq(same);
          c.aload(0);
          c.getfield(FRAME, field, Names.CD_SUSPENDED);
          c.aload(1);
          c.aload(0);
          c.invokestatic(Names.CD_WEAVE, "spare", SPARE);
          c.astore(1);
          c.aload(1);
          c.aload(0);
          c.getfield(FRAME, field, Names.CD_SUSPENDED);
          c.if_acmpeq(same);
          c.aload(0);
          c.aload(1);
          c.checkcast(Names.CD_SUSPENDED);
          c.putfield(FRAME, field, Names.CD_SUSPENDED);
          c.labelBinding(same);
          c.aload(0);
          c.areturn();
        });
  }

  private static void taker(ClassBuilder cb, String field) {
    cb.withMethodBody(
        FrameWriter.taker(field),
        FrameWriter.TAKER,
        ClassFile.ACC_STATIC,
        c -> {
          Label none = c.newLabel();
          c.aload(0);
          c.ifnull(none);
          c.aload(0);
          c.checkcast(FRAME);
          c.getfield(FRAME, field, Names.CD_SUSPENDED);
          c.areturn();
          c.labelBinding(none);
          c.aconst_null();
          c.areturn();
        });
  }

  /** Asked once in a run: each question more is code that the JIT counts. */
  private static void usable(ClassBuilder cb) {
    cb.withMethodBody(
        FrameWriter.USABLE,
        FrameWriter.TAKER,
        ClassFile.ACC_STATIC,
        c -> {
          Label none = c.newLabel();
          c.aload(0);
          c.instanceOf(FRAME);
          c.ifeq(none);
          c.aload(0);
          c.checkcast(FRAME);
          c.getfield(FRAME, "state", CD_int);
          c.ifgt(none);
          c.aload(0);
          c.areturn();
          c.labelBinding(none);
          c.aconst_null();
          c.areturn();
        });
  }
}
