package dev.bide.weaver.javac;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.DoWhileLoopTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.util.TreePath;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import org.jspecify.annotations.Nullable;

/**
 * A computation has one owner and runs once: a local one that is awaited a second time on a
 * straight line fails there. What stands in a branch or loop is not looked at, nor what another
 * method made (that may be shared); a computation that is awaited again on purpose is `shared()`.
 */
final class AwaitedTwiceRule implements Rule {
  private final Model model;
  private final Report report;

  AwaitedTwiceRule(Model model, Report report) {
    this.model = model;
    this.report = report;
  }

  @Override
  public void statements(Walk at, List<? extends StatementTree> statements) {
    if (!at.inBlock()) {
      return;
    }
    Line line = new Line();
    for (StatementTree statement : statements) {
      line.scan(new TreePath(at.getCurrentPath(), statement), null);
    }
  }

  /** Looks at what surely runs, in order. */
  private final class Line extends OwnCode {
    /** The line of a variable's first await. */
    private final Map<Element, Long> awaited = new HashMap<>();

    /** The variables declared on this line that surely hold a computation that runs once. */
    private final Set<Element> own = new HashSet<>();

    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree tree, @Nullable Void unused) {
      super.visitMethodInvocation(tree, null);
      if (tree.getMethodSelect() instanceof MemberSelectTree select
          && select.getExpression() instanceof IdentifierTree name
          && model.isAwait(getCurrentPath())) {
        TreePath path = new TreePath(getCurrentPath(), select);
        Element variable = model.trees.getElement(new TreePath(path, name));
        if (variable != null && own.contains(variable)) {
          Long before = awaited.get(variable);
          if (before == null) {
            awaited.put(variable, line(tree));
          } else {
            report.at(
                Check.AWAITED_TWICE,
                getCurrentPath(),
                select,
                "`"
                    + name
                    + "` was awaited before"
                    + (before > 0 ? ", in line " + before : "")
                    + ", and a computation runs once: keep the value of the first await, or make it"
                    + " `shared()`");
          }
        }
      }
      return null;
    }

    @Override
    public @Nullable Void visitVariable(VariableTree tree, @Nullable Void unused) {
      super.visitVariable(tree, null);
      Element variable = model.trees.getElement(getCurrentPath());
      if (variable != null
          && model.isPlainAsync(variable.asType())
          && tree.getInitializer() != null
          && runsOnce(new TreePath(getCurrentPath(), tree.getInitializer()))) {
        own.add(variable);
      }
      return null;
    }

    private long line(Tree tree) {
      var unit = getCurrentPath().getCompilationUnit();
      LineMap lines = unit.getLineMap();
      if (lines == null) {
        return 0; // javac counts none under -g:none
      }
      return lines.getLineNumber(model.trees.getSourcePositions().getStartPosition(unit, tree));
    }

    @Override
    public @Nullable Void visitAssignment(AssignmentTree tree, @Nullable Void unused) {
      super.visitAssignment(tree, null);
      forget(model.trees.getElement(new TreePath(getCurrentPath(), tree.getVariable())));
      return null;
    }

    private void forget(@Nullable Element variable) {
      if (variable != null) {
        own.remove(variable);
      }
    }

    // What runs perhaps, or more than once. A new value that it may assign ends the line.

    private @Nullable Void perhaps(@Nullable Tree... trees) {
      for (Tree tree : trees) {
        if (tree != null) {
          forgetAssigned(new TreePath(getCurrentPath(), tree));
        }
      }
      return null;
    }

    private void forgetAssigned(TreePath path) {
      new OwnCode() {
        @Override
        public @Nullable Void visitAssignment(AssignmentTree tree, @Nullable Void unused) {
          forget(model.trees.getElement(new TreePath(getCurrentPath(), tree.getVariable())));
          return super.visitAssignment(tree, null);
        }
      }.scan(path, null);
    }

    @Override
    public @Nullable Void visitIf(IfTree tree, @Nullable Void unused) {
      scan(tree.getCondition(), null);
      return perhaps(tree.getThenStatement(), tree.getElseStatement());
    }

    @Override
    public @Nullable Void visitConditionalExpression(
        ConditionalExpressionTree tree, @Nullable Void unused) {
      scan(tree.getCondition(), null);
      return perhaps(tree.getTrueExpression(), tree.getFalseExpression());
    }

    @Override
    public @Nullable Void visitBinary(BinaryTree tree, @Nullable Void unused) {
      if (tree.getKind() == Tree.Kind.CONDITIONAL_AND
          || tree.getKind() == Tree.Kind.CONDITIONAL_OR) {
        scan(tree.getLeftOperand(), null);
        return perhaps(tree.getRightOperand());
      }
      return super.visitBinary(tree, null);
    }

    @Override
    public @Nullable Void visitWhileLoop(WhileLoopTree tree, @Nullable Void unused) {
      return perhaps(tree);
    }

    @Override
    public @Nullable Void visitDoWhileLoop(DoWhileLoopTree tree, @Nullable Void unused) {
      return perhaps(tree);
    }

    @Override
    public @Nullable Void visitForLoop(ForLoopTree tree, @Nullable Void unused) {
      return perhaps(tree);
    }

    @Override
    public @Nullable Void visitEnhancedForLoop(EnhancedForLoopTree tree, @Nullable Void unused) {
      scan(tree.getExpression(), null);
      return perhaps(tree.getStatement());
    }

    @Override
    public @Nullable Void visitCase(CaseTree tree, @Nullable Void unused) {
      return perhaps(tree);
    }

    @Override
    public @Nullable Void visitTry(TryTree tree, @Nullable Void unused) {
      return perhaps(tree);
    }

    @Override
    public @Nullable Void visitCatch(CatchTree tree, @Nullable Void unused) {
      return perhaps(tree);
    }
  }

  private boolean runsOnce(TreePath made) {
    if (!(made.getLeaf() instanceof MethodInvocationTree)) {
      return false;
    }
    ExecutableElement method = model.called(made);
    if (method == null || method.getSimpleName().contentEquals("shared")) {
      return false;
    }
    // `of`, `failed` and the like may well be asked again; the blocks are what runs once.
    return model.ownerName(method).equals(Model.ASYNC)
        && Set.of("async", "scope", "supervise", "sleep", "timeout", "retry", "map")
            .contains(method.getSimpleName().toString());
  }
}
