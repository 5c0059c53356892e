package dev.bide.bench.exact;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.util.Map;

/** How many bytes of bytecode a class's methods have: what the JIT compiler's limits are about. */
final class CodeSizes {
  private CodeSizes() {}

  /** Adds {@code code CLASS.METHOD} for the bodies of a class's blocks. */
  static void ofBlocks(Class<?> c, Map<String, Long> figures) {
    for (MethodModel m : read(c).methods()) {
      String name = m.methodName().stringValue();
      if (name.startsWith("lambda$")) {
        m.findAttribute(Attributes.code())
            .ifPresent(code ->
                figures.merge(
                    "code " + c.getSimpleName() + "." + name, (long) code.codeLength(), Math::max));
      }
    }
  }

  private static ClassModel read(Class<?> c) {
    String file = c.getName().substring(c.getPackageName().length() + 1) + ".class";
    try (InputStream in = c.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("no class file: " + file);
      }
      return ClassFile.of().parse(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
