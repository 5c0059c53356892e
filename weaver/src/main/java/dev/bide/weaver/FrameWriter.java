package dev.bide.weaver;

import static dev.bide.weaver.FramePattern.FRAME;
import static dev.bide.weaver.FramePattern.OWNER;
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
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes the frame class of a block: its fields, and what the engine asks a frame. */
final class FrameWriter {
  /** The type of a frame's constructor. */
  static final MethodTypeDesc NEW = MethodTypeDesc.of(ConstantDescs.CD_void, Names.CD_SLOTS);

  /** The type of {@link #taker} and {@link #USABLE}. */
  static final MethodTypeDesc TAKER = MethodTypeDesc.of(Names.CD_SUSPENDED, Names.CD_SUSPENDED);

  /** The field for the receiver of an instance lambda. */
  static final String SELF = "self";

  static final int PACKAGE_PRIVATE = 0;
  private static final MethodTypeDesc LOCATION = MethodTypeDesc.of(Names.CD_STACK_TRACE_ELEMENT);
  private static final MethodTypeDesc UNFRAMED =
      MethodTypeDesc.of(ConstantDescs.CD_void, Names.CD_ASYNC, CD_Object, Names.CD_SLOTS);
  static final String FINISH = "finish";
  static final MethodTypeDesc FINISHES = MethodTypeDesc.of(CD_Object, Names.CD_SLOTS, CD_Object);
  private static final MethodTypeDesc CLEARED =
      MethodTypeDesc.of(Names.CD_SUSPENDED, Names.CD_SUSPENDED, Names.CD_FRAME);
  private static final MethodTypeDesc STAND_AT =
      MethodTypeDesc.of(ConstantDescs.CD_void, Names.CD_FRAME, Names.CD_SLOTS);
  private static final MethodTypeDesc NEW_LOCATION =
      MethodTypeDesc.of(ConstantDescs.CD_void, CD_String, CD_String, CD_String, CD_int);

  private final Woven woven;
  private final Block block;
  private final List<Await> sites;

  private FrameWriter(Woven woven) {
    this.woven = woven;
    this.block = woven.block();
    this.sites = woven.body().sites;
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
  static MethodTypeDesc keeperType(ClassDesc frame) {
    return MethodTypeDesc.of(Names.CD_FRAME, frame, CD_Object, Names.CD_SLOTS);
  }

  /**
   * The class file.
   *
   * @param patterns what the frames of a shape have in common
   * @param major the version of the block's class
   * @param minor 65535 when that needs preview features
   */
  static byte[] write(
      Woven woven, Function<FrameShape, FramePattern> patterns, int major, int minor) {
    FrameWriter writer = new FrameWriter(woven);
    return patterns.apply(writer.shape(major, minor)).write(woven.block(), writer::rest);
  }

  private FrameShape shape(int major, int minor) {
    boolean starts = false;
    boolean loops = false;
    boolean plain = false;
    boolean handles = false;
    for (Await await : sites) {
      starts |= !await.form.tells();
      loops |= await.form == Await.Form.OPTIONAL;
      plain |= await.cov.isEmpty();
      handles |= !await.cov.isEmpty();
    }
    List<FrameShape.Keeps> keeps = new ArrayList<>();
    for (String spare : woven.layout().spareFields()) {
      keeps.add(new FrameShape.Keeps(spare, forms(spare)));
    }
    return new FrameShape(
        block.instance(),
        block.inInterface(),
        block.direct(),
        woven.parted(),
        woven.callsAgain(),
        woven.ends(),
        woven.firstConfined() != null,
        starts,
        loops,
        plain && !handles,
        keeps,
        major,
        minor);
  }

  private List<Await.Form> forms(String spare) {
    Set<Await.Form> forms = EnumSet.noneOf(Await.Form.class);
    for (Await await : sites) {
      if (spare.equals(woven.layout().spare(await.callee))) {
        forms.add(await.form);
      }
    }
    return List.copyOf(forms);
  }

  private void rest(ClassBuilder cb) {
    if (block.instance()) {
      cb.withField(SELF, OWNER, PACKAGE_PRIVATE);
    }
    for (Layout.Field field : woven.layout().fields) {
      cb.withField(field.name(), field.type(), PACKAGE_PRIVATE);
    }
    for (String spare : woven.layout().spareFields()) {
      cb.withField(spare, Names.CD_SUSPENDED, PACKAGE_PRIVATE);
    }
    if (woven.parted()) {
      choices(cb, 0, woven.parts().size());
    }
    finish(cb);
    for (Await await : sites) {
      factory(cb, await);
    }
    handles(cb);
    location(cb);
    confined(cb);
    if (block.given()) {
      clear(cb);
    }
  }

  /** Lets go of what the frame held where an exception has left the block. */
  private void clear(ClassBuilder cb) {
    cb.withMethodBody(
        "clear",
        MethodTypeDesc.of(CD_boolean),
        ClassFile.ACC_PUBLIC,
        c -> {
          for (Layout.Field field : woven.layout().fields) {
            if (!field.type().isPrimitive()) {
              c.aload(0);
              c.aconst_null();
              c.putfield(block.frame(), field.name(), field.type());
            }
          }
          for (String spare : woven.layout().spareFields()) {
            c.aload(0);
            c.aload(0);
            c.getfield(block.frame(), spare, Names.CD_SUSPENDED);
            c.aload(0);
            c.invokestatic(Names.CD_WEAVE, "cleared", CLEARED);
            c.putfield(block.frame(), spare, Names.CD_SUSPENDED);
          }
          c.aload(0);
          c.iconst_0();
          c.putfield(block.frame(), "state", CD_int);
          c.iconst_1();
          c.ireturn();
        });
  }

  /** The static method that starts what the block awaits. */
  static final String START = "start";

  /** The static method with which the block awaits something once it has been resumed. */
  static final String AWAIT = "await";

  /** The type of {@link #AWAIT}. */
  static MethodTypeDesc awaitType(ClassDesc frame) {
    return MethodTypeDesc.of(CD_Object, Names.CD_ASYNC, frame, CD_int, Names.CD_SLOTS);
  }

  /** The static method that goes on with the part of the block in which the frame waits. */
  static final String SELECT = "select";

  private static String selectName(int from, int to) {
    return SELECT + (from + 1) + "to" + to;
  }

  /**
   * Chooses between two halves of some parts. Each choice is a method of its own, since HotSpot
   * inlines what is large only where it is called by a quarter of its caller's runs.
   */
  private void choices(ClassBuilder cb, int from, int to) {
    if (to - from < 2) {
      return;
    }
    int middle = (from + to) / 2;
    boolean all = to - from == woven.parts().size();
    cb.withMethodBody(
        all ? SELECT : selectName(from, to),
        all ? FrameShape.resumeEntryType(block.instance()) : block.resumeEntryType(),
        ClassFile.ACC_STATIC,
        c -> {
          Label upper = c.newLabel();
          c.aload(block.instance() ? 1 : 0);
          c.getfield(FRAME, "state", CD_int);
          c.loadConstant(woven.parts().get(middle).sites().getFirst().site);
          c.if_icmpge(upper);
          goOn(c, from, middle);
          c.labelBinding(upper);
          goOn(c, middle, to);
        });
    choices(cb, from, middle);
    choices(cb, middle, to);
  }

  private void goOn(CodeBuilder c, int from, int to) {
    if (to - from > 1) {
      call(c, block.frame(), selectName(from, to), false);
    } else {
      call(c, block.owner(), block.resumeEntry(from), block.inInterface());
    }
    c.areturn();
  }

  private void call(CodeBuilder c, ClassDesc owner, String name, boolean inInterface) {
    MethodTypeDesc type = block.resumeEntryType();
    DirectWriter.loadAll(c, type);
    c.invokestatic(owner, name, type, inInterface);
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
            c.getfield(FRAME, "state", CD_int);
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
          c.invokevirtual(FRAME, "resume", Names.RESUME);
          c.areturn();
        });
  }

  /** Takes the spare frame for local {@code frame}, else goes on at {@code none}. */
  private void takeFrame(CodeBuilder c, int spare, int frame, Label none, Label taken) {
    c.aload(spare);
    c.ifnull(none);
    c.aload(spare);
    c.checkcast(FRAME);
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
          c.putfield(FRAME, "state", CD_int);
          String spare = woven.layout().spare(await.callee);
          c.aload(frame);
          if (spare != null) {
            c.aload(result);
            c.aload(cx);
            c.invokestatic(FRAME, keeper(await.form, spare), keeperType(FRAME));
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
    c.new_(FRAME);
    c.dup();
    c.aload(cx);
    c.invokespecial(FRAME, INIT_NAME, NEW);
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
      c.getfield(FRAME, SELF, OWNER);
      c.aload(parameter);
      c.if_acmpeq(same);
    }
    c.aload(frame);
    c.aload(parameter);
    c.putfield(FRAME, SELF, OWNER);
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
      c.putfield(FRAME, field.name(), field.type());
    }
  }

  private void handles(ClassBuilder cb) {
    List<Integer> answers = new ArrayList<>();
    for (Await await : sites) {
      answers.add(await.cov.isEmpty() ? 0 : 1);
    }
    if (answers.contains(0) && answers.contains(1)) { // else the superclass or the pattern says it
      cb.withMethodBody(
          "handles",
          MethodTypeDesc.of(CD_boolean),
          ClassFile.ACC_PUBLIC,
          c -> byState(c, TypeKind.INT, answers, 1));
    }
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
          c.invokevirtual(FRAME, "line", MethodTypeDesc.of(CD_int));
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
    c.getfield(FRAME, "state", CD_int);
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
