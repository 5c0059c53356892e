package dev.bide.weaver.javac;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.util.TreePath;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.type.TypeMirror;

/**
 * `list.remove(n().await())`: the sync twin removed by index, this looks for an equal Integer. A
 * list that cannot hold an Integer removes nothing at all.
 */
final class BoxedRemoveRule implements Rule {
  private static final String LIST = "java.util.List";

  private final Model model;
  private final Report report;

  BoxedRemoveRule(Model model, Report report) {
    this.model = model;
    this.report = report;
  }

  @Override
  public void call(Walk at, MethodInvocationTree call) {
    if (!(call.getMethodSelect() instanceof MemberSelectTree select)
        || !select.getIdentifier().contentEquals("remove")
        || call.getArguments().size() != 1) {
      return;
    }
    TreePath path = at.getCurrentPath();
    ExpressionTree argument = call.getArguments().getFirst();
    TreePath given = new TreePath(path, argument);
    ExecutableElement method = model.called(path);
    TypeMirror list = model.typeOf(new TreePath(path, select), select.getExpression());
    TypeMirror type = model.typeOf(given);
    if (!(argument instanceof MethodInvocationTree)
        || !model.isAwait(given)
        || method == null
        || method.getParameters().getFirst().asType().getKind().isPrimitive()
        || !model.isA(list, LIST)
        || type == null
        || !becomesInt(type)) {
      return;
    }
    report.at(
        Check.BOXED_REMOVE,
        path,
        select,
        "removes an element that equals the awaited "
            + UndeclaredRule.name(type)
            + ", not the one at that index: for the index write `"
            + select
            + "((int) "
            + argument
            + ")`, for the element `"
            + select
            + "((Object) "
            + argument
            + ")`");
  }

  /** Whether the sync twin's value could have been an index. */
  private static boolean becomesInt(TypeMirror type) {
    return switch (type.toString()) {
      case "java.lang.Integer", "java.lang.Short", "java.lang.Byte", "java.lang.Character" -> true;
      default -> false;
    };
  }
}
