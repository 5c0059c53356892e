package dev.bide.weaver;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.INIT_NAME;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.ConstantPool;
import java.lang.classfile.constantpool.ConstantPoolBuilder;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * What the frame classes of one shape have in common, written once: the methods whose code is the
 * same in all of them but for names. A frame class begins as a copy, with its own names in the
 * constant pool. To write each method of each frame class anew was a sixth of the weaver's work.
 */
final class FramePattern {
  /**
   * What decides about those methods.
   *
   * @param instance whether the method that resumes the block is an instance method
   * @param inInterface whether the block's class is an interface
   * @param direct whether the frame may be used again by a later run
   * @param parted whether several methods resume the block
   * @param callsAgain whether the block may call a method and await it after it has waited
   * @param ends whether the block may end with a value after it has waited
   * @param confined whether it holds what belongs to one thread
   * @param starts whether it starts what it awaits
   * @param loops whether back edges are charged for
   * @param plain whether no await is covered by a handler
   * @param keeps the fields for spares, each with the kinds of await that leave something there
   * @param major the version of the class file
   * @param minor 65535 when that needs preview features
   */
  record Shape(
      boolean instance,
      boolean inInterface,
      boolean direct,
      boolean parted,
      boolean callsAgain,
      boolean ends,
      boolean confined,
      boolean starts,
      boolean loops,
      boolean plain,
      List<Keeps> keeps,
      int major,
      int minor) {
    /** The method of {@code Weave} that the frame waits with. */
    String suspend() {
      return confined ? "suspendConfined" : "suspend";
    }
  }

  /** A field for spares. */
  record Keeps(String field, List<Await.Form> forms) {}

  // Names that no class and no method has.
  private static final String FRAME_NAME = "\u0001frame";
  private static final String OWNER_NAME = "\u0001owner";
  private static final String RESUME = "\u0001resume";

  /** Stands for the frame class. */
  static final ClassDesc FRAME = Names.desc(FRAME_NAME);

  /** Stands for the block's class. */
  static final ClassDesc OWNER = Names.desc(OWNER_NAME);

  private static final MethodTypeDesc RESUME_TYPE = Names.RESUME.insertParameterTypes(0, FRAME);
  private static final MethodTypeDesc SPARE =
      MethodTypeDesc.of(Names.CD_SUSPENDED, Names.CD_SUSPENDED, CD_Object, Names.CD_FRAME);
  private static final MethodTypeDesc NEXT = MethodTypeDesc.of(Names.CD_FRAME, Names.CD_FRAME);
  private static final MethodTypeDesc ADVANCE = MethodTypeDesc.of(CD_Object, Names.CD_SLOTS);
  private static final MethodTypeDesc POLL = MethodTypeDesc.of(CD_Object, Names.CD_CONTEXT);
  private static final MethodTypeDesc CHARGE =
      MethodTypeDesc.of(CD_boolean, Names.CD_ASYNC, Names.CD_SLOTS);
  private static final MethodTypeDesc AGAIN =
      MethodTypeDesc.of(Names.CD_ASYNC, Names.CD_ASYNC, Names.CD_FRAME, Names.CD_SLOTS);
  private static final MethodTypeDesc WAITS =
      MethodTypeDesc.of(CD_Object, CD_Object, Names.CD_FRAME, CD_int);
  private static final MethodTypeDesc CHARGE_AGAIN = MethodTypeDesc.of(CD_boolean, Names.CD_SLOTS);
  private static final MethodTypeDesc AWAITS =
      MethodTypeDesc.of(CD_Object, CD_Object, Names.CD_SLOTS);
  private static final MethodTypeDesc HANDED_OVER = MethodTypeDesc.of(CD_Object, Names.CD_SLOTS);
  private static final MethodTypeDesc HANG =
      MethodTypeDesc.of(
          CD_Object, Names.CD_FRAME, Names.CD_ASYNC, CD_Object, CD_int, Names.CD_SLOTS);
  private static final MethodTypeDesc STAND_AT =
      MethodTypeDesc.of(ConstantDescs.CD_void, Names.CD_FRAME, Names.CD_SLOTS);

  private static final int POOL = 10; // behind magic number, version and count

  private final Shape shape;
  private final ClassModel model;

  /** The constant pool in pieces: a string is a name or type to be filled in, bytes are copied. */
  private final List<Object> pieces = new ArrayList<>();

  /** Where the pool ends. */
  private final int end;

  /**
   * The pattern of a shape.
   *
   * @param shape the shape
   */
  FramePattern(Shape shape) {
    this.shape = shape;
    byte[] bytes = ClassFile.of().build(FRAME, this::methods);
    this.model = ClassFile.of().parse(bytes);
    this.end = split(bytes);
  }

  private int split(byte[] bytes) {
    ConstantPool pool = model.constantPool();
    int at = POOL;
    int copied = POOL;
    for (PoolEntry entry : pool) {
      int size = size(entry, bytes, at);
      if (entry instanceof Utf8Entry utf8 && utf8.stringValue().indexOf('\u0001') >= 0) {
        pieces.add(Arrays.copyOfRange(bytes, copied, at));
        pieces.add(utf8.stringValue());
        copied = at + size;
      }
      at += size;
    }
    pieces.add(Arrays.copyOfRange(bytes, copied, at));
    return at;
  }

  private static int size(PoolEntry entry, byte[] bytes, int at) {
    return switch (entry.tag()) {
      case PoolEntry.TAG_UTF8 -> 3 + ((bytes[at + 1] & 0xff) << 8 | bytes[at + 2] & 0xff);
      case PoolEntry.TAG_CLASS -> 3;
      case PoolEntry.TAG_FIELDREF,
          PoolEntry.TAG_METHODREF,
          PoolEntry.TAG_INTERFACE_METHODREF,
          PoolEntry.TAG_NAME_AND_TYPE ->
          5;
      default -> throw new IllegalStateException("a frame has no constant " + entry.tag());
    };
  }

  /**
   * A frame class: what is common to its shape, and what is added.
   *
   * @param block its block
   * @param rest adds the rest, with {@link #FRAME} and {@link #OWNER} in place of the names where
   *     the pattern has them
   */
  byte[] write(Block block, Consumer<ClassBuilder> rest) {
    ConstantPoolBuilder pool = ConstantPoolBuilder.of(model);
    byte[] bytes =
        ClassFile.of()
            .build(
                model.thisClass(),
                pool,
                cb -> {
                  header(cb);
                  for (MethodModel method : model.methods()) {
                    cb.with(method);
                  }
                  rest.accept(cb);
                });
    return named(bytes, block);
  }

  private byte[] named(byte[] bytes, Block block) {
    String frame = Names.internalName(block.frame().descriptorString());
    String owner = Names.internalName(block.owner().descriptorString());
    var result = new ByteArrayOutputStream(bytes.length + 8 * (frame.length() + owner.length()));
    try (var out = new DataOutputStream(result)) {
      out.write(bytes, 0, POOL);
      for (Object piece : pieces) {
        if (piece instanceof String name) {
          out.writeByte(PoolEntry.TAG_UTF8);
          out.writeUTF(
              name.replace(FRAME_NAME, frame)
                  .replace(OWNER_NAME, owner)
                  .replace(RESUME, block.resumeEntry(0)));
        } else {
          out.write((byte[]) piece);
        }
      }
      out.write(bytes, end, bytes.length - end);
    } catch (IOException e) { // of a name that is too long for a class file
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    return result.toByteArray();
  }

  private void header(ClassBuilder cb) {
    cb.withVersion(shape.major(), shape.minor());
    cb.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER | ClassFile.ACC_SYNTHETIC);
    cb.withSuperclass(Names.CD_FRAME);
  }

  private void methods(ClassBuilder cb) {
    header(cb);
    for (Keeps keeps : shape.keeps()) {
      for (Await.Form form : keeps.forms()) {
        keeper(cb, form, keeps.field());
      }
      if (shape.direct()) {
        taker(cb, keeps.field());
      }
    }
    constructor(cb);
    if (shape.starts() || shape.parted()) {
      start(cb);
    }
    if (shape.starts() && !shape.parted()) {
      await(cb);
    }
    if (shape.parted()) {
      resumeParted(cb);
      advanceParted(cb);
      begin(cb);
    } else {
      resume(cb);
      advance(cb);
    }
    if (shape.callsAgain()) {
      apart(cb);
    }
    if (shape.direct()) {
      usable(cb);
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

  private MethodTypeDesc resumeEntryType() {
    return resumeEntryType(shape.instance());
  }

  /** The type of the method that goes on with a block. */
  static MethodTypeDesc resumeEntryType(boolean instance) {
    return instance ? RESUME_TYPE.insertParameterTypes(0, OWNER) : RESUME_TYPE;
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
      c.invokestatic(FRAME, APART, RESUME_TYPE);
    } else {
      enter(c, outcome);
    }
    if (shape.ends()) {
      c.astore(4);
      handOn(c);
    }
  }

  private void enter(CodeBuilder c, Runnable outcome) {
    if (shape.instance()) {
      c.aload(0);
      c.getfield(FRAME, FrameWriter.SELF, OWNER);
    }
    c.aload(0);
    c.aload(1);
    outcome.run();
    c.invokestatic(OWNER, RESUME, resumeEntryType(), shape.inInterface());
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
        RESUME_TYPE,
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

  /** Polls the leaf; goes on with its value in local 3, or returns the frame when it waits. */
  private static void pollLeaf(CodeBuilder c, Label value) {
    c.aload(0);
    c.getfield(FRAME, "child", Names.CD_ASYNC);
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
  private static void thrown(CodeBuilder c, Label start) {
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

  private static void standHere(CodeBuilder c) {
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
   * The same for a block that several methods resume. Each returns what it awaits: that is started
   * here, at one place for all of them, so that an await is no more than to store what lives across
   * it. The JIT makes one piece of some twenty awaits then, and it was six.
   */
  private void advanceParted(ClassBuilder cb) {
    cb.withMethodBody(
        "advance",
        ADVANCE,
        ClassFile.ACC_PUBLIC,
        c -> {
          standHere(c);
          c.aload(1);
          c.loadConstant(Rewrite.BACK_EDGES);
          c.putfield(Names.CD_SLOTS, "backEdges", CD_int);
          c.iconst_0();
          c.istore(2);
          Label start = c.newBoundLabel();
          Label has = c.newLabel();
          pollLeaf(c, has);
          c.labelBinding(has);
          c.iconst_1();
          c.istore(2);
          select(c, 3, () -> c.aconst_null());
          c.astore(3);
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
          c.aload(1);
          c.invokestatic(Names.CD_WEAVE, "handedOver", HANDED_OVER);
          c.astore(3);
          c.goto_(has);
          thrown(c, start);
        });
  }

  /**
   * Polls what is in local 3 where that is the leaf that the frame has waited for last; goes on at
   * {@code unusual} where it is but must not be polled.
   */
  private static void pollAgain(CodeBuilder c, Label value, Label other, Label unusual) {
    c.aload(3);
    c.aload(0);
    c.getfield(FRAME, "child", Names.CD_ASYNC);
    c.if_acmpne(other);
    c.aload(3);
    c.ifnull(other);
    c.iconst_0();
    c.istore(2);
    c.aload(1);
    c.invokestatic(Names.CD_WEAVE, "charge", CHARGE_AGAIN);
    c.ifeq(unusual);
    pollLeaf(c, value);
  }

  /** Goes on with the part in which the frame waits. */
  private void select(CodeBuilder c, int in, Runnable failure) {
    if (shape.instance()) {
      c.aload(0);
      c.getfield(FRAME, FrameWriter.SELF, OWNER);
    }
    c.aload(0);
    c.aload(1);
    c.aload(in);
    failure.run();
    c.invokestatic(FRAME, FrameWriter.SELECT, resumeEntryType());
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
      c.aload(1);
      c.invokestatic(Names.CD_WEAVE, "handedOver", HANDED_OVER);
      c.astore(4);
      handOn(c);
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
        ADVANCE,
        ClassFile.ACC_PUBLIC,
        c -> {
          Label value = c.newLabel();
          c.aload(1);
          c.invokestatic(Names.CD_WEAVE, "handedOver", HANDED_OVER);
          c.astore(3);
          begin(c, value);
          c.labelBinding(value);
          c.aload(3);
          c.areturn();
        });
  }

  private void resumeParted(ClassBuilder cb) {
    cb.withMethodBody(
        "resume",
        Names.RESUME,
        ClassFile.ACC_PUBLIC,
        c -> {
          Label again = c.newBoundLabel();
          Label elsewhere = c.newLabel();
          select(c, 2, () -> c.aload(3));
          c.astore(3);
          returned(c, elsewhere);
          c.aload(3);
          c.aload(1);
          c.invokestatic(Names.CD_WEAVE, "awaits", AWAITS);
          c.areturn();
          c.labelBinding(elsewhere);
          c.aload(1);
          c.invokestatic(Names.CD_WEAVE, "handedOver", HANDED_OVER);
          c.astore(2);
          c.aconst_null();
          c.astore(3);
          c.goto_(again);
        });
  }

  /**
   * Hands what the block has returned to the frame that awaits it, if it is a value. The call
   * stands here, not in the engine, so that it has a profile of its own.
   */
  private static void handOn(CodeBuilder c) {
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

  /** Asked once in a run: each question more is code that the JIT counts. */
  private void usable(ClassBuilder cb) {
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

  private void taker(ClassBuilder cb, String field) {
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
}
