package dev.bide.weaver;

import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.InvokeDynamicEntry;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.constant.ConstantDescs;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The blocks of a class whose runs may follow each other, so that one can use the frame of the one
 * before. Such a frame keeps more, so that others are left as they are.
 */
final class RunAgain {
  /** What a stream's methods run for several items at once, or once. */
  private static final Set<String> NOT_AGAIN =
      Set.of("mapConcurrent", "forEachConcurrent", "generate");

  private final Map<InvokeDynamicEntry, BlockUse> uses;
  private final Code code;
  private final Set<BlockUse.Target> found = new HashSet<>();

  private RunAgain(Map<InvokeDynamicEntry, BlockUse> uses, Code code) {
    this.uses = uses;
    this.code = code;
  }

  /** Finds them. */
  static Set<BlockUse.Target> find(
      ClassModel model, Map<InvokeDynamicEntry, BlockUse> uses, Code code) {
    RunAgain again = new RunAgain(uses, code);
    for (MethodModel method : model.methods()) {
      if (code.hasBlocks(method)) {
        again.addReturned(method);
        again.addValues(method);
      }
    }
    return again.found;
  }

  /**
   * Those that a method returns as soon as they are made: whoever awaits such a call on the spot
   * may have a frame to use again.
   */
  private void addReturned(MethodModel method) {
    Set<Label> ends = ends(code.of(method));
    BlockUse.@Nullable Target made = null;
    boolean isComputation = false;
    for (CodeElement element : code.of(method)) {
      if (element instanceof InvokeDynamicInstruction d) {
        made = DirectForm.target(d, uses);
        isComputation = false;
      } else if (element instanceof Instruction) {
        if (isComputation
            && made != null
            && (element instanceof ReturnInstruction
                || element instanceof BranchInstruction b && ends.contains(b.target()))) {
          found.add(made);
        }
        isComputation =
            made != null
                && !isComputation
                && element instanceof InvokeInstruction call
                && DirectForm.isAsync(call);
        if (!isComputation) {
          made = null;
        }
      }
    }
  }

  /** Where nothing is done but to return. */
  private static Set<Label> ends(List<CodeElement> code) {
    Set<Label> result = new HashSet<>();
    Set<Label> here = new HashSet<>();
    for (CodeElement element : code) {
      if (element instanceof LabelTarget l) {
        here.add(l.label());
      } else if (element instanceof Instruction) {
        if (element instanceof ReturnInstruction) {
          result.addAll(here);
        }
        here.clear();
      }
    }
    return result;
  }

  /** Those that are kept as a value, or given to whoever may run them many times. */
  private void addValues(MethodModel method) {
    BlockUse.@Nullable Target made = null;
    for (CodeElement element : code.of(method)) {
      if (element instanceof Instruction) {
        if (made != null && mayRunAgain(made, element)) {
          found.add(made);
        }
        made = element instanceof InvokeDynamicInstruction d ? DirectForm.target(d, uses) : null;
      }
    }
  }

  /** By what follows where one is made. */
  private static boolean mayRunAgain(BlockUse.Target block, CodeElement next) {
    if (next instanceof InvokeInstruction call) {
      String owner = call.owner().asInternalName();
      return owner.equals(Names.ASYNC_STREAM)
          ? !NOT_AGAIN.contains(call.name().stringValue())
          : !Hierarchy.ofCore(owner) && (takesArguments(block) || mayAwait(call));
    }
    return next instanceof StoreInstruction
        || next instanceof FieldInstruction
        || next instanceof ReturnInstruction;
  }

  private static boolean takesArguments(BlockUse.Target block) {
    return block.cxAt() < block.method().methodTypeSymbol().parameterCount();
  }

  /**
   * Whether what a method gives, or the object that a constructor makes, may await a block without
   * arguments: others run it once, as a task.
   */
  private static boolean mayAwait(InvokeInstruction call) {
    return call.name().equalsString(ConstantDescs.INIT_NAME)
        || call.typeSymbol().returnType().equals(Names.CD_ASYNC);
  }
}
