package dev.bide.weaver.javac;

import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.util.TreePath;
import javax.lang.model.type.TypeMirror;

/** Calls that are right for other objects: `wait()` on a computation, `close()` in a block. */
final class ReceiverRule implements Rule {
  private final Model model;
  private final Report report;

  ReceiverRule(Model model, Report report) {
    this.model = model;
    this.report = report;
  }

  @Override
  public void call(Walk at, MethodInvocationTree call) {
    if (!(call.getMethodSelect() instanceof MemberSelectTree select)) {
      return;
    }
    boolean isWait = select.getIdentifier().contentEquals("wait");
    boolean isClose =
        select.getIdentifier().contentEquals("close") && call.getArguments().isEmpty();
    if (!isWait && !isClose) {
      return;
    }
    TreePath path = at.getCurrentPath();
    TypeMirror receiver = model.typeOf(new TreePath(path, select), select.getExpression());
    if (isWait
        && model.ownerName(model.called(path)).equals("java.lang.Object")
        && model.canBeAwaited(receiver)) {
      report.at(
          Check.WAIT_FOR_AWAIT,
          path,
          select,
          "wait() waits for a monitor's notify(), not for the computation: write `"
              + select.getExpression()
              + ".await()`");
    }
    if (isClose
        && at.inBlock()
        && !select.getExpression().toString().equals("super")
        && model.isA(receiver, Model.CLOSEABLE)) {
      report.at(
          Check.EXPLICIT_CLOSE,
          path,
          select,
          "close() in a block waits, and nothing shows it: write `"
              + select.getExpression()
              + ".closeAsync().await()`, or open it in try-with-resources");
    }
  }
}
