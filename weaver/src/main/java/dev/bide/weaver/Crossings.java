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
 * The calls that a class makes to direct forms of other classes' methods. What the other class is
 * when the program runs need not be what it was when this one was woven; so each called method gets
 * a method here that guards the call, and a field for what it has found:
 *
 * <pre>{@code
 * private static boolean m$call0$await;
 *
 * private static Object m$call0$await([C self,] …, Slots cx, Suspended spare) {
 *   if (self != null && !m$call0$await) {
 *     try {
 *       C.m$await(…);                    // the one that does nothing: is the form there?
 *       return C.m$await(self, …, cx, spare);
 *     } catch (IncompatibleClassChangeError e) { // thrown by the first of the two only
 *       m$call0$await = true;
 *     }
 *   }
 *   return Weave.begin(self.m(…), cx);   // as if nobody had woven anything
 * }
 * }</pre>
 *
 * <p>It is called with the arguments on the stack, so that {@code C} is initialized where it always
 * was. Once compiled, what does nothing costs nothing.
 */
final class Crossings {
  private static final ClassDesc CD_CHANGED =
      ClassDesc.of("java.lang.IncompatibleClassChangeError");
  private static final ClassDesc CD_NOT_THERE = ClassDesc.of("java.lang.NoClassDefFoundError");
  private static final int MEMBER =
      ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC;

  /**
   * A called method.
   *
   * @param form the name of its direct form
   * @param type the type of its direct form
   */
  private record Callee(
      ClassDesc owner,
      String method,
      MethodTypeDesc methodType,
      boolean isStatic,
      String form,
      MethodTypeDesc type) {}

  private final ClassModel model;
  private final Hierarchy hierarchy;
  private final ClassDesc caller;

  /** The name of the guard for each called method. */
  private final Map<Callee, String> guards = new LinkedHashMap<>();

  Crossings(ClassModel model, Hierarchy hierarchy) {
    this.model = model;
    this.hierarchy = hierarchy;
    this.caller = model.thisClass().asSymbol();
  }

  /** What to call in place of a method of another class; null when the call stays as it is. */
  @Nullable DirectCall of(InvokeInstruction call) {
    boolean isStatic = call.opcode() == Opcode.INVOKESTATIC;
    MethodTypeDesc methodType = call.typeSymbol();
    if (!isStatic && call.opcode() != Opcode.INVOKEVIRTUAL
        || call.isInterface()
        || !methodType.returnType().equals(Names.CD_ASYNC)
        || model.flags().has(AccessFlag.INTERFACE)) { // no place for the field
      return null;
    }
    String owner = call.owner().asInternalName();
    if (owner.startsWith("[")) {
      return null;
    }
    ClassDesc ownerDesc = Names.desc(owner);
    String method = call.name().stringValue();
    String form = method + Names.DIRECT;
    MethodTypeDesc type = DirectForm.type(ownerDesc, methodType, !isStatic);
    if (!hierarchy.hasDirect(owner, form, type) || !isStatic && mayBeProtected(owner)) {
      return null;
    }
    Callee callee = new Callee(ownerDesc, method, methodType, isStatic, form, type);
    String guard =
        guards.computeIfAbsent(callee, c -> method + "$call" + guards.size() + Names.DIRECT);
    return new DirectCall(
        caller, guard, type, ownerDesc.descriptorString() + form + type.descriptorString(), false);
  }

  /**
   * Whether a method may be there by inheritance from another package only: then its receiver has
   * to be of the caller's own type, which a guard does not know.
   */
  private boolean mayBeProtected(String owner) {
    String name = model.thisClass().asInternalName();
    return !owner
            .substring(0, owner.lastIndexOf('/') + 1)
            .equals(name.substring(0, name.lastIndexOf('/') + 1))
        && hierarchy.isSubtype(name, owner) != Hierarchy.Answer.NO;
  }

  /** Writes the guards. */
  void write(ClassBuilder cb) {
    guards.forEach((callee, guard) -> {
      cb.withField(guard, ConstantDescs.CD_boolean, MEMBER);
      cb.withMethodBody(guard, callee.type, MEMBER, c -> code(c, callee, guard));
    });
  }

  private void code(CodeBuilder cb, Callee callee, String guard) {
    Label plain = cb.newLabel();
    Label linked = cb.newLabel();
    Label first = cb.newLabel();
    Label firstEnd = cb.newLabel();
    Label changed = cb.newLabel();
    Label again = cb.newLabel();
    Label againEnd = cb.newLabel();
    Label absent = cb.newLabel();
    Label failed = cb.newLabel();
    List<VerificationTypeInfo> entry = DirectWriter.entry(callee.type);
    List<StackMapFrameInfo> frames = new ArrayList<>();
    if (!callee.isStatic) {
      cb.aload(0);
      cb.ifnull(plain); // the plain call throws, and initializes nothing
    }
    cb.getstatic(caller, guard, ConstantDescs.CD_boolean);
    cb.ifne(plain);
    cb.labelBinding(first);
    link(cb, callee);
    cb.labelBinding(firstEnd);
    DirectWriter.loadAll(cb, callee.type);
    cb.invokestatic(callee.owner, callee.form, callee.type);
    cb.areturn();

    // Either it is not there, or the class ended so when it was initialized. The second time tells.
    int error = slots(callee.type);
    List<VerificationTypeInfo> withError = new ArrayList<>(entry);
    withError.add(ObjectVerificationTypeInfo.of(CD_CHANGED));
    cb.labelBinding(changed);
    frames.add(frame(changed, entry, CD_CHANGED));
    cb.astore(error);
    cb.labelBinding(again);
    link(cb, callee);
    cb.labelBinding(againEnd);
    cb.goto_(linked);
    cb.labelBinding(absent);
    frames.add(frame(absent, withError, CD_CHANGED));
    cb.pop();
    cb.iconst_1();
    cb.putstatic(caller, guard, ConstantDescs.CD_boolean);
    cb.labelBinding(plain);
    frames.add(StackMapFrameInfo.of(plain, entry, List.of()));
    DirectWriter.loadAll(
        cb,
        callee.isStatic
            ? callee.methodType
            : callee.methodType.insertParameterTypes(0, callee.owner));
    if (callee.isStatic) {
      cb.invokestatic(callee.owner, callee.method, callee.methodType);
    } else {
      cb.invokevirtual(callee.owner, callee.method, callee.methodType);
    }
    cb.aload(error - 2);
    cb.invokestatic(Names.CD_WEAVE, "begin", Abi.START);
    cb.areturn();
    cb.labelBinding(failed);
    frames.add(frame(failed, withError, CD_NOT_THERE));
    cb.pop();
    cb.labelBinding(linked);
    frames.add(StackMapFrameInfo.of(linked, withError, List.of()));
    cb.aload(error);
    cb.athrow();

    cb.exceptionCatch(first, firstEnd, changed, CD_CHANGED);
    cb.exceptionCatch(again, againEnd, absent, CD_CHANGED);
    cb.exceptionCatch(again, againEnd, failed, CD_NOT_THERE);
    cb.with(StackMapTableAttribute.of(frames));
  }

  private static StackMapFrameInfo frame(
      Label here, List<VerificationTypeInfo> locals, ClassDesc caught) {
    return StackMapFrameInfo.of(here, locals, List.of(ObjectVerificationTypeInfo.of(caught)));
  }

  /** Pushes null or zero for each parameter. */
  static void nulls(CodeBuilder cb, MethodTypeDesc type) {
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

  /** Calls what does nothing, and is there when the direct form is. */
  private static void link(CodeBuilder cb, Callee callee) {
    nulls(cb, callee.type);
    cb.invokestatic(callee.owner, callee.form, DirectForm.linkType(callee.owner, callee.type));
    cb.pop();
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
