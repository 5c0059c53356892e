package dev.bide.weaver;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.attribute.StackMapTableAttribute;
import java.lang.classfile.constantpool.InvokeDynamicEntry;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * The code of one class's methods. Making objects of a method's instructions is dear: once each.
 */
final class Code {
  private static final byte INVOKEDYNAMIC = (byte) 0xba;

  private final IdentityHashMap<MethodModel, List<CodeElement>> read = new IdentityHashMap<>();

  private final Set<MethodModel> withBlocks = Collections.newSetFromMap(new IdentityHashMap<>());

  /** The elements of a method that has code. */
  List<CodeElement> of(MethodModel method) {
    List<CodeElement> known = read.get(method);
    if (known == null) {
      CodeModel code = method.code().orElseThrow();
      // First, since the elements then have the labels that it names.
      StackMapTableAttribute stackMap = code.findAttribute(Attributes.stackMapTable()).orElse(null);
      if (stackMap != null) {
        stackMap.entries();
      }
      known = code.elementList();
      read.put(method, known);
    }
    return known;
  }

  /**
   * Finds the methods that make blocks, for {@link #hasBlocks}.
   *
   * @param blocks what the class makes blocks by
   * @return those of them that the code names
   */
  Set<InvokeDynamicEntry> findBlocks(ClassModel model, Collection<InvokeDynamicEntry> blocks) {
    Set<InvokeDynamicEntry> named = new HashSet<>();
    for (MethodModel method : model.methods()) {
      if (method.code().orElse(null) instanceof CodeAttribute code
          && mayHave(code.codeArray(), blocks)) {
        find(method, blocks, named);
      }
    }
    return named;
  }

  private void find(
      MethodModel method, Collection<InvokeDynamicEntry> blocks, Set<InvokeDynamicEntry> named) {
    for (CodeElement element : of(method)) {
      if (element instanceof InvokeDynamicInstruction d && blocks.contains(d.invokedynamic())) {
        named.add(d.invokedynamic());
        withBlocks.add(method);
      }
    }
  }

  /** Whether a method makes blocks. */
  boolean hasBlocks(MethodModel method) {
    return withBlocks.contains(method);
  }

  /** By the bytes alone: most methods have none, and are not looked into. */
  private static boolean mayHave(byte[] code, Collection<InvokeDynamicEntry> dynamics) {
    for (int i = 0; i + 4 < code.length; i++) {
      if (code[i] == INVOKEDYNAMIC && code[i + 3] == 0 && code[i + 4] == 0) {
        int index = (code[i + 1] & 0xff) << 8 | code[i + 2] & 0xff;
        for (InvokeDynamicEntry entry : dynamics) {
          if (entry.index() == index) {
            return true;
          }
        }
      }
    }
    return false;
  }
}
