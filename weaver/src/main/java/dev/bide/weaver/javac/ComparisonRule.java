package dev.bide.weaver.javac;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import java.util.Set;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/** `a.await() == b.await()`: the sync twin compared ints, this compares Integer objects. */
final class ComparisonRule implements Rule {
  private static final Set<String> BOXES =
      Set.of(
          "java.lang.Byte",
          "java.lang.Short",
          "java.lang.Character",
          "java.lang.Integer",
          "java.lang.Long",
          "java.lang.Float",
          "java.lang.Double");

  private final Model model;
  private final Report report;

  ComparisonRule(Model model, Report report) {
    this.model = model;
    this.report = report;
  }

  @Override
  public void binary(Walk at, BinaryTree tree) {
    if (tree.getKind() != Tree.Kind.EQUAL_TO && tree.getKind() != Tree.Kind.NOT_EQUAL_TO) {
      return;
    }
    TreePath path = at.getCurrentPath();
    String left = box(path, tree.getLeftOperand());
    String right = box(path, tree.getRightOperand());
    if (left == null || right == null) {
      return;
    }
    if (isAwait(path, tree.getLeftOperand()) || isAwait(path, tree.getRightOperand())) {
      String operator = tree.getKind() == Tree.Kind.EQUAL_TO ? "" : "!";
      report.at(
          Check.BOXED_COMPARISON,
          path,
          tree,
          "compares two "
              + left
              + " objects, not their values: write `"
              + operator
              + tree.getLeftOperand()
              + ".equals("
              + tree.getRightOperand()
              + ")`, or put one into a primitive variable first");
    }
  }

  private @Nullable String box(TreePath path, ExpressionTree operand) {
    TypeMirror type = model.typeOf(path, operand);
    return type instanceof DeclaredType declared && BOXES.contains(declared.asElement().toString())
        ? declared.asElement().getSimpleName().toString()
        : null;
  }

  private boolean isAwait(TreePath parent, ExpressionTree operand) {
    TreePath path = new TreePath(parent, operand);
    if (operand instanceof ParenthesizedTree in) {
      return isAwait(path, in.getExpression());
    }
    return operand instanceof MethodInvocationTree && model.isAwait(path);
  }
}
