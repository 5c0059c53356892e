package dev.bide.weaver;

import static dev.bide.weaver.FramePattern.FRAME;
import static dev.bide.weaver.FramePattern.OWNER;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.INIT_NAME;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;

/** The methods that all frame classes of one shape have in common. */
final class FrameMethods {
  /** The static method that goes on with a block that makes calls. */
  private static final String APART = "apart";

  private static final MethodTypeDesc NEXT = MethodTypeDesc.of(Names.CD_FRAME, Names.CD_FRAME);
  static final MethodTypeDesc ADVANCE = MethodTypeDesc.of(CD_Object, Names.CD_SLOTS);
  private static final MethodTypeDesc POLL = MethodTypeDesc.of(CD_Object, Names.CD_CONTEXT);
  private static final MethodTypeDesc CHARGE =
      MethodTypeDesc.of(CD_boolean, Names.CD_ASYNC, Names.CD_SLOTS);
  private static final MethodTypeDesc AGAIN =
      MethodTypeDesc.of(Names.CD_ASYNC, Names.CD_ASYNC, Names.CD_FRAME, Names.CD_SLOTS);
  private static final MethodTypeDesc WAITS =
      MethodTypeDesc.of(CD_Object, CD_Object, Names.CD_FRAME, CD_int);
  private static final MethodTypeDesc HANG =
      MethodTypeDesc.of(
          CD_Object, Names.CD_FRAME, Names.CD_ASYNC, CD_Object, CD_int, Names.CD_SLOTS);
  private static final MethodTypeDesc STAND_AT =
      MethodTypeDesc.of(ConstantDescs.CD_void, Names.CD_FRAME, Names.CD_SLOTS);

  private final FrameShape shape;

  FrameMethods(FrameShape shape) {
    this.shape = shape;
  }

  /** Adds them. */
  void write(ClassBuilder cb) {
    new SpareMethods(shape).write(cb);
    constructor(cb);
    if (shape.starts() || shape.parted()) {
      start(cb);
    }
    if (shape.starts() && !shape.parted()) {
      await(cb);
    }
    if (shape.parted()) {
      new PartedMethods(shape).write(cb);
    } else {
      resume(cb);
      advance(cb);
    }
    if (shape.callsAgain() && !shape.parted()) {
      apart(cb);
    }
    if (shape.direct()) {
      constant(cb, "again", true);
    }
    if (shape.plain()) {
      constant(cb, "handles", false);
    }
  }

  private static void constant(ClassBuilder cb, String name, boolean value) {
    cb.withMethodBody(
        name,
        MethodTypeDesc.of(CD_boolean),
        ClassFile.ACC_PUBLIC,
        c -> {
          c.loadConstant(value ? 1 : 0);
          c.ireturn();
        });
  }

  private static void constructor(ClassBuilder cb) {
    cb.withMethodBody(
        INIT_NAME,
        FrameWriter.NEW,
        FrameWriter.PACKAGE_PRIVATE,
        c -> {
          c.aload(0);
          c.aload(1);
          c.invokespecial(Names.CD_FRAME, INIT_NAME, FrameWriter.NEW);
          c.return_();
        });
  }

  private void resume(ClassBuilder cb) {
    cb.withMethodBody(
        "resume",
        Names.RESUME,
        ClassFile.ACC_PUBLIC,
        c -> {
          goOn(
              c,
              () -> {
                c.aload(2);
                c.aload(3);
              });
          c.areturn();
        });
  }

  /** Goes on with the block, and hands on what it returns. */
  private void goOn(CodeBuilder c, Runnable outcome) {
    if (shape.callsAgain()) {
      c.aload(0);
      c.aload(1);
      outcome.run();
      c.invokestatic(FRAME, APART, FramePattern.RESUME_TYPE);
    } else {
      enter(c, outcome);
    }
    if (shape.ends()) {
      c.astore(4);
      handOn(c);
    }
  }

  /** Pushes what a method that goes on with the block takes. */
  static void entry(FrameShape shape, CodeBuilder c, Runnable outcome) {
    if (shape.instance()) {
      c.aload(0);
      c.getfield(FRAME, FrameWriter.SELF, OWNER);
    }
    c.aload(0);
    c.aload(1);
    outcome.run();
  }

  private void enter(CodeBuilder c, Runnable outcome) {
    entry(shape, c, outcome);
    c.invokestatic(OWNER, FramePattern.RESUME, shape.resumeEntryType(), shape.inInterface());
  }

  /**
   * Goes on with a block that makes calls, where the JIT begins anew: it inlines some 15 calls
   * deep, eight of which the scheduler's turn takes, and three each call that is awaited. What
   * keeps it from inlining this method is its length. The code that makes it so is never reached.
   */
  private void apart(ClassBuilder cb) {
    cb.withMethodBody(
        APART,
        FramePattern.RESUME_TYPE,
        ClassFile.ACC_STATIC,
        c -> {
          enter(
              c,
              () -> {
                c.aload(2);
                c.aload(3);
              });
          c.areturn();
          for (int i = 0; i < Part.MOST_INLINED; i++) {
            c.nop();
          }
        });
  }

  private void start(ClassBuilder cb) {
    cb.withMethodBody(
        FrameWriter.START,
        Abi.START,
        ClassFile.ACC_STATIC,
        c -> {
          Label other = c.newLabel();
          c.aload(0);
          c.aload(1);
          c.invokestatic(Names.CD_WEAVE, "charge", CHARGE);
          c.ifeq(other);
          c.aload(0);
          c.aload(1);
          poll(c);
          c.areturn();
          c.labelBinding(other);
          c.aload(0);
          c.aload(1);
          c.invokestatic(Names.CD_WEAVE, FrameWriter.START, Abi.START);
          c.areturn();
        });
  }

  /**
   * Starts something, and has the frame wait for it: so each await of the block is one call. It has
   * 35 bytes, which is what the JIT inlines where it seldom comes to.
   */
  private void await(ClassBuilder cb) {
    cb.withMethodBody(
        FrameWriter.AWAIT,
        FrameWriter.awaitType(FRAME),
        ClassFile.ACC_STATIC,
        c -> {
          boolean confined = shape.confined();
          if (!confined) {
            Label other = c.newLabel();
            c.aload(0);
            c.aload(1);
            c.aload(3);
            c.invokestatic(Names.CD_WEAVE, "again", AGAIN);
            c.dup();
            c.ifnull(other);
            c.aload(3);
            poll(c);
            c.aload(1);
            c.iload(2);
            c.invokestatic(Names.CD_WEAVE, "waits", WAITS);
            c.areturn();
            c.labelBinding(other); // with the null, which stays there: a byte less
          }
          c.aload(1);
          c.aload(0);
          c.aload(0);
          c.aload(3);
          c.invokestatic(FRAME, FrameWriter.START, Abi.START);
          c.iload(2);
          c.aload(3);
          c.invokestatic(Names.CD_WEAVE, confined ? "hangConfined" : "hang", HANG);
          c.areturn();
        });
  }

  private static void poll(CodeBuilder c) {
    c.invokeinterface(Names.CD_ASYNC, "poll", POLL);
  }

  /** Pushes the leaf that the frame waits for. */
  static void leaf(CodeBuilder c) {
    c.aload(0);
    c.getfield(FRAME, "child", Names.CD_ASYNC);
  }

  /**
   * Polls the leaf on the stack; goes on with its value in local 3, or returns the frame when it
   * waits.
   */
  static void pollLeaf(CodeBuilder c, Label value) {
    c.aload(1);
    poll(c);
    c.astore(3);
    c.aload(3);
    c.getstatic(Names.CD_POLL, "PENDING", CD_Object);
    c.if_acmpne(value);
    c.aload(0);
    c.areturn();
  }

  /** The method of the superclass once more: so it has a profile of its own. */
  private void advance(ClassBuilder cb) {
    cb.withMethodBody(
        "advance",
        ADVANCE,
        ClassFile.ACC_PUBLIC,
        c -> {
          Label has = c.newLabel();
          standHere(c);
          c.iconst_0();
          c.istore(2);
          Label start = c.newBoundLabel();
          leaf(c);
          pollLeaf(c, has);
          c.labelBinding(has);
          c.iconst_1();
          c.istore(2);
          goOn(
              c,
              () -> {
                c.aload(3);
                c.aconst_null();
              });
          c.areturn();
          thrown(c, start);
        });
  }

  /** Returns what was thrown from a place on: nothing is called here, the stack may be full. */
  static void thrown(CodeBuilder c, Label start) {
    Label end = c.newBoundLabel();
    Label thrown = c.newBoundLabel();
    c.astore(3);
    c.aload(1);
    c.aload(3);
    c.putfield(Names.CD_SLOTS, "thrown", ConstantDescs.CD_Throwable);
    c.aload(1);
    c.iload(2);
    c.putfield(Names.CD_SLOTS, "thrownByFrame", CD_boolean);
    c.getstatic(Names.CD_FRAME, "THREW", CD_Object);
    c.areturn();
    c.exceptionCatchAll(start, end, thrown);
  }

  static void standHere(CodeBuilder c) {
    Label there = c.newLabel();
    c.aload(0);
    c.getfield(FRAME, "depth", CD_int);
    c.aload(1);
    c.getfield(Names.CD_SLOTS, "depth", CD_int);
    c.if_icmpeq(there);
    c.aload(0);
    c.aload(1);
    c.invokestatic(Names.CD_WEAVE, "goOnAt", STAND_AT);
    c.labelBinding(there);
  }

  /**
   * Hands what the block has returned to the frame that awaits it, if it is a value. The call
   * stands here, not in the engine, so that it has a profile of its own.
   */
  static void handOn(CodeBuilder c) {
    Label done = c.newLabel();
    c.aload(4);
    c.aload(0);
    c.if_acmpeq(done);
    c.aload(0);
    c.invokestatic(Names.CD_WEAVE, "next", NEXT);
    c.astore(5);
    c.aload(5);
    c.ifnull(done);
    c.aload(5);
    c.aload(1);
    c.aload(4);
    c.invokevirtual(Names.CD_FRAME, FrameWriter.FINISH, FrameWriter.FINISHES);
    c.areturn();
    c.labelBinding(done);
    c.aload(4);
  }
}
