package dev.bide.weaver;

import java.lang.classfile.TypeKind;

/** Pops into a local. */
final class Store extends Node {
  final TypeKind kind;
  final int local;

  Store(TypeKind kind, int local) {
    this.kind = kind;
    this.local = local;
  }
}
