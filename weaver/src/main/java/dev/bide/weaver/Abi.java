package dev.bide.weaver;

import java.lang.classfile.Instruction;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.StackMapFrameInfo.ObjectVerificationTypeInfo;
import java.lang.classfile.attribute.StackMapFrameInfo.VerificationTypeInfo;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.ConstantPoolBuilder;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.StackInstruction;
import java.lang.classfile.instruction.TypeCheckInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the instructions that woven code consists of beside the program's own. */
final class Abi {
  static final MethodTypeDesc COMPUTATION =
      MethodTypeDesc.of(Names.CD_ASYNC, Names.CD_ASYNC_SUPPLIER);
  static final MethodTypeDesc START =
      MethodTypeDesc.of(ConstantDescs.CD_Object, Names.CD_ASYNC, Names.CD_SLOTS);
  static final MethodTypeDesc SUSPEND =
      MethodTypeDesc.of(
          Names.CD_FRAME, Names.CD_FRAME, Names.CD_ASYNC, ConstantDescs.CD_Object, Names.CD_SLOTS);
  static final MethodTypeDesc BACK_EDGES_TYPE =
      MethodTypeDesc.of(Names.CD_ASYNC, ConstantDescs.CD_int, Names.CD_SLOTS);
  private static final MethodTypeDesc LEVEL =
      MethodTypeDesc.of(ConstantDescs.CD_void, Names.CD_SLOTS, ConstantDescs.CD_int);
  private static final MethodTypeDesc CLOSING =
      MethodTypeDesc.of(Names.CD_ASYNC, ConstantDescs.CD_Object);
  private static final MethodTypeDesc NEXT_OF =
      MethodTypeDesc.of(Names.CD_ASYNC, Names.CD_ASYNC_STREAM);
  private static final MethodTypeDesc BOX =
      MethodTypeDesc.of(ConstantDescs.CD_Object, ConstantDescs.CD_Object, Names.CD_SLOTS);

  final ConstantPoolBuilder pool;

  // What many places of a class need is found in its pool once.
  private @Nullable ClassEntry suspended;
  private @Nullable Ins box;
  private @Nullable Instruction backEdges;
  private final Map<String, VerificationTypeInfo> types = new HashMap<>();

  Abi(ConstantPoolBuilder pool) {
    this.pool = pool;
  }

  private Ins weave(String name, MethodTypeDesc type) {
    return call(Names.CD_WEAVE, name, type);
  }

  /** The class of all that woven code returns where it waits. */
  ClassEntry suspended() {
    ClassEntry entry = suspended;
    if (entry == null) {
      entry = pool.classEntry(Names.CD_SUSPENDED);
      suspended = entry;
    }
    return entry;
  }

  /** An object or array in a stack map. */
  VerificationTypeInfo type(VType.Ref type) {
    VerificationTypeInfo info = types.get(type.descriptor());
    if (info == null) {
      info =
          ObjectVerificationTypeInfo.of(pool.classEntry(ClassDesc.ofDescriptor(type.descriptor())));
      types.put(type.descriptor(), info);
    }
    return info;
  }

  /** Reads or writes the primitive result in the context. */
  Ins primitive(Opcode opcode) {
    return new Ins(
        FieldInstruction.of(
            opcode, pool.fieldRefEntry(Names.CD_SLOTS, "primitive", ConstantDescs.CD_long)));
  }

  /** A call of a static method of a class. */
  Ins call(ClassDesc owner, String name, MethodTypeDesc type) {
    return new Ins(
        InvokeInstruction.of(Opcode.INVOKESTATIC, pool.methodRefEntry(owner, name, type)));
  }

  /** The same of a class or an interface. */
  Ins call(ClassDesc owner, String name, MethodTypeDesc type, boolean inInterface) {
    return new Ins(
        InvokeInstruction.of(
            Opcode.INVOKESTATIC,
            inInterface
                ? pool.interfaceMethodRefEntry(owner, name, type)
                : pool.methodRefEntry(owner, name, type)));
  }

  /** The charge for back edges: takes how many there are and the context. */
  Ins backEdges() {
    Instruction charge = backEdges;
    if (charge == null) {
      charge = weave("backEdges", BACK_EDGES_TYPE).instruction;
      backEdges = charge;
    }
    return new Ins(charge);
  }

  /** Whether that is what an instruction does. */
  boolean isBackEdges(Ins i) {
    return i.instruction == backEdges;
  }

  Ins caught() {
    return weave("caught", LEVEL);
  }

  Ins left() {
    return weave("left", LEVEL);
  }

  Ins closing() {
    return weave("closing", CLOSING);
  }

  /** The plain call that asks a stream for its next item. */
  Ins next() {
    return new Ins(
        InvokeInstruction.of(
            Opcode.INVOKEINTERFACE,
            pool.interfaceMethodRefEntry(
                Names.CD_ASYNC_STREAM, "next", MethodTypeDesc.of(Names.CD_ASYNC))));
  }

  Ins nextOf() {
    return weave("nextOf", NEXT_OF);
  }

  Ins box() {
    Ins known = box;
    if (known == null) {
      known = weave("box", BOX);
      box = known;
    }
    return new Ins(known.instruction);
  }

  /** Unboxes what an await returned. */
  Ins to(TypeKind primitive) {
    String name = primitive.upperBound().displayName();
    return weave(
        "to" + Character.toUpperCase(name.charAt(0)) + name.substring(1),
        BOX.changeReturnType(primitive.upperBound()));
  }

  /** The type of what {@code Weave.of} takes a primitive with. */
  static MethodTypeDesc ofType(TypeKind primitive) {
    return MethodTypeDesc.of(ConstantDescs.CD_Object, primitive.upperBound(), Names.CD_CONTEXT);
  }

  Ins requireNonNull() {
    return call(
        Names.CD_OBJECTS,
        "requireNonNull",
        MethodTypeDesc.of(ConstantDescs.CD_Object, ConstantDescs.CD_Object));
  }

  Ins addSuppressed() {
    return new Ins(
        InvokeInstruction.of(
            Opcode.INVOKEVIRTUAL,
            pool.methodRefEntry(
                ConstantDescs.CD_Throwable,
                "addSuppressed",
                MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_Throwable))));
  }

  Ins checkcast(ClassEntry type) {
    return new Ins(TypeCheckInstruction.of(Opcode.CHECKCAST, type));
  }

  Ins instanceOf(ClassDesc type) {
    return new Ins(TypeCheckInstruction.of(Opcode.INSTANCEOF, type));
  }

  Ins stack(Opcode opcode) {
    return new Ins(StackInstruction.of(opcode));
  }

  Ins nullConstant() {
    return new Ins(ConstantInstruction.ofIntrinsic(Opcode.ACONST_NULL));
  }

  /** A small int. */
  Ins constant(int value) {
    Opcode opcode =
        switch (value) {
          case 0 -> Opcode.ICONST_0;
          case 1 -> Opcode.ICONST_1;
          case 2 -> Opcode.ICONST_2;
          case 3 -> Opcode.ICONST_3;
          case 4 -> Opcode.ICONST_4;
          case 5 -> Opcode.ICONST_5;
          default -> Opcode.SIPUSH;
        };
    return new Ins(
        opcode == Opcode.SIPUSH
            ? ConstantInstruction.ofArgument(opcode, value)
            : ConstantInstruction.ofIntrinsic(opcode));
  }
}
