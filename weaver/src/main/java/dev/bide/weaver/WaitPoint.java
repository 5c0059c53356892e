package dev.bide.weaver;

import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.MethodTypeDesc;

/** What a call in a block has to do with waiting. */
enum WaitPoint {
  /** Nothing. */
  NONE,
  /** It awaits an {@code Async}. */
  ASYNC,
  /** It awaits an {@code AsyncSupplier}. */
  SUPPLIER,
  /** Its owner is not on the class path, so that only the run time can tell. */
  MAYBE,
  /** The {@code await} of a stream: waits when it is the head of a loop. */
  STREAM,
  /** It closes what may be an {@code AsyncCloseable}. */
  CLOSE;

  /** Looks at a call: its owner's type decides, never its name and descriptor alone. */
  static WaitPoint of(InvokeInstruction call, Hierarchy hierarchy) {
    if (call.opcode() != Opcode.INVOKEINTERFACE && call.opcode() != Opcode.INVOKEVIRTUAL) {
      return NONE;
    }
    if (call.name().equalsString("close") && call.type().equalsString("()V")) {
      return hierarchy.mayBe(call.owner().asInternalName(), Names.ASYNC_CLOSEABLE) ? CLOSE : NONE;
    }
    if (!call.name().equalsString("await")) {
      return NONE;
    }
    String owner = call.owner().asInternalName();
    MethodTypeDesc type = call.typeSymbol();
    if (type.parameterCount() != 0 || type.returnType().isPrimitive()) {
      return NONE;
    }
    if (Names.internalName(type.returnType().descriptorString()).equals(Names.TURNS)) {
      return hierarchy.isSubtype(owner, Names.ASYNC_STREAM) == Hierarchy.Answer.NO ? NONE : STREAM;
    }
    if (hierarchy.isSubtype(owner, Names.ASYNC) == Hierarchy.Answer.YES) {
      return ASYNC;
    }
    return switch (hierarchy.isSubtype(owner, Names.ASYNC_SUPPLIER)) {
      case YES -> SUPPLIER;
      case UNKNOWN -> MAYBE;
      case NO -> NONE;
    };
  }

  /**
   * Whether what a {@code close()} call closes is an {@code AsyncCloseable}, by its static type.
   */
  static boolean surelyCloses(InvokeInstruction call, Hierarchy hierarchy) {
    return hierarchy.isSubtype(call.owner().asInternalName(), Names.ASYNC_CLOSEABLE)
        == Hierarchy.Answer.YES;
  }
}
