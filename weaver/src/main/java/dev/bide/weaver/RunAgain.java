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
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.constant.ConstantDescs;
import java.util.ArrayList;
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
  private final LeafForms forms;
  private final Set<BlockUse.Target> found = new HashSet<>();
  private final Set<BlockUse.Target> given = new HashSet<>();

  private RunAgain(Map<InvokeDynamicEntry, BlockUse> uses, Code code, LeafForms forms) {
    this.uses = uses;
    this.code = code;
    this.forms = forms;
  }

  /** Finds them. */
  static RunAgain find(
      ClassModel model, Map<InvokeDynamicEntry, BlockUse> uses, Code code, LeafForms forms) {
    RunAgain again = new RunAgain(uses, code, forms);
    for (MethodModel method : model.methods()) {
      if (code.hasBlocks(method)) {
        again.addReturned(method);
        again.addValues(method);
        again.addGiven(method);
      }
    }
    return again;
  }

  /** Whether it is one of them. */
  boolean contains(BlockUse.Target block) {
    return found.contains(block);
  }

  /** Whether it is one of those that are given to what runs them again, whatever they end with. */
  boolean isGiven(BlockUse.Target block) {
    return given.contains(block);
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

  /**
   * Those that are given to a method with a leaf form, whose result is awaited on the spot: a time
   * limit, say. What runs them is then kept for the next such await.
   */
  private void addGiven(MethodModel method) {
    List<BlockUse.Target> made = new ArrayList<>();
    InvokeInstruction to = null;
    for (CodeElement element : code.of(method)) {
      if (!(element instanceof Instruction)) {
        continue;
      }
      if (to != null) {
        if (isAwait(element) && forms.of(to) != null) {
          found.addAll(made);
          given.addAll(made);
        }
        made.clear();
        to = null;
      }
      if (element instanceof InvokeDynamicInstruction d) {
        BlockUse.Target block = DirectForm.target(d, uses);
        if (block != null) {
          made.add(block);
        }
      } else if (element instanceof InvokeInstruction call) {
        to = made.isEmpty() ? null : call;
      } else if (!(element instanceof LoadInstruction)) { // of what the next one captures
        made.clear();
      }
    }
  }

  private static boolean isAwait(CodeElement element) {
    return element instanceof InvokeInstruction call && call.name().equalsString("await");
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
