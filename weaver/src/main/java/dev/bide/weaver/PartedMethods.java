package dev.bide.weaver;

import static dev.bide.weaver.FramePattern.FRAME;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.MethodTypeDesc;

/** The methods of a frame class that differ where several methods resume the block. */
final class PartedMethods {
  private static final MethodTypeDesc CHARGE_AGAIN = MethodTypeDesc.of(CD_boolean, Names.CD_SLOTS);
  private static final MethodTypeDesc AWAITS =
      MethodTypeDesc.of(CD_Object, CD_Object, Names.CD_SLOTS);
  private static final MethodTypeDesc HANDED_OVER = MethodTypeDesc.of(CD_Object, Names.CD_SLOTS);

  /** In {@code advance}, the local with the leaf that the frame has waited for. */
  private static final int LEAF = 6;

  private final FrameShape shape;

  PartedMethods(FrameShape shape) {
    this.shape = shape;
  }

  /** Adds them. */
  void write(ClassBuilder cb) {
    resume(cb);
    advance(cb);
    begin(cb);
  }

  /**
   * The same for a block that several methods resume. Each returns what it awaits: that is started
   * here, at one place for all of them, so that an await is no more than to store what lives across
   * it. The JIT makes one piece of some twenty awaits then, and it was six.
   */
  private void advance(ClassBuilder cb) {
    cb.withMethodBody(
        "advance",
        FrameMethods.ADVANCE,
        ClassFile.ACC_PUBLIC,
        c -> {
          FrameMethods.standHere(c);
          c.aload(1);
          c.loadConstant(Rewrite.BACK_EDGES);
          c.putfield(Names.CD_SLOTS, "backEdges", CD_int);
          c.iconst_0();
          c.istore(2);
          Label start = c.newBoundLabel();
          Label has = c.newLabel();
          FrameMethods.leaf(c); // where it has another one, it waits, and this has returned
          c.dup();
          c.astore(LEAF);
          FrameMethods.pollLeaf(c, has);
          c.labelBinding(has);
          c.iconst_1();
          c.istore(2);
          select(
              c,
              () -> {
                c.aload(3);
                c.aconst_null();
              });
          Label elsewhere = c.newLabel();
          Label other = c.newLabel();
          Label unusual = c.newLabel();
          if (!shape.confined()) { // else it is asked each time whether the task may move
            pollAgain(c, has, other, unusual);
          }
          c.labelBinding(other);
          returned(c, elsewhere);
          c.iconst_0();
          c.istore(2);
          c.labelBinding(unusual);
          begin(c, has);
          c.labelBinding(elsewhere);
          handedOver(c, 3);
          c.goto_(has);
          FrameMethods.thrown(c, start);
        });
  }

  /**
   * Polls what is in local 3 where that is the leaf that the frame has waited for last; goes on at
   * {@code unusual} where it is but must not be polled. It was polled, so it is not null.
   */
  private static void pollAgain(CodeBuilder c, Label value, Label other, Label unusual) {
    c.aload(3);
    c.aload(LEAF);
    c.if_acmpne(other);
    c.iconst_0();
    c.istore(2);
    c.aload(1);
    c.invokestatic(Names.CD_WEAVE, "charge", CHARGE_AGAIN);
    c.ifeq(unusual);
    c.aload(LEAF);
    FrameMethods.pollLeaf(c, value);
  }

  /** Goes on with the part in which the frame waits, and keeps what it returns in local 3. */
  private void select(CodeBuilder c, Runnable outcome) {
    FrameMethods.entry(shape, c, outcome);
    c.invokestatic(FRAME, FrameWriter.SELECT, shape.resumeEntryType());
    c.astore(3);
  }

  /** Keeps what a part has left in a local. */
  private static void handedOver(CodeBuilder c, int local) {
    c.aload(1);
    c.invokestatic(Names.CD_WEAVE, "handedOver", HANDED_OVER);
    c.astore(local);
  }

  /** Returns what a part has, in local 3, where that ends the run or the frame waits. */
  private void returned(CodeBuilder c, Label elsewhere) {
    Label goesOn = c.newLabel();
    Label waits = c.newLabel();
    c.aload(3);
    c.aload(0);
    c.if_acmpeq(waits);
    if (shape.ends()) {
      Label other = c.newLabel();
      c.aload(3);
      c.getstatic(Names.CD_FRAME, "ENDED", CD_Object);
      c.if_acmpne(other);
      handedOver(c, 4);
      FrameMethods.handOn(c);
      c.areturn();
      c.labelBinding(other);
    }
    c.aload(3);
    c.getstatic(Names.CD_FRAME, "ELSEWHERE", CD_Object);
    c.if_acmpeq(elsewhere);
    c.goto_(goesOn);
    c.labelBinding(waits);
    c.aload(0);
    c.areturn();
    c.labelBinding(goesOn);
  }

  /** Starts what is in local 3; goes on with its value there, or returns when it waits. */
  private void begin(CodeBuilder c, Label value) {
    c.aload(3);
    c.checkcast(Names.CD_ASYNC);
    c.astore(5);
    if (shape.loops()) {
      Label awaited = c.newLabel();
      c.aload(5);
      c.getstatic(Names.CD_BACK_EDGE, "DUE", Names.CD_ASYNC);
      c.if_acmpne(awaited);
      c.loadConstant(Rewrite.BACK_EDGES);
      c.aload(1);
      c.invokestatic(Names.CD_WEAVE, "backEdges", Abi.BACK_EDGES_TYPE);
      c.astore(5);
      c.aload(5);
      c.ifnonnull(awaited);
      c.aconst_null();
      c.astore(3);
      c.goto_(value);
      c.labelBinding(awaited);
    }
    c.aload(5);
    c.aload(1);
    c.invokestatic(FRAME, FrameWriter.START, Abi.START);
    c.astore(3);
    c.aload(3);
    c.instanceOf(Names.CD_SUSPENDED);
    c.ifeq(value);
    c.aload(0);
    c.aload(5);
    c.aload(3);
    c.aload(1);
    c.invokestatic(Names.CD_WEAVE, shape.suspend(), Abi.SUSPEND);
    c.areturn();
  }

  private void begin(ClassBuilder cb) {
    cb.withMethodBody(
        "begin",
        FrameMethods.ADVANCE,
        ClassFile.ACC_PUBLIC,
        c -> {
          Label value = c.newLabel();
          handedOver(c, 3);
          begin(c, value);
          c.labelBinding(value);
          c.aload(3);
          c.areturn();
        });
  }

  private void resume(ClassBuilder cb) {
    cb.withMethodBody(
        "resume",
        Names.RESUME,
        ClassFile.ACC_PUBLIC,
        c -> {
          Label again = c.newBoundLabel();
          Label elsewhere = c.newLabel();
          select(
              c,
              () -> {
                c.aload(2);
                c.aload(3);
              });
          returned(c, elsewhere);
          c.aload(3);
          c.aload(1);
          c.invokestatic(Names.CD_WEAVE, "awaits", AWAITS);
          c.areturn();
          c.labelBinding(elsewhere);
          handedOver(c, 2);
          c.aconst_null();
          c.astore(3);
          c.goto_(again);
        });
  }
}
