package dev.bide.weaver;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.attribute.StackMapFrameInfo;
import java.lang.classfile.attribute.StackMapFrameInfo.ObjectVerificationTypeInfo;
import java.lang.classfile.attribute.StackMapFrameInfo.VerificationTypeInfo;
import java.lang.classfile.attribute.StackMapTableAttribute;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The calls of a class that are really made, and whose result is awaited on the spot. What such a
 * call has made is seen by nobody else, so each called method gets a method here that starts it
 * with the frame of the call before:
 *
 * <pre>{@code
 * private static Object m$call0$await(Async a, Slots cx, Suspended spare) {
 *   Startable block = Weave.claim(a, cx);
 *   if (block == null) return Weave.begin(a, cx);
 *   try {
 *     return block.start(cx, spare);
 *   } finally {
 *     Weave.exit(cx);
 *   }
 * }
 * }</pre>
 *
 * <p>A supplier that is awaited is run by such a method, too.
 *
 * <p>The JIT sees what the called method makes, as long as it inlines that: computation and lambda
 * are then not allocated at all. One for each called method, since the JIT does not inline a method
 * into itself more than once, and since each has a profile of its own.
 */
final class OnTheSpot {
  static final MethodTypeDesc TYPE =
      MethodTypeDesc.of(
          ConstantDescs.CD_Object, Names.CD_ASYNC, Names.CD_SLOTS, Names.CD_SUSPENDED);
  private static final ClassDesc CD_STARTABLE = Names.CD_STARTABLE;

  /** {@link #TYPE} for a supplier, of which each await is a run of its own. */
  private static final MethodTypeDesc OF_SUPPLIER =
      TYPE.changeParameterType(0, Names.CD_ASYNC_SUPPLIER);

  private static final MethodTypeDesc START =
      MethodTypeDesc.of(ConstantDescs.CD_Object, Names.CD_SLOTS, Names.CD_SUSPENDED);
  private static final MethodTypeDesc EXIT =
      MethodTypeDesc.of(ConstantDescs.CD_void, Names.CD_SLOTS);
  private static final int MEMBER =
      ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC;

  private final ClassDesc caller;
  private final boolean inInterface;

  /** The name of the method for each called one. */
  private final Map<String, String> starters = new LinkedHashMap<>();

  /** How many suppliers are awaited. */
  private int suppliers;

  OnTheSpot(ClassModel model) {
    this.caller = model.thisClass().asSymbol();
    this.inInterface = model.flags().has(AccessFlag.INTERFACE);
  }

  /** What to call with what a call returns; null when that is no computation. */
  @Nullable DirectCall of(InvokeInstruction call) {
    String owner = call.owner().asInternalName();
    if (!call.typeSymbol().returnType().equals(Names.CD_ASYNC)
        || !call.owner().asSymbol().equals(caller) && Hierarchy.ofCore(owner) && !isBlock(call)) {
      return null;
    }
    String callee = owner + "." + call.name().stringValue() + call.type().stringValue();
    String starter =
        starters.computeIfAbsent(
            callee, c -> call.name().stringValue() + "$call" + starters.size() + Names.DIRECT);
    return new DirectCall(
        DirectCall.Kind.BEHIND, caller, inInterface, starter, TYPE, callee, false, false);
  }

  /** What to call with a supplier that is awaited: its own for each place. */
  DirectCall ofSupplier() {
    String starter = supplier(suppliers++);
    return new DirectCall(
        DirectCall.Kind.BEHIND, caller, inInterface, starter, OF_SUPPLIER, starter, false, false);
  }

  private static String supplier(int n) {
    return "supplier$run" + n + Names.DIRECT;
  }

  /** Of core's own methods these give a block as it is. */
  private static boolean isBlock(InvokeInstruction call) {
    return switch (call.owner().asInternalName()) {
      case Names.ASYNC -> call.name().equalsString("async");
      case "dev/bide/AsyncFunction", "dev/bide/AsyncBiFunction" ->
          call.name().equalsString("apply");
      case "dev/bide/AsyncConsumer" -> call.name().equalsString("accept");
      case "dev/bide/AsyncPredicate" -> call.name().equalsString("test");
      default -> false;
    };
  }

  /** Writes the methods. */
  void write(ClassBuilder cb) {
    starters.values().forEach(name -> write(cb, name, TYPE));
    for (int i = 0; i < suppliers; i++) {
      write(cb, supplier(i), OF_SUPPLIER);
    }
  }

  private static void write(ClassBuilder cb, String name, MethodTypeDesc type) {
    cb.withMethodBody(name, type, MEMBER, code -> code(code, type));
  }

  private static void code(CodeBuilder cb, MethodTypeDesc type) {
    ClassDesc awaited = type.parameterType(0);
    Label claimed = cb.newLabel();
    Label from = cb.newLabel();
    Label to = cb.newLabel();
    Label failed = cb.newLabel();
    cb.aload(0);
    cb.aload(1);
    cb.invokestatic(
        Names.CD_WEAVE, "claim", MethodTypeDesc.of(CD_STARTABLE, awaited, Names.CD_SLOTS));
    cb.astore(3);
    cb.aload(3);
    cb.ifnonnull(claimed);
    cb.aload(0);
    cb.aload(1);
    cb.invokestatic(Names.CD_WEAVE, "begin", Abi.START.changeParameterType(0, awaited));
    cb.areturn();
    List<StackMapFrameInfo> frames = new ArrayList<>();
    List<VerificationTypeInfo> locals = new ArrayList<>(DirectWriter.entry(type));
    locals.add(ObjectVerificationTypeInfo.of(CD_STARTABLE));
    cb.labelBinding(claimed);
    frames.add(StackMapFrameInfo.of(claimed, locals, List.of()));
    cb.labelBinding(from);
    cb.aload(3);
    cb.aload(1);
    cb.aload(2);
    cb.invokeinterface(CD_STARTABLE, "start", START);
    cb.labelBinding(to);
    cb.aload(1);
    cb.invokestatic(Names.CD_WEAVE, "exit", EXIT);
    cb.areturn();
    cb.labelBinding(failed);
    frames.add(
        StackMapFrameInfo.of(
            failed, locals, List.of(ObjectVerificationTypeInfo.of(ConstantDescs.CD_Throwable))));
    cb.aload(1);
    cb.invokestatic(Names.CD_WEAVE, "exit", EXIT);
    cb.athrow();
    cb.exceptionCatchAll(from, to, failed);
    cb.with(StackMapTableAttribute.of(frames));
  }
}
