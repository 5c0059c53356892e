package dev.bide.testing.contract;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeInstruction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Plants a bug in one of core's classes, for the suite to find. With a bug's number and a folder it
 * writes the changed class there, to stand first on the class path; without arguments it lists the
 * bugs: number, rule, and what of the suite has to fail.
 */
public final class Plant {
  /** How a method is changed. */
  private enum Edit {
    /** It returns at once: nothing, or null, zero, false. */
    SKIP,
    /** It returns true at once. */
    TRUE,
    /** It does not call a method that returns nothing. */
    OMIT
  }

  /**
   * A bug.
   *
   * @param call the method that is not called any more, for {@link Edit#OMIT}
   * @param check a part of the name of the check that has to fail
   */
  private record Bug(int rule, String type, String method, Edit edit, String call, String check) {}

  private static final List<Bug> BUGS =
      List.of(
          omit(4, "TaskCore", "afterEnd", "cancelHere", "when the chain ends what is attached"),
          omit(6, "Chain", "startUnusually", "goOnNextTurn", "a loop whose awaits are all ready"),
          skip(10, "Sleep", "end", "a leaf forgets its waker"),
          omit(12, "Chain", "tellAndPoll", "cancel", "a task is cancelled from any thread"),
          skip(14, "Chain", "left", "a swallowed cancel comes again at the next leaf"),
          skip(14, "Chain", "reportSwallow", "the report names the line"),
          omit(15, "Combinator", "abort", "abortHere", "combinators and scopes pass an abort on"),
          skip(17, "Combinator", "discard", "a dropped result is closed"),
          omit(17, "Combinator", "letGoOfOutcome", "letGo", "or given to their on discard"),
          skip(20, "Combinator", "cancelChildren", "race timeout and scope wait until"),
          skip(20, "Timeout", "polled", "a timeout throws timed out exception"),
          new Bug(
              22, "Join", "seesFailure", Edit.TRUE, "", "a failure awaited through ended alone"),
          omit(24, "Joiners$Failed", "oneLess", "failed", "a detached tasks failure is reported"),
          omit(25, "TaskCore", "abandon", "failed", "a task that can no longer run"),
          skip(30, "stream/Generator", "release", "a loop closes its source on every way out"),
          skip(34, "EngineContext", "refuseConfined", "one inside is refused before its frame"),
          omit(40, "EngineContext", "startLater", "goOnNextTurn", "ready leaves on the spot"),
          omit(40, "sync/Receiver", "poll", "gaveUp", "a leaf cancelled while it waits takes"),
          omit(40, "sync/Permits$Acquire", "poll", "giveBack", "when it was given something"),
          skip(37, "Traces", "append", "the lines of the waiting callers are appended"));

  private Plant() {}

  private static Bug skip(int rule, String type, String method, String check) {
    return new Bug(rule, type, method, Edit.SKIP, "", check);
  }

  private static Bug omit(int rule, String type, String method, String call, String check) {
    return new Bug(rule, type, method, Edit.OMIT, call, check);
  }

  /** See the class. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length == 0) {
      for (int i = 0; i < BUGS.size(); i++) {
        System.out.println(i + " " + BUGS.get(i).rule + " " + BUGS.get(i).check);
      }
      return;
    }
    Bug bug = BUGS.get(Integer.parseInt(arguments[0]));
    String file = "dev/bide/internal/" + bug.type + ".class";
    Path target = Path.of(arguments[1], file);
    Files.createDirectories(target.getParent());
    Files.write(target, planted(bug, file));
  }

  private static byte[] planted(Bug bug, String file) throws IOException {
    List<Object> changes = new ArrayList<>();
    // what cannot be reached any more has no variables to name
    ClassFile classFile = ClassFile.of(ClassFile.DebugElementsOption.DROP_DEBUG);
    byte[] changed;
    try (InputStream in = Plant.class.getResourceAsStream("/" + file)) {
      if (in == null) {
        throw new IllegalStateException("no " + file + " on the class path");
      }
      changed =
          classFile.transformClass(
              classFile.parse(in.readAllBytes()),
              (builder, element) -> {
                if (element instanceof MethodModel m && m.methodName().equalsString(bug.method)) {
                  builder.transformMethod(
                      m, MethodTransform.transformingCode(edited(bug, m, changes)));
                } else {
                  builder.with(element);
                }
              });
    }
    if (changes.isEmpty()) {
      throw new IllegalStateException("nothing to change: " + bug);
    }
    return changed;
  }

  private static CodeTransform edited(Bug bug, MethodModel m, List<Object> changes) {
    if (bug.edit == Edit.OMIT) {
      return (builder, element) -> omit(bug.call, builder, element, changes);
    }
    boolean[] done = new boolean[1];
    return (builder, element) -> {
      if (!done[0] && element instanceof Instruction) {
        done[0] = true;
        changes.add(m);
        TypeKind kind = TypeKind.from(m.methodTypeSymbol().returnType());
        if (kind == TypeKind.REFERENCE) {
          builder.aconst_null();
        } else if (kind != TypeKind.VOID) {
          builder.loadConstant(bug.edit == Edit.TRUE ? 1 : 0);
        }
        builder.return_(kind);
      }
      builder.with(element); // an instruction is out of reach now
    };
  }

  private static void omit(
      String call, CodeBuilder builder, CodeElement element, List<Object> changes) {
    if (element instanceof InvokeInstruction i
        && i.name().equalsString(call)
        && TypeKind.from(i.typeSymbol().returnType()) == TypeKind.VOID) {
      changes.add(i);
      for (int p = i.typeSymbol().parameterCount() - 1; p >= 0; p--) {
        if (TypeKind.from(i.typeSymbol().parameterType(p)).slotSize() == 2) {
          builder.pop2();
        } else {
          builder.pop();
        }
      }
      if (i.opcode() != Opcode.INVOKESTATIC) {
        builder.pop();
      }
    } else {
      builder.with(element);
    }
  }
}
