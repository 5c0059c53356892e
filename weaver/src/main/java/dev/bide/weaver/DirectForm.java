package dev.bide.weaver;

import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.constantpool.InvokeDynamicEntry;
import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A private or static method that does nothing with a block but return it: {@code return async(()
 * -> …)}, whatever stands before. Beside it the weaver puts its direct form, which runs the block
 * at once as part of the caller's chain. A call in the same class that is awaited on the spot goes
 * there: it makes no computation, and uses the frame of the call before again. All other calls are
 * really made, see {@link OnTheSpot}.
 *
 * <pre>{@code
 * private static Object m$await([C self,] …, Slots cx, Suspended spare)
 * }</pre>
 *
 * @param method the method
 * @param owner its class
 */
record DirectForm(MethodModel method, ClassDesc owner) {
  /** What leads to the end of such a method. */
  private enum Tail {
    ELSEWHERE,
    BLOCK,
    ASYNC
  }

  /** The methods of a class that can have a direct form, by name and descriptor. */
  static Map<String, DirectForm> all(
      ClassModel model, Map<InvokeDynamicEntry, BlockUse> uses, Code code) {
    Map<String, DirectForm> result = new LinkedHashMap<>();
    for (MethodModel method : model.methods()) {
      DirectForm form = of(method, uses, code);
      if (form != null) {
        result.put(key(method), form);
      }
    }
    return result;
  }

  /** What tells a method apart in its class. */
  static String key(MethodModel method) {
    return method.methodName().stringValue() + method.methodType().stringValue();
  }

  /** The direct form that a method can have; null when it can have none. */
  private static @Nullable DirectForm of(
      MethodModel method, Map<InvokeDynamicEntry, BlockUse> uses, Code code) {
    ClassModel model = method.parent().orElseThrow();
    if (method.code().isEmpty()
        || model.flags().has(AccessFlag.INTERFACE)
        || method.flags().has(AccessFlag.SYNCHRONIZED)
        || method.flags().has(AccessFlag.SYNTHETIC)
        || !method.flags().has(AccessFlag.STATIC) && !method.flags().has(AccessFlag.PRIVATE)
        || !method.methodTypeSymbol().returnType().equals(Names.CD_ASYNC)
        || !code.hasBlocks(method)
        || !endsWithBlock(code.of(method), uses)) {
      return null;
    }
    DirectForm form = new DirectForm(method, model.thisClass().asSymbol());
    return Block.fits(form.type()) ? form : null;
  }

  private static boolean endsWithBlock(
      List<CodeElement> code, Map<InvokeDynamicEntry, BlockUse> uses) {
    Tail tail = Tail.ELSEWHERE;
    boolean ends = false;
    for (CodeElement element : code) {
      if (element instanceof ExceptionCatch) {
        return false; // it would see what the block throws
      } else if (element instanceof InvokeDynamicInstruction d) {
        tail = target(d, uses) == null ? Tail.ELSEWHERE : Tail.BLOCK;
      } else if (element instanceof InvokeInstruction call) {
        tail = tail == Tail.BLOCK && isAsync(call) ? Tail.ASYNC : Tail.ELSEWHERE;
      } else if (element instanceof ReturnInstruction) {
        if (tail != Tail.ASYNC) {
          return false;
        }
        ends = true;
      } else if (element instanceof Instruction || element instanceof LabelTarget) {
        tail = Tail.ELSEWHERE;
      }
    }
    return ends;
  }

  /** Whether a call is {@code Async.async} of a block. */
  static boolean isAsync(InvokeInstruction call) {
    return call.opcode() == Opcode.INVOKESTATIC
        && call.owner().asInternalName().equals(Names.ASYNC)
        && call.name().equalsString("async")
        && call.typeSymbol().parameterCount() == 1;
  }

  static BlockUse.@Nullable Target target(
      InvokeDynamicInstruction made, Map<InvokeDynamicEntry, BlockUse> uses) {
    BlockUse use = uses.get(made.invokedynamic());
    return use == null ? null : use.target();
  }

  /** The blocks that it runs. */
  Set<BlockUse.Target> targets(Map<InvokeDynamicEntry, BlockUse> uses, Code code) {
    Set<BlockUse.Target> result = new HashSet<>();
    BlockUse.Target last = null;
    for (CodeElement element : code.of(method)) {
      if (element instanceof InvokeDynamicInstruction d) {
        last = target(d, uses);
      } else if (element instanceof Instruction) {
        if (last != null && element instanceof InvokeInstruction call && isAsync(call)) {
          result.add(last);
        }
        last = null;
      }
    }
    return result;
  }

  String name() {
    return method.methodName().stringValue() + Names.DIRECT;
  }

  MethodTypeDesc type() {
    return type(owner, method.methodTypeSymbol(), !isStatic());
  }

  /** The type of the direct form of a method with this one. */
  static MethodTypeDesc type(ClassDesc owner, MethodTypeDesc method, boolean instance) {
    MethodTypeDesc type = method.changeReturnType(ConstantDescs.CD_Object);
    if (instance) {
      type = type.insertParameterTypes(0, owner);
    }
    return type.insertParameterTypes(type.parameterCount(), Names.CD_SLOTS, Names.CD_SUSPENDED);
  }

  boolean isStatic() {
    return method.flags().has(AccessFlag.STATIC);
  }

  /** How many slots the method's own parameters take. */
  int parameterSlots() {
    int slots = isStatic() ? 0 : 1;
    for (ClassDesc p : method.methodTypeSymbol().parameterList()) {
      slots += p.equals(ConstantDescs.CD_long) || p.equals(ConstantDescs.CD_double) ? 2 : 1;
    }
    return slots;
  }
}
