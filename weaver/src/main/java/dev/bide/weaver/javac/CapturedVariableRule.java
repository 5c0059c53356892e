package dev.bide.weaver.javac;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import org.jspecify.annotations.Nullable;

/**
 * A method's body that became a block uses the method's own variables, and some of them change.
 * javac says that they must be effectively final; this says what to do about it.
 */
final class CapturedVariableRule implements Rule {
  private static final Set<ElementKind> LOCAL =
      Set.of(
          ElementKind.LOCAL_VARIABLE,
          ElementKind.PARAMETER,
          ElementKind.EXCEPTION_PARAMETER,
          ElementKind.BINDING_VARIABLE);

  private final Model model;
  private final Report report;

  CapturedVariableRule(Model model, Report report) {
    this.model = model;
    this.report = report;
  }

  @Override
  public void lambda(Walk at, LambdaExpressionTree lambda) {
    TreePath path = at.getCurrentPath();
    if (model.target(path) != Model.Target.BLOCK) {
      return;
    }
    TreePath method = enclosingMethod(path);
    if (method == null) {
      return;
    }
    Variables inside = new Variables();
    inside.scan(path, null);
    Set<Element> captured = new HashSet<>(inside.used.keySet());
    captured.removeAll(inside.declared);
    if (captured.isEmpty()) {
      return;
    }
    Variables all = new Variables();
    all.scan(method, null);
    for (Element variable : captured) {
      TreePath use = inside.used.get(variable);
      boolean here = inside.changed.contains(variable);
      if (use != null
          && (here || all.changed.contains(variable))
          && !saidFurtherOut(path, variable)) {
        report.at(Check.CAPTURED_VARIABLE, use, use.getLeaf(), message(variable, here));
      }
    }
  }

  /** Whether a block around this one uses the variable too. */
  private boolean saidFurtherOut(TreePath block, Element variable) {
    for (TreePath path = block.getParentPath(); path != null; path = path.getParentPath()) {
      if (path.getLeaf() instanceof LambdaExpressionTree && model.isBlock(path)) {
        Variables outer = new Variables();
        outer.scan(path, null);
        return !outer.declared.contains(variable);
      }
    }
    return false;
  }

  private static String message(Element variable, boolean here) {
    String name = variable.getSimpleName().toString();
    String start =
        here
            ? "the block changes `" + name + "` of the code around it, "
            : "the block uses `" + name + "`, which the code around it changes, ";
    start += "but a block runs later and works on a copy: ";
    if (variable.getKind() == ElementKind.PARAMETER) {
      return start
          + "copy the parameter into a variable "
          + (here ? "inside the block, and change that" : "that never changes, before the block");
    }
    return start
        + (here
            ? "declare it inside the block, or return its new value from the block"
            : "declare it inside the block, or copy it into a variable that never changes, before the"
                + " block");
  }

  private static @Nullable TreePath enclosingMethod(TreePath lambda) {
    for (TreePath path = lambda; path != null; path = path.getParentPath()) {
      if (path.getLeaf() instanceof MethodTree) {
        return path;
      }
    }
    return null;
  }

  /** The local variables that some code declares, uses and gives a second value. */
  private final class Variables extends TreePathScanner<@Nullable Void, @Nullable Void> {
    final Map<Element, TreePath> used = new LinkedHashMap<>();
    final Set<Element> declared = new HashSet<>();
    final Set<Element> changed = new HashSet<>();

    /** Those that have a value from the start: any assignment is a second one. */
    private final Set<Element> initialised = new HashSet<>();

    private @Nullable Element local(Tree tree) {
      Element element = model.trees.getElement(new TreePath(getCurrentPath(), tree));
      return element != null && LOCAL.contains(element.getKind()) ? element : null;
    }

    @Override
    public @Nullable Void visitVariable(VariableTree tree, @Nullable Void unused) {
      Element element = model.trees.getElement(getCurrentPath());
      if (element != null) {
        declared.add(element);
        if (tree.getInitializer() != null || element.getKind() == ElementKind.PARAMETER) {
          initialised.add(element);
        }
      }
      return super.visitVariable(tree, null);
    }

    @Override
    public @Nullable Void visitIdentifier(IdentifierTree tree, @Nullable Void unused) {
      Element element = model.trees.getElement(getCurrentPath());
      if (element != null && LOCAL.contains(element.getKind())) {
        used.putIfAbsent(element, getCurrentPath());
      }
      return super.visitIdentifier(tree, null);
    }

    @Override
    public @Nullable Void visitAssignment(AssignmentTree tree, @Nullable Void unused) {
      Element element = local(tree.getVariable());
      // Without a first value, two assignments in two branches leave it effectively final.
      if (element != null && (initialised.contains(element) || !declared.contains(element))) {
        changed.add(element);
      }
      return super.visitAssignment(tree, null);
    }

    @Override
    public @Nullable Void visitCompoundAssignment(
        CompoundAssignmentTree tree, @Nullable Void unused) {
      changed(tree.getVariable());
      return super.visitCompoundAssignment(tree, null);
    }

    @Override
    public @Nullable Void visitUnary(UnaryTree tree, @Nullable Void unused) {
      switch (tree.getKind()) {
        case PREFIX_INCREMENT, PREFIX_DECREMENT, POSTFIX_INCREMENT, POSTFIX_DECREMENT ->
            changed(tree.getExpression());
        default -> {}
      }
      return super.visitUnary(tree, null);
    }

    private void changed(Tree variable) {
      Element element = local(variable);
      if (element != null) {
        changed.add(element);
      }
    }
  }
}
