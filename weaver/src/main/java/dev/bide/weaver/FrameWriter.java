package dev.bide.weaver;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_String;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.INIT_NAME;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the frame class of a block: its fields, and what the engine asks a frame. */
final class FrameWriter {
  /** The type of a frame's constructor. */
  static final MethodTypeDesc NEW = MethodTypeDesc.of(ConstantDescs.CD_void, Names.CD_SLOTS);

  /** The type of {@link #taker} and {@link #USABLE}. */
  static final MethodTypeDesc TAKER = MethodTypeDesc.of(Names.CD_SUSPENDED, Names.CD_SUSPENDED);

  /** The field for the receiver of an instance lambda. */
  static final String SELF = "self";

  private static final int PACKAGE_PRIVATE = 0;
  private static final MethodTypeDesc LOCATION = MethodTypeDesc.of(Names.CD_STACK_TRACE_ELEMENT);
  private static final MethodTypeDesc UNFRAMED =
      MethodTypeDesc.of(ConstantDescs.CD_void, Names.CD_ASYNC, CD_Object, Names.CD_SLOTS);
  private static final MethodTypeDesc SPARE =
      MethodTypeDesc.of(Names.CD_SUSPENDED, Names.CD_SUSPENDED, CD_Object, Names.CD_FRAME);
  private static final String FINISH = "finish";
  private static final MethodTypeDesc FINISHES =
      MethodTypeDesc.of(CD_Object, Names.CD_SLOTS, CD_Object);
  private static final MethodTypeDesc NEXT = MethodTypeDesc.of(Names.CD_FRAME, Names.CD_FRAME);
  private static final MethodTypeDesc ADVANCE = MethodTypeDesc.of(CD_Object, Names.CD_SLOTS);
  private static final MethodTypeDesc POLL = MethodTypeDesc.of(CD_Object, Names.CD_CONTEXT);
  private static final MethodTypeDesc CHARGE =
      MethodTypeDesc.of(CD_boolean, Names.CD_ASYNC, Names.CD_SLOTS);
  private static final MethodTypeDesc CHARGE_AGAIN =
      MethodTypeDesc.of(Names.CD_ASYNC, Names.CD_ASYNC, Names.CD_FRAME, Names.CD_SLOTS);
  private static final MethodTypeDesc WAITS =
      MethodTypeDesc.of(CD_Object, CD_Object, Names.CD_FRAME, CD_int);
  private static final MethodTypeDesc HANG =
      MethodTypeDesc.of(
          CD_Object, Names.CD_FRAME, Names.CD_ASYNC, CD_Object, CD_int, Names.CD_SLOTS);
  private static final MethodTypeDesc STAND_AT =
      MethodTypeDesc.of(ConstantDescs.CD_void, Names.CD_FRAME, Names.CD_SLOTS);
  private static final MethodTypeDesc NEW_LOCATION =
      MethodTypeDesc.of(ConstantDescs.CD_void, CD_String, CD_String, CD_String, CD_int);

  private final Woven woven;
  private final Block block;
  private final List<Await> sites;
  private final boolean callsAgain;

  private FrameWriter(Woven woven) {
    this.woven = woven;
    this.block = woven.block();
    this.sites = woven.body().sites;
    this.callsAgain = woven.callsAgain();
  }

  /** The static method that makes the frame for an await that a first run came to. */
  static String factory(Await await) {
    return "at" + await.site;
  }

  /**
   * The static method that hangs a frame into its chain and notes what it waits for in a field for
   * spares.
   */
  static String keeper(Await.Form form, String field) {
    return (form == Await.Form.CALLED ? "call" : "leaf") + field;
  }

  /** The static method that gives back a spare frame that a run may use again, else null. */
  static final String USABLE = "usable";

  /** The static method that says what a frame to be used again has in a field for spares. */
  static String taker(String field) {
    return "take" + field;
  }

  /** The type of {@link #keeper}. */
  static MethodTypeDesc keeperType(Block block) {
    return MethodTypeDesc.of(Names.CD_FRAME, block.frame(), CD_Object, Names.CD_SLOTS);
  }

  /**
   * The class file.
   *
   * @param major the version of the block's class
   * @param minor 65535 when that needs preview features
   */
  static byte[] write(Woven woven, int major, int minor) {
    return new FrameWriter(woven).write(major, minor);
  }

  private byte[] write(int major, int minor) {
    return ClassFile.of()
        .build(
            block.frame(),
            cb -> {
              cb.withVersion(major, minor);
              cb.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER | ClassFile.ACC_SYNTHETIC);
              cb.withSuperclass(Names.CD_FRAME);
              if (block.instance()) {
                cb.withField(SELF, block.owner(), PACKAGE_PRIVATE);
              }
              for (Layout.Field field : woven.layout().fields) {
                cb.withField(field.name(), field.type(), PACKAGE_PRIVATE);
              }
              for (String spare : woven.layout().spareFields()) {
                cb.withField(spare, Names.CD_SUSPENDED, PACKAGE_PRIVATE);
                for (Await.Form form : Await.Form.values()) {
                  if (keeps(form, spare)) {
                    keeper(cb, form, spare);
                  }
                }
                if (block.direct()) {
                  taker(cb, spare);
                }
              }
              constructor(cb);
              if (sites.stream().anyMatch(a -> !a.form.tells())) {
                start(cb);
                await(cb);
              }
              resume(cb);
              advance(cb);
              if (callsAgain) {
                apart(cb);
              }
              finish(cb);
              for (Await await : sites) {
                factory(cb, await);
              }
              if (block.direct()) {
                usable(cb);
                again(cb);
              }
              handles(cb);
              location(cb);
              confined(cb);
            });
  }

  private static void constructor(ClassBuilder cb) {
    cb.withMethodBody(
        INIT_NAME,
        NEW,
        PACKAGE_PRIVATE,
        c -> {
          c.aload(0);
          c.aload(1);
          c.invokespecial(Names.CD_FRAME, INIT_NAME, NEW);
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
    if (callsAgain) {
      c.aload(0);
      c.aload(1);
      outcome.run();
      c.invokestatic(block.frame(), APART, block.resumeType());
    } else {
      enter(c, outcome);
    }
    if (woven.ends()) {
      handOn(c);
    }
  }

  private void enter(CodeBuilder c, Runnable outcome) {
    if (block.instance()) {
      c.aload(0);
      c.getfield(block.frame(), SELF, block.owner());
    }
    c.aload(0);
    c.aload(1);
    outcome.run();
    c.invokestatic(
        block.owner(), block.resumeEntry(), block.resumeEntryType(), block.inInterface());
  }

  /** The static method that goes on with a block that makes calls. */
  private static final String APART = "apart";

  /** HotSpot inlines no method of more bytes, by {@code FreqInlineSize}. */
  static final int MOST_INLINED = 325;

  /**
   * Goes on with a block that makes calls, where the JIT begins anew: it inlines some 15 calls
   * deep, eight of which the scheduler's turn takes, and three each call that is awaited. What
   * keeps it from inlining this method is its length. The code that makes it so is never reached.
   */
  private void apart(ClassBuilder cb) {
    cb.withMethodBody(
        APART,
        block.resumeType(),
        ClassFile.ACC_STATIC,
        c -> {
          enter(
              c,
              () -> {
                c.aload(2);
                c.aload(3);
              });
          c.areturn();
          for (int i = 0; i < MOST_INLINED; i++) {
            c.nop();
          }
        });
  }

  /** The static method that starts what the block awaits. */
  static final String START = "start";

  private void start(ClassBuilder cb) {
    cb.withMethodBody(
        START,
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
          c.invokestatic(Names.CD_WEAVE, START, Abi.START);
          c.areturn();
        });
  }

  /** The static method with which the block awaits something once it has been resumed. */
  static final String AWAIT = "await";

  /** The type of {@link #AWAIT}. */
  static MethodTypeDesc awaitType(Block block) {
    return MethodTypeDesc.of(CD_Object, Names.CD_ASYNC, block.frame(), CD_int, Names.CD_SLOTS);
  }

  /**
   * Starts something, and has the frame wait for it: so each await of the block is one call. It has
   * 35 bytes, which is what the JIT inlines where it seldom comes to.
   */
  private void await(ClassBuilder cb) {
    cb.withMethodBody(
        AWAIT,
        awaitType(block),
        ClassFile.ACC_STATIC,
        c -> {
          boolean confined = woven.firstConfined() != null;
          if (!confined) {
            Label other = c.newLabel();
            c.aload(0);
            c.aload(1);
            c.aload(3);
            c.invokestatic(Names.CD_WEAVE, "again", CHARGE_AGAIN);
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
          c.invokestatic(block.frame(), START, Abi.START);
          c.iload(2);
          c.aload(3);
          c.invokestatic(Names.CD_WEAVE, confined ? "hangConfined" : "hang", HANG);
          c.areturn();
        });
  }

  private static void poll(CodeBuilder c) {
    c.invokeinterface(Names.CD_ASYNC, "poll", POLL);
  }

  /** The method of the superclass once more: so it has a profile of its own. */
  private void advance(ClassBuilder cb) {
    cb.withMethodBody(
        "advance",
        ADVANCE,
        ClassFile.ACC_PUBLIC,
        c -> {
          Label has = c.newLabel();
          Label there = c.newLabel();
          c.aload(0);
          c.getfield(block.frame(), "depth", CD_int);
          c.aload(1);
          c.getfield(Names.CD_SLOTS, "depth", CD_int);
          c.if_icmpeq(there);
          c.aload(0);
          c.aload(1);
          c.invokestatic(Names.CD_WEAVE, "goOnAt", STAND_AT);
          c.labelBinding(there);
          c.iconst_0();
          c.istore(2);
          Label start = c.newBoundLabel();
          c.aload(0);
          c.getfield(block.frame(), "child", Names.CD_ASYNC);
          c.aload(1);
          poll(c);
          c.astore(3);
          c.aload(3);
          c.getstatic(Names.CD_POLL, "PENDING", CD_Object);
          c.if_acmpne(has);
          c.aload(0);
          c.areturn();
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
        });
  }

  /**
   * Hands what the block has returned to the frame that awaits it, if it is a value. The call
   * stands here, not in the engine, so that it has a profile of its own.
   */
  private static void handOn(CodeBuilder c) {
    Label done = c.newLabel();
    c.astore(4);
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
    c.invokevirtual(Names.CD_FRAME, FINISH, FINISHES);
    c.areturn();
    c.labelBinding(done);
    c.aload(4);
  }

  /**
   * Only where nothing can wait behind the await: then little code follows, and the stack stays
   * flat.
   */
  private void finish(ClassBuilder cb) {
    int first = woven.firstLast();
    if (first > sites.size()) {
      return;
    }
    cb.withMethodBody(
        FINISH,
        FINISHES,
        ClassFile.ACC_PUBLIC,
        c -> {
          if (first > 1) {
            Label last = c.newLabel();
            c.aload(0);
            c.getfield(block.frame(), "state", CD_int);
            c.loadConstant(first);
            c.if_icmpge(last);
            c.aload(2);
            c.areturn();
            c.labelBinding(last);
          }
          c.aload(0);
          c.aload(1);
          c.invokestatic(Names.CD_WEAVE, "standAt", STAND_AT);
          c.aload(0);
          c.aload(1);
          c.aload(2);
          c.aconst_null();
          c.invokevirtual(block.frame(), "resume", Names.RESUME);
          c.areturn();
        });
  }

  /** Asked once in a run: each question more is code that the JIT counts. */
  private void usable(ClassBuilder cb) {
    cb.withMethodBody(
        USABLE,
        TAKER,
        ClassFile.ACC_STATIC,
        c -> {
          Label none = c.newLabel();
          c.aload(0);
          c.instanceOf(block.frame());
          c.ifeq(none);
          c.aload(0);
          c.checkcast(block.frame());
          c.getfield(block.frame(), "state", CD_int);
          c.ifgt(none);
          c.aload(0);
          c.areturn();
          c.labelBinding(none);
          c.aconst_null();
          c.areturn();
        });
  }

  private void taker(ClassBuilder cb, String field) {
    cb.withMethodBody(
        taker(field),
        TAKER,
        ClassFile.ACC_STATIC,
        c -> {
          Label none = c.newLabel();
          c.aload(0);
          c.ifnull(none);
          c.aload(0);
          c.checkcast(block.frame());
          c.getfield(block.frame(), field, Names.CD_SUSPENDED);
          c.areturn();
          c.labelBinding(none);
          c.aconst_null();
          c.areturn();
        });
  }

  private boolean keeps(Await.Form form, String field) {
    return sites.stream()
        .anyMatch(a -> a.form == form && field.equals(woven.layout().spare(a.callee)));
  }

  /**
   * Stores only what differs: a store into an old object is dear under G1. A frame that a call has
   * used again hangs in this one as it did, unless this one has waited for a leaf since. That
   * nothing is to be done then is worth more than its time: the less code a call takes, the more of
   * them the JIT inlines.
   */
  private void keeper(ClassBuilder cb, Await.Form form, String field) {
    cb.withMethodBody(
        keeper(form, field),
        keeperType(block),
        ClassFile.ACC_STATIC,
        c -> {
          Label differs = c.newLabel();
          Label same = c.newLabel();
          if (form == Await.Form.CALLED && woven.firstConfined() == null) {
            c.aload(1);
            c.aload(0);
            c.getfield(block.frame(), field, Names.CD_SUSPENDED);
            c.if_acmpne(differs);
            c.aload(0);
            c.getfield(block.frame(), "child", Names.CD_ASYNC);
            c.ifnonnull(differs);
            c.aload(0);
            c.areturn();
            c.labelBinding(differs);
          }
          c.aload(0);
          c.aconst_null();
          c.aload(1);
          c.aload(2);
          c.invokestatic(Names.CD_WEAVE, woven.suspend(), Abi.SUSPEND);
          c.pop();
          c.aload(1);
          c.aload(0);
          c.getfield(block.frame(), field, Names.CD_SUSPENDED);
          c.if_acmpeq(same);
          c.aload(0);
          c.getfield(block.frame(), field, Names.CD_SUSPENDED);
          c.aload(1);
          c.aload(0);
          c.invokestatic(Names.CD_WEAVE, "spare", SPARE);
          c.astore(1);
          c.aload(1);
          c.aload(0);
          c.getfield(block.frame(), field, Names.CD_SUSPENDED);
          c.if_acmpeq(same);
          c.aload(0);
          c.aload(1);
          c.checkcast(Names.CD_SUSPENDED);
          c.putfield(block.frame(), field, Names.CD_SUSPENDED);
          c.labelBinding(same);
          c.aload(0);
          c.areturn();
        });
  }

  /** Takes the spare frame for local {@code frame}, else goes on at {@code none}. */
  private void takeFrame(CodeBuilder c, int spare, int frame, Label none, Label taken) {
    c.aload(spare);
    c.ifnull(none);
    c.aload(spare);
    c.checkcast(block.frame());
    c.astore(frame);
    c.goto_(taken);
  }

  private void factory(ClassBuilder cb, Await await) {
    Layout.Site site = woven.layout().at(await);
    MethodTypeDesc type = block.factoryType(site);
    if (!Block.fits(type)) {
      return;
    }
    cb.withMethodBody(
        factory(await),
        type,
        ClassFile.ACC_STATIC,
        c -> {
          int slots = LeafGuards.slots(type);
          int frame = slots;
          int cx = block.direct() ? slots - 2 : slots - 1;
          int awaited = cx - 1;
          Label taken = c.newLabel();
          if (block.direct()) {
            Label none = c.newLabel();
            takeFrame(c, slots - 1, frame, none, taken);
            c.labelBinding(none);
          }
          newFrame(c, frame, resultSlot(site), awaited, cx, taken);
          c.labelBinding(taken);
          int parameter = 0;
          for (Layout.Kept kept : site.operands()) {
            put(c, frame, kept, parameter);
            parameter += kept.type().kind().slotSize();
          }
          int result = parameter++;
          if (block.instance()) {
            self(c, frame, parameter++);
          }
          for (Layout.Kept kept : site.locals()) {
            if (kept.field() != null) {
              put(c, frame, kept, parameter);
              parameter += kept.type().kind().slotSize();
            }
          }
          c.aload(frame);
          c.loadConstant(await.site);
          c.putfield(block.frame(), "state", CD_int);
          String spare = woven.layout().spare(await.callee);
          c.aload(frame);
          if (spare != null) {
            c.aload(result);
            c.aload(cx);
            c.invokestatic(block.frame(), keeper(await.form, spare), keeperType(block));
          } else {
            c.aload(awaited);
            c.aload(result);
            c.aload(cx);
            c.invokestatic(Names.CD_WEAVE, woven.suspend(), Abi.SUSPEND);
          }
          c.areturn();
        });
  }

  /** Makes a frame for local {@code frame}; where there is no memory, the await fails. */
  private void newFrame(CodeBuilder c, int frame, int result, int awaited, int cx, Label made) {
    Label start = c.newBoundLabel();
    c.new_(block.frame());
    c.dup();
    c.aload(cx);
    c.invokespecial(block.frame(), INIT_NAME, NEW);
    c.astore(frame);
    Label end = c.newBoundLabel();
    c.goto_(made);
    Label noMemory = c.newBoundLabel();
    c.aload(awaited);
    c.aload(result);
    c.aload(cx);
    c.invokestatic(Names.CD_WEAVE, "unframed", UNFRAMED);
    c.athrow();
    c.exceptionCatchAll(start, end, noMemory);
  }

  /** A frame that is used again has its receiver, most often the same. */
  private void self(CodeBuilder c, int frame, int parameter) {
    Label same = c.newLabel();
    if (block.direct()) {
      c.aload(frame);
      c.getfield(block.frame(), SELF, block.owner());
      c.aload(parameter);
      c.if_acmpeq(same);
    }
    c.aload(frame);
    c.aload(parameter);
    c.putfield(block.frame(), SELF, block.owner());
    c.labelBinding(same);
  }

  private static int resultSlot(Layout.Site site) {
    int slot = 0;
    for (Layout.Kept kept : site.operands()) {
      slot += kept.type().kind().slotSize();
    }
    return slot;
  }

  private void put(CodeBuilder c, int frame, Layout.Kept kept, int parameter) {
    Layout.Field field = kept.field();
    if (field != null) {
      c.aload(frame);
      c.loadLocal(kept.type().kind(), parameter);
      c.putfield(block.frame(), field.name(), field.type());
    }
  }

  private static void again(ClassBuilder cb) {
    cb.withMethodBody(
        "again",
        MethodTypeDesc.of(CD_boolean),
        ClassFile.ACC_PUBLIC,
        c -> {
          c.iconst_1();
          c.ireturn();
        });
  }

  private void handles(ClassBuilder cb) {
    List<Integer> answers = new ArrayList<>();
    for (Await await : sites) {
      answers.add(await.cov.isEmpty() ? 0 : 1);
    }
    if (!answers.contains(0)) {
      return; // what the superclass says
    }
    cb.withMethodBody(
        "handles",
        MethodTypeDesc.of(CD_boolean),
        ClassFile.ACC_PUBLIC,
        c -> {
          if (answers.contains(1)) {
            byState(c, TypeKind.INT, answers, 1);
          } else {
            c.iconst_0();
            c.ireturn();
          }
        });
  }

  private void location(ClassBuilder cb) {
    List<Integer> lines = new ArrayList<>();
    boolean known = false;
    for (Await await : sites) {
      lines.add(await.line);
      known |= await.line != 0;
    }
    if (block.sourceFile() == null || !known) {
      return;
    }
    String className = Names.internalName(block.owner().descriptorString()).replace('/', '.');
    cb.withMethodBody(
        "location",
        LOCATION,
        ClassFile.ACC_PUBLIC,
        c -> {
          c.new_(Names.CD_STACK_TRACE_ELEMENT);
          c.dup();
          c.ldc(className);
          c.ldc(block.name());
          c.ldc(block.sourceFile());
          c.aload(0);
          c.invokevirtual(block.frame(), "line", MethodTypeDesc.of(CD_int));
          c.invokespecial(Names.CD_STACK_TRACE_ELEMENT, INIT_NAME, NEW_LOCATION);
          c.areturn();
        });
    cb.withMethodBody(
        "line",
        MethodTypeDesc.of(CD_int),
        PACKAGE_PRIVATE,
        c -> byState(c, TypeKind.INT, lines, -1));
  }

  private void confined(ClassBuilder cb) {
    if (woven.firstConfined() == null) {
      return;
    }
    cb.withMethodBody(
        "confined",
        MethodTypeDesc.of(CD_String),
        ClassFile.ACC_PUBLIC,
        c -> byState(c, TypeKind.REFERENCE, woven.confined(), null));
  }

  /** Returns one of these constants, by the await at which the frame stands. */
  private void byState(
      CodeBuilder c,
      TypeKind kind,
      List<? extends @Nullable ConstantDesc> constants,
      @Nullable ConstantDesc otherwise) {
    Label none = c.newLabel();
    List<Label> labels = new ArrayList<>();
    List<SwitchCase> cases = new ArrayList<>();
    for (Await await : sites) {
      Label label = c.newLabel();
      labels.add(label);
      cases.add(SwitchCase.of(await.site, label));
    }
    c.aload(0);
    c.getfield(block.frame(), "state", CD_int);
    c.tableswitch(1, sites.size(), none, cases);
    for (int i = 0; i < sites.size(); i++) {
      c.labelBinding(labels.get(i));
      c.loadConstant(constants.get(i));
      c.return_(kind);
    }
    c.labelBinding(none);
    c.loadConstant(otherwise);
    c.return_(kind);
  }
}
