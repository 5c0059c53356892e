package dev.bide.weaver;

import java.lang.classfile.Opcode;

/** A branch, conditional or not. The short opcode always: the emitter knows when it needs more. */
final class Jump extends Node {
  final Opcode opcode;
  final Mark target;

  Jump(Opcode opcode, Mark target) {
    this.opcode = opcode == Opcode.GOTO_W ? Opcode.GOTO : opcode;
    this.target = target;
  }

  boolean conditional() {
    return opcode != Opcode.GOTO;
  }

  /** How many operands it takes. */
  int operands() {
    return switch (opcode) {
      case GOTO -> 0;
      case IFEQ, IFNE, IFLT, IFGE, IFGT, IFLE, IFNULL, IFNONNULL -> 1;
      default -> 2;
    };
  }

  /** The branch that is taken when this one is not. */
  Opcode inverted() {
    return switch (opcode) {
      case IFEQ -> Opcode.IFNE;
      case IFNE -> Opcode.IFEQ;
      case IFLT -> Opcode.IFGE;
      case IFGE -> Opcode.IFLT;
      case IFGT -> Opcode.IFLE;
      case IFLE -> Opcode.IFGT;
      case IFNULL -> Opcode.IFNONNULL;
      case IFNONNULL -> Opcode.IFNULL;
      case IF_ICMPEQ -> Opcode.IF_ICMPNE;
      case IF_ICMPNE -> Opcode.IF_ICMPEQ;
      case IF_ICMPLT -> Opcode.IF_ICMPGE;
      case IF_ICMPGE -> Opcode.IF_ICMPLT;
      case IF_ICMPGT -> Opcode.IF_ICMPLE;
      case IF_ICMPLE -> Opcode.IF_ICMPGT;
      case IF_ACMPEQ -> Opcode.IF_ACMPNE;
      case IF_ACMPNE -> Opcode.IF_ACMPEQ;
      default -> throw new IllegalStateException("not conditional: " + opcode);
    };
  }

  @Override
  boolean fallsThrough() {
    return conditional();
  }
}
