package dev.bide.build.classfiles;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;

/** Names places in class files the way a stack trace does, so that an IDE can jump there. */
final class Places {
  private Places() {}

  static String of(ClassModel c) {
    return dotted(c.thisClass().asInternalName()) + "(" + sourceFile(c) + ")";
  }

  static String of(ClassModel c, MethodModel m, int line) {
    return dotted(c.thisClass().asInternalName())
        + "."
        + m.methodName().stringValue()
        + "("
        + sourceFile(c)
        + (line > 0 ? ":" + line : "")
        + ")";
  }

  static String dotted(String internalName) {
    return internalName.replace('/', '.');
  }

  private static String sourceFile(ClassModel c) {
    return c.findAttribute(Attributes.sourceFile())
        .map(a -> a.sourceFile().stringValue())
        .orElse("Unknown Source");
  }
}
