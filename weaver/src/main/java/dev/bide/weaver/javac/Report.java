package dev.bide.weaver.javac;

import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import java.util.Arrays;
import java.util.List;
import javax.lang.model.element.Element;
import javax.tools.Diagnostic.Kind;
import org.jspecify.annotations.Nullable;

/** Takes what the checks find to javac's diagnostics, unless the user has silenced it. */
final class Report {
  private final Model model;
  private final Options options;

  Report(Model model, Options options) {
    this.model = model;
    this.options = options;
  }

  /**
   * Reports at a tree.
   *
   * @param place a path whose leaf is, or encloses, the tree
   * @param tree where the diagnostic points to
   */
  void at(Check check, TreePath place, Tree tree, String message) {
    as(check.kind, check, place, tree, message);
  }

  /** The same for a place that is likely, not surely, wrong. */
  void likely(Check check, TreePath place, Tree tree, String message) {
    as(Kind.WARNING, check, place, tree, message);
  }

  /**
   * A finding that is not this front end's own.
   *
   * @param kind how bad it is where this front end has no check of that name
   */
  void named(String name, Kind kind, TreePath place, Tree tree, String message) {
    Check check = Check.named(name);
    if (check != null) {
      at(check, place, tree, message);
    } else {
      print(kind, name, place, tree, message);
    }
  }

  private void as(Kind kind, Check check, TreePath place, Tree tree, String message) {
    if (options.isOn(check) && !isSuppressed(check, place)) {
      print(kind, check.code, place, tree, message);
    }
  }

  private void print(Kind kind, String name, TreePath place, Tree tree, String message) {
    model.trees.printMessage(
        kind, "[bide:" + name + "] " + message, tree, place.getCompilationUnit());
  }

  private boolean isSuppressed(Check check, TreePath place) {
    for (TreePath path = place; path != null; path = path.getParentPath()) {
      Tree leaf = path.getLeaf();
      if ((leaf instanceof ClassTree || leaf instanceof MethodTree || leaf instanceof VariableTree)
          && !(path.getParentPath() != null && path.getParentPath().getLeaf() instanceof CatchTree)
          && isSuppressed(check, model.trees.getElement(path))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSuppressed(Check check, @Nullable Element e) {
    SuppressWarnings suppressed = e == null ? null : e.getAnnotation(SuppressWarnings.class);
    if (suppressed == null) {
      return false;
    }
    List<String> names = Arrays.asList(suppressed.value());
    return names.contains("bide:" + check.code) || names.contains("bide:all");
  }
}
