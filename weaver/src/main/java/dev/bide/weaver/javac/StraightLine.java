package dev.bide.weaver.javac;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.DoWhileLoopTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.util.TreePath;
import java.util.List;
import javax.lang.model.element.Element;
import org.jspecify.annotations.Nullable;

/**
 * Looks at what surely runs among statements that follow each other, in order, and only at that.
 */
abstract class StraightLine extends OwnCode {
  final Model model;

  StraightLine(Model model) {
    this.model = model;
  }

  void follow(TreePath parent, List<? extends StatementTree> statements) {
    for (StatementTree statement : statements) {
      scan(new TreePath(parent, statement), null);
    }
  }

  /** A variable may have a new value from here on. */
  abstract void forget(Element variable);

  /** The line a tree begins on, 0 where javac counts none (under {@code -g:none}). */
  long line(Tree tree) {
    var unit = getCurrentPath().getCompilationUnit();
    LineMap lines = unit.getLineMap();
    return lines == null
        ? 0
        : lines.getLineNumber(model.trees.getSourcePositions().getStartPosition(unit, tree));
  }

  /** The same in words. */
  static String inLine(long line) {
    return line > 0 ? ", in line " + line : "";
  }

  @Override
  public @Nullable Void visitAssignment(AssignmentTree tree, @Nullable Void unused) {
    super.visitAssignment(tree, null);
    assigned(new TreePath(getCurrentPath(), tree.getVariable()));
    return null;
  }

  private void assigned(TreePath variable) {
    Element element = model.trees.getElement(variable);
    if (element != null) {
      forget(element);
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
        assigned(new TreePath(getCurrentPath(), tree.getVariable()));
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
    if (tree.getKind() == Tree.Kind.CONDITIONAL_AND || tree.getKind() == Tree.Kind.CONDITIONAL_OR) {
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
