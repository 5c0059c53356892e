package dev.bide.build.classfiles;

import java.lang.classfile.CodeModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LineNumber;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The instructions of a method that run when nothing is thrown: what only makes and throws an
 * exception, and what handles one, is left out.
 */
final class LiveCode {
  record At(Instruction instruction, int line) {}

  private final List<At> code = new ArrayList<>();
  private final Map<Label, Integer> labels = new HashMap<>();

  private LiveCode(CodeModel model) {
    int line = 0;
    for (var e : model) {
      switch (e) {
        case LineNumber n -> line = n.line();
        case LabelTarget t -> labels.put(t.label(), code.size());
        case Instruction i -> code.add(new At(i, line));
        default -> {}
      }
    }
  }

  static List<At> of(CodeModel model) {
    return new LiveCode(model).live();
  }

  private List<At> live() {
    int n = code.size();
    List<List<Integer>> after = new ArrayList<>();
    List<List<Integer>> before = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      before.add(new ArrayList<>());
    }
    for (int i = 0; i < n; i++) {
      List<Integer> next = successors(i);
      after.add(next);
      for (int s : next) {
        before.get(s).add(i);
      }
    }
    boolean[] reached = reached(after);
    boolean[] doomed = doomed(after, before);
    List<At> live = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      if (reached[i] && !doomed[i]) {
        live.add(code.get(i));
      }
    }
    return live;
  }

  private static boolean[] reached(List<List<Integer>> after) {
    boolean[] in = new boolean[after.size()];
    ArrayDeque<Integer> queue = new ArrayDeque<>();
    if (!after.isEmpty()) {
      queue.add(0);
    }
    for (Integer i = queue.poll(); i != null; i = queue.poll()) {
      if (!in[i]) {
        in[i] = true;
        queue.addAll(after.get(i));
      }
    }
    return in;
  }

  /** From where every way ends in a throw. A loop without an end is no such way. */
  private boolean[] doomed(List<List<Integer>> after, List<List<Integer>> before) {
    boolean[] doomed = new boolean[after.size()];
    int[] waysOut = new int[after.size()];
    ArrayDeque<Integer> queue = new ArrayDeque<>();
    for (int i = 0; i < after.size(); i++) {
      waysOut[i] = after.get(i).size();
      if (code.get(i).instruction.opcode() == Opcode.ATHROW) {
        queue.add(i);
      }
    }
    for (Integer i = queue.poll(); i != null; i = queue.poll()) {
      doomed[i] = true;
      for (int p : before.get(i)) {
        if (--waysOut[p] == 0) {
          queue.add(p);
        }
      }
    }
    return doomed;
  }

  private List<Integer> successors(int i) {
    List<Integer> next = new ArrayList<>();
    Instruction at = code.get(i).instruction;
    switch (at) {
      case BranchInstruction b -> {
        next.add(target(b.target()));
        if (b.opcode() != Opcode.GOTO && b.opcode() != Opcode.GOTO_W) {
          next.add(i + 1);
        }
      }
      case TableSwitchInstruction s -> cases(s.cases(), s.defaultTarget(), next);
      case LookupSwitchInstruction s -> cases(s.cases(), s.defaultTarget(), next);
      default -> {
        boolean ends = at instanceof ReturnInstruction || at.opcode() == Opcode.ATHROW;
        if (!ends && i + 1 < code.size()) {
          next.add(i + 1);
        }
      }
    }
    return next;
  }

  private void cases(List<SwitchCase> cases, Label otherwise, List<Integer> next) {
    cases.forEach(c -> next.add(target(c.target())));
    next.add(target(otherwise));
  }

  private int target(Label label) {
    Integer at = labels.get(label);
    if (at == null) {
      throw new IllegalArgumentException("a jump to a label that is nowhere");
    }
    return at;
  }
}
