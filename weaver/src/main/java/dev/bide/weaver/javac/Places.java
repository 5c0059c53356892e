package dev.bide.weaver.javac;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What stands on each line of some blocks, for what the weaver has to say: it knows the lines of
 * its awaits, and no columns.
 */
final class Places {
  private final Model model;

  /** The first await of each line, by the line its name ends on. */
  private final Map<Long, TreePath> awaits = new HashMap<>();

  /** The first tree that begins on each line. */
  private final Map<Long, TreePath> trees = new HashMap<>();

  Places(Model model) {
    this.model = model;
  }

  void note(TreePath block) {
    CompilationUnitTree unit = block.getCompilationUnit();
    LineMap lines = unit.getLineMap();
    if (lines == null) {
      return; // javac counts none under -g:none
    }
    SourcePositions positions = model.trees.getSourcePositions();
    new TreePathScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void scan(@Nullable Tree tree, @Nullable Void unused) {
        if (tree != null) {
          long line = line(positions.getStartPosition(unit, tree));
          if (line > 0 && !trees.containsKey(line)) {
            trees.put(line, new TreePath(getCurrentPath(), tree));
          }
        }
        return super.scan(tree, null);
      }

      @Override
      public @Nullable Void visitMethodInvocation(
          MethodInvocationTree call, @Nullable Void unused) {
        if (model.isAwait(getCurrentPath())) {
          long line = line(positions.getEndPosition(unit, call.getMethodSelect()));
          if (line > 0) {
            awaits.putIfAbsent(line, getCurrentPath());
          }
        }
        return super.visitMethodInvocation(call, null);
      }

      private long line(long position) {
        return position < 0 ? 0 : lines.getLineNumber(position);
      }
    }.scan(block, null);
  }

  /** What stands on a line: an await if there is one. */
  TreePath at(int line, TreePath otherwise) {
    TreePath await = awaits.get((long) line);
    return await != null ? await : trees.getOrDefault((long) line, otherwise);
  }
}
