package dev.bide.twins;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * A method's code within the bytes of its class file, to be changed without changing its length.
 */
final class PatchedCode {
  private final byte[] file;
  private final int start;
  private final CodeAttribute code;

  /**
   * An instruction.
   *
   * @param offset of its first byte
   */
  record At<I extends Instruction>(int offset, I instruction) {}

  private PatchedCode(byte[] file, int start, CodeAttribute code) {
    this.file = file;
    this.start = start;
    this.code = code;
  }

  /** Changes the methods whose names end so, in a copy. */
  static byte[] change(byte[] file, String methods, Consumer<PatchedCode> how) {
    byte[] copy = file.clone();
    for (MethodModel m : ClassFile.of().parse(file).methods()) {
      if (m.methodName().stringValue().endsWith(methods)) {
        m.findAttribute(Attributes.code())
            .ifPresent(c -> how.accept(new PatchedCode(copy, indexOf(file, c.codeArray()), c)));
      }
    }
    return copy;
  }

  private static int indexOf(byte[] file, byte[] part) {
    for (int i = 0; i + part.length <= file.length; i++) {
      if (Arrays.equals(file, i, i + part.length, part, 0, part.length)) {
        return i;
      }
    }
    throw new IllegalArgumentException("a method's code is not in its class file");
  }

  /** The instructions of a kind, in their order. */
  <I extends Instruction> List<At<I>> all(Class<I> kind) {
    List<At<I>> found = new ArrayList<>();
    int offset = 0;
    for (CodeElement e : code.elementList()) {
      if (e instanceof Instruction i) {
        if (kind.isInstance(i)) {
          found.add(new At<>(offset, kind.cast(i)));
        }
        offset += i.sizeInBytes();
      }
    }
    return found;
  }

  /** A byte of the code as it is now. */
  int get(int offset) {
    return file[start + offset] & 0xff;
  }

  void set(int offset, int value) {
    file[start + offset] = (byte) value;
  }

  /** How many exception handlers there are. */
  int handlers() {
    return u2(table());
  }

  int handlerStart(int i) {
    return u2(table() + 2 + 8 * i);
  }

  void setHandlerEnd(int i, int end) {
    int at = table() + 2 + 8 * i + 2;
    file[at] = (byte) (end >> 8);
    file[at + 1] = (byte) end;
  }

  private int table() {
    return start + code.codeArray().length;
  }

  private int u2(int at) {
    return (file[at] & 0xff) << 8 | file[at + 1] & 0xff;
  }
}
