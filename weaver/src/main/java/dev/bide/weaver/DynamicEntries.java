package dev.bide.weaver;

import java.lang.classfile.constantpool.ConstantPool;
import java.lang.classfile.constantpool.InvokeDynamicEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds what a class's lambdas are made by, in the bytes of its constant pool: an object for each
 * entry is too much for the many classes that have no block.
 */
final class DynamicEntries {
  private static final int POOL = 8; // behind magic number and version

  private DynamicEntries() {}

  /** All invokedynamic entries of a class file, in their order. */
  static List<InvokeDynamicEntry> of(byte[] classFile, ConstantPool pool) {
    List<InvokeDynamicEntry> result = new ArrayList<>();
    int count = u2(classFile, POOL);
    int at = POOL + 2;
    for (int i = 1; i < count; i++) {
      int tag = classFile[at];
      switch (tag) {
        case PoolEntry.TAG_UTF8 -> at += 3 + u2(classFile, at + 1);
        case PoolEntry.TAG_LONG, PoolEntry.TAG_DOUBLE -> {
          at += 9;
          i++; // they take two numbers
        }
        case PoolEntry.TAG_CLASS,
            PoolEntry.TAG_STRING,
            PoolEntry.TAG_METHOD_TYPE,
            PoolEntry.TAG_MODULE,
            PoolEntry.TAG_PACKAGE ->
            at += 3;
        case PoolEntry.TAG_METHOD_HANDLE -> at += 4;
        default -> {
          if (tag == PoolEntry.TAG_INVOKE_DYNAMIC) {
            result.add(pool.entryByIndex(i, InvokeDynamicEntry.class));
          }
          at += 5;
        }
      }
    }
    return result;
  }

  private static int u2(byte[] bytes, int at) {
    return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
  }
}
