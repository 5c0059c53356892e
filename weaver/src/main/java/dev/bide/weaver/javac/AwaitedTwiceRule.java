package dev.bide.weaver.javac;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import org.jspecify.annotations.Nullable;

/**
 * A computation has one owner and runs once: a local one that is awaited a second time on a
 * straight line fails there. What stands in a branch or loop is not looked at, nor what a method
 * made that is not seen to make it afresh (it may be shared); a computation that is awaited again
 * on purpose is `shared()`.
 */
final class AwaitedTwiceRule implements Rule {
  private static final Set<String> MAKERS =
      Set.of("async", "scope", "supervise", "sleep", "timeout", "retry", "map");

  private final Model model;
  private final Report report;

  AwaitedTwiceRule(Model model, Report report) {
    this.model = model;
    this.report = report;
  }

  @Override
  public void statements(Walk at, List<? extends StatementTree> statements) {
    if (at.inBlock()) {
      new Line().follow(at.getCurrentPath(), statements);
    }
  }

  private final class Line extends StraightLine {
    /** The line of a variable's first await. */
    private final Map<Element, Long> awaited = new HashMap<>();

    /** The variables declared on this line that surely hold a computation that runs once. */
    private final Set<Element> own = new HashSet<>();

    Line() {
      super(AwaitedTwiceRule.this.model);
    }

    @Override
    void forget(Element variable) {
      own.remove(variable);
    }

    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree tree, @Nullable Void unused) {
      super.visitMethodInvocation(tree, null);
      if (tree.getMethodSelect() instanceof MemberSelectTree select
          && select.getExpression() instanceof IdentifierTree name
          && model.isAwait(getCurrentPath())) {
        TreePath path = new TreePath(getCurrentPath(), select);
        Element variable = model.trees.getElement(new TreePath(path, name));
        if (variable != null && own.contains(variable)) {
          Long before = awaited.putIfAbsent(variable, line(tree));
          if (before != null) {
            report.at(
                Check.AWAITED_TWICE,
                getCurrentPath(),
                select,
                "`"
                    + name
                    + "` was awaited before"
                    + inLine(before)
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
          && runsOnce(new TreePath(getCurrentPath(), tree.getInitializer()), true)) {
        own.add(variable);
      }
      return null;
    }
  }

  /**
   * Whether a call makes a computation that runs once.
   *
   * @param follow whether to look into a method of the program's own
   */
  private boolean runsOnce(TreePath made, boolean follow) {
    if (!(made.getLeaf() instanceof MethodInvocationTree)) {
      return false;
    }
    ExecutableElement method = model.called(made);
    if (method == null) {
      return false;
    }
    // `of`, `failed` and the like may well be asked again; the blocks are what runs once.
    return model.ownerName(method).equals(Model.ASYNC)
        ? MAKERS.contains(method.getSimpleName().toString())
        : follow && cannotBeOverridden(method) && makesAfresh(method);
  }

  private static boolean cannotBeOverridden(ExecutableElement method) {
    Set<Modifier> modifiers = method.getModifiers();
    return modifiers.contains(Modifier.STATIC)
        || modifiers.contains(Modifier.PRIVATE)
        || modifiers.contains(Modifier.FINAL)
        || (method.getEnclosingElement() instanceof TypeElement type
            && (type.getKind() == ElementKind.RECORD
                || type.getModifiers().contains(Modifier.FINAL)));
  }

  /** Whether all that a method's source does is to return a computation that it makes. */
  private boolean makesAfresh(ExecutableElement method) {
    TreePath path = model.trees.getPath(method);
    return path != null
        && path.getLeaf() instanceof MethodTree tree
        && tree.getBody() != null
        && tree.getBody().getStatements().size() == 1
        && tree.getBody().getStatements().getFirst() instanceof ReturnTree statement
        && makesAfresh(path, tree, statement);
  }

  private boolean makesAfresh(TreePath method, MethodTree tree, ReturnTree statement) {
    ExpressionTree value = statement.getExpression();
    return value != null
        && runsOnce(
            new TreePath(new TreePath(new TreePath(method, tree.getBody()), statement), value),
            false);
  }
}
