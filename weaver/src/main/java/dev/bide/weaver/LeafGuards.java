package dev.bide.weaver;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
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
 * The calls that a class makes to leaf forms. The library may be another version when the program
 * runs, without the form; so each called method gets a method here that guards the call, and a
 * field for what it has found:
 *
 * <pre>{@code
 * private static int m$leaf0$await;                 // 0 not known, 1 there, 2 not there
 *
 * private static Object m$leaf0$await([C self,] …, Slots cx, Suspended spare) {
 *   if (self != null) {
 *     if (m$leaf0$await == 0) {
 *       try {
 *         Holder.m(nulls);                          // without a context it does nothing
 *         m$leaf0$await = 1;
 *       } catch (LinkageError e) {
 *         m$leaf0$await = 2;
 *       }
 *     }
 *     if (m$leaf0$await == 1) return Holder.m([self,] …, cx, spare);
 *   }
 *   return Weave.begin(self.m(…), cx);
 * }
 * }</pre>
 */
final class LeafGuards {
  private static final ClassDesc CD_LINKAGE = ClassDesc.of("java.lang.LinkageError");
  private static final int THERE = 1;
  private static final int NOT_THERE = 2;
  private static final int MEMBER =
      ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC;

  /** A called method, and its form. */
  private record Callee(
      ClassDesc owner,
      String method,
      MethodTypeDesc methodType,
      Opcode call,
      boolean inInterface,
      DirectCall form) {}

  private final ClassModel model;
  private final LeafForms forms;
  private final ClassDesc caller;

  /** The name of the guard for each called method. */
  private final Map<Callee, String> guards = new LinkedHashMap<>();

  LeafGuards(ClassModel model, LeafForms forms) {
    this.model = model;
    this.forms = forms;
    this.caller = model.thisClass().asSymbol();
  }

  /**
   * What to call in place of a method; null when the call stays as it is.
   *
   * @param again whether the frame may come to the call twice
   */
  @Nullable DirectCall of(InvokeInstruction call, boolean again) {
    if (model.flags().has(AccessFlag.INTERFACE)) { // no place for the field
      return null;
    }
    DirectCall form = forms.of(call);
    if (form == null || form.onlyAgain() && !again) {
      return null;
    }
    String method = call.name().stringValue();
    Callee callee =
        new Callee(
            Names.desc(call.owner().asInternalName()),
            method,
            call.typeSymbol(),
            call.opcode(),
            call.isInterface(),
            form);
    String guard =
        guards.computeIfAbsent(callee, c -> method + "$leaf" + guards.size() + Names.DIRECT);
    return new DirectCall(
        DirectCall.Kind.LEAF,
        caller,
        false,
        guard,
        type(callee),
        form.callee(),
        form.runsBlocks(),
        form.onlyAgain());
  }

  /** The guard's type: the form's, with the receiver as the call has it. */
  private static MethodTypeDesc type(Callee callee) {
    MethodTypeDesc type = callee.form.type();
    return callee.call == Opcode.INVOKESTATIC ? type : type.changeParameterType(0, callee.owner);
  }

  /** Writes the guards. */
  void write(ClassBuilder cb) {
    for (Map.Entry<Callee, String> entry : guards.entrySet()) {
      Callee callee = entry.getKey();
      String guard = entry.getValue();
      cb.withField(guard, ConstantDescs.CD_int, MEMBER);
      cb.withMethodBody(guard, type(callee), MEMBER, c -> code(c, callee, guard));
    }
  }

  private void code(CodeBuilder cb, Callee callee, String guard) {
    MethodTypeDesc type = type(callee);
    DirectCall form = callee.form;
    boolean isStatic = callee.call == Opcode.INVOKESTATIC;
    Label plain = cb.newLabel();
    Label known = cb.newLabel();
    Label asks = cb.newLabel();
    Label asked = cb.newLabel();
    Label absent = cb.newLabel();
    Label take = cb.newLabel();
    List<VerificationTypeInfo> entry = DirectWriter.entry(type);
    List<StackMapFrameInfo> frames = new ArrayList<>();
    if (!isStatic) {
      cb.aload(0);
      cb.ifnull(plain); // it throws
    }
    cb.getstatic(caller, guard, ConstantDescs.CD_int);
    cb.ifne(known);
    cb.labelBinding(asks);
    nulls(cb, form.type());
    cb.invokestatic(form.owner(), form.name(), form.type());
    cb.pop();
    cb.labelBinding(asked);
    cb.iconst_1();
    cb.putstatic(caller, guard, ConstantDescs.CD_int);
    cb.labelBinding(take);
    frames.add(StackMapFrameInfo.of(take, entry, List.of()));
    DirectWriter.loadAll(cb, type);
    cb.invokestatic(form.owner(), form.name(), form.type());
    cb.areturn();
    cb.labelBinding(known);
    frames.add(StackMapFrameInfo.of(known, entry, List.of()));
    cb.getstatic(caller, guard, ConstantDescs.CD_int);
    cb.loadConstant(THERE);
    cb.branch(Opcode.IF_ICMPEQ, take);
    cb.labelBinding(plain);
    frames.add(StackMapFrameInfo.of(plain, entry, List.of()));
    DirectWriter.loadAll(
        cb, type.dropParameterTypes(type.parameterCount() - 2, type.parameterCount()));
    cb.invoke(callee.call, callee.owner, callee.method, callee.methodType, callee.inInterface);
    cb.aload(slots(type) - 2);
    cb.invokestatic(Names.CD_WEAVE, "begin", Abi.START);
    cb.areturn();
    cb.labelBinding(absent);
    frames.add(
        StackMapFrameInfo.of(absent, entry, List.of(ObjectVerificationTypeInfo.of(CD_LINKAGE))));
    cb.pop();
    cb.loadConstant(NOT_THERE);
    cb.putstatic(caller, guard, ConstantDescs.CD_int);
    cb.goto_(plain);
    cb.exceptionCatch(asks, asked, absent, CD_LINKAGE);
    cb.with(StackMapTableAttribute.of(frames));
  }

  /** Pushes null or zero for each parameter. */
  private static void nulls(CodeBuilder cb, MethodTypeDesc type) {
    for (ClassDesc p : type.parameterList()) {
      switch (p.descriptorString().charAt(0)) {
        case 'I', 'Z', 'B', 'S', 'C' -> cb.iconst_0();
        case 'J' -> cb.lconst_0();
        case 'F' -> cb.fconst_0();
        case 'D' -> cb.dconst_0();
        default -> cb.aconst_null();
      }
    }
  }

  /** How many slots the parameters take. */
  static int slots(MethodTypeDesc type) {
    int slots = 0;
    for (ClassDesc p : type.parameterList()) {
      slots += p.equals(ConstantDescs.CD_long) || p.equals(ConstantDescs.CD_double) ? 2 : 1;
    }
    return slots;
  }
}
