package dev.bide.twins;

import dev.bide.twins.compile.Woven;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.util.List;
import java.util.function.Consumer;

/**
 * A bug that a weaver could have, planted in what ours has made: the twins have to find each. It
 * keeps the code's length and types, so that the verifier has nothing to say.
 *
 * @param name what it is asked for by
 * @param what what it does
 * @param plant changes the method of a block that was resumed
 */
record Planted(String name, String what, Consumer<PatchedCode> plant) {
  private static final int POP = 0x57;
  private static final int POP2 = 0x58;
  private static final int ICONST_0 = 0x03;
  private static final int LCONST_0 = 0x09;
  private static final int FCONST_0 = 0x0b;
  private static final int DCONST_0 = 0x0e;

  /** All of them. */
  static final List<Planted> ALL =
      List.of(
          new Planted(
              "swap-locals",
              "a resumed block finds two locals in each other's places",
              Planted::swapLocals),
          new Planted("lose-local", "a resumed block finds 0 in a local", Planted::loseLocal),
          new Planted(
              "skip-save", "a block that waits again does not save a local", Planted::skipSave),
          new Planted(
              "drop-handler", "a resumed block lacks an exception handler", Planted::dropHandler),
          new Planted(
              "wrong-site", "a block that waits again notes another place", Planted::wrongSite),
          new Planted(
              "keep-swallowed",
              "a handler that swallows a cancel does not say so",
              Planted::keepSwallowed));

  /** Throws {@code IllegalArgumentException} when there is none of that name. */
  static Planted named(String name) {
    return ALL.stream()
        .filter(p -> p.name.equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "there is no bug '"
                    + name
                    + "' to plant; there are "
                    + ALL.stream().map(Planted::name).toList()));
  }

  /** What is done to each woven class. */
  Woven.After after() {
    return (className, file) -> PatchedCode.change(file, "resume", plant);
  }

  /** A field of the frame that holds a local or operand, read to restore it. */
  private static boolean restores(FieldInstruction f) {
    return f.opcode() == Opcode.GETFIELD && keeps(f);
  }

  private static boolean keeps(FieldInstruction f) {
    return f.owner().asInternalName().endsWith("Frame")
        && !f.name().equalsString("state")
        && !f.name().equalsString("self");
  }

  private static void swapLocals(PatchedCode code) {
    PatchedCode.At<FieldInstruction> before = null;
    for (var at : code.all(FieldInstruction.class)) {
      if (!restores(at.instruction())) {
        continue;
      }
      if (before != null
          && before.instruction().type().equals(at.instruction().type())
          && !before.instruction().name().equals(at.instruction().name())) {
        for (int i = 1; i <= 2; i++) {
          int b = code.get(before.offset() + i);
          code.set(before.offset() + i, code.get(at.offset() + i));
          code.set(at.offset() + i, b);
        }
        return;
      }
      before = at;
    }
  }

  private static void loseLocal(PatchedCode code) {
    for (var at : code.all(FieldInstruction.class)) {
      TypeKind kind = TypeKind.from(at.instruction().typeSymbol());
      if (restores(at.instruction()) && kind != TypeKind.REFERENCE) {
        code.set(at.offset(), POP);
        code.set(
            at.offset() + 1,
            switch (kind) {
              case LONG -> LCONST_0;
              case FLOAT -> FCONST_0;
              case DOUBLE -> DCONST_0;
              default -> ICONST_0;
            });
        code.set(at.offset() + 2, 0);
        return;
      }
    }
  }

  private static void skipSave(PatchedCode code) {
    for (var at : code.all(FieldInstruction.class)) {
      FieldInstruction f = at.instruction();
      boolean clears = code.get(at.offset() - 1) == 0x01; // aconst_null: nobody would notice
      if (f.opcode() == Opcode.PUTFIELD && keeps(f) && !clears) {
        code.set(at.offset(), POP2);
        code.set(at.offset() + 1, TypeKind.from(f.typeSymbol()).slotSize() == 2 ? POP : 0);
        code.set(at.offset() + 2, 0);
        return;
      }
    }
  }

  private static void dropHandler(PatchedCode code) {
    for (int i = 0; i < code.handlers(); i++) {
      int start = code.handlerStart(i);
      if (code.get(start) == 0) { // its first instruction is a nop, and that is all it keeps
        code.setHandlerEnd(i, start + 1);
        return;
      }
    }
  }

  private static void wrongSite(PatchedCode code) {
    PatchedCode.At<ConstantInstruction> before = null;
    var constants = code.all(ConstantInstruction.class);
    for (var at : code.all(FieldInstruction.class)) {
      if (at.instruction().opcode() != Opcode.PUTFIELD
          || !at.instruction().name().equalsString("state")) {
        continue;
      }
      for (var c : constants) {
        if (c.offset() < at.offset()) {
          before = c;
        }
      }
      if (before != null && before.instruction().opcode() == Opcode.ICONST_2) {
        code.set(before.offset(), 0x04); // iconst_1
        return;
      }
    }
  }

  private static void keepSwallowed(PatchedCode code) {
    for (var at : code.all(InvokeInstruction.class)) {
      if (at.instruction().name().equalsString("left")) {
        code.set(at.offset(), POP2);
        code.set(at.offset() + 1, 0);
        code.set(at.offset() + 2, 0);
      }
    }
  }
}
