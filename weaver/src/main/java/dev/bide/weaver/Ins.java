package dev.bide.weaver;

import java.lang.classfile.Instruction;

/** An instruction that neither names a local nor jumps. */
final class Ins extends Node {
  final Instruction instruction;

  Ins(Instruction instruction) {
    this.instruction = instruction;
  }
}
