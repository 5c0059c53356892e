package dev.bide.weaver;

import java.lang.classfile.TypeKind;

/** Pushes a local. */
final class Load extends Node {
  final TypeKind kind;
  final int local;

  Load(TypeKind kind, int local) {
    this.kind = kind;
    this.local = local;
  }
}
