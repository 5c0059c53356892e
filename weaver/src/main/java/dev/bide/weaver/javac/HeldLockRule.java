package dev.bide.weaver.javac;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.TryTree;
import com.sun.source.util.TreePath;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.ExecutableElement;
import org.jspecify.annotations.Nullable;

/**
 * `lock.lock(); try { x.await(); } finally { lock.unlock(); }`: a lock of java.util.concurrent is
 * held by the thread, which meanwhile runs other tasks (they get in too, since it is reentrant) or
 * does not come back to this one. The form with try and finally is what is looked for.
 */
final class HeldLockRule implements Rule {
  private static final String LOCK = "java.util.concurrent.locks.Lock";
  private static final Set<String> TAKES = Set.of("lock", "lockInterruptibly", "tryLock");

  private final Model model;
  private final Report report;

  HeldLockRule(Model model, Report report) {
    this.model = model;
    this.report = report;
  }

  @Override
  public void statements(Walk at, List<? extends StatementTree> statements) {
    if (!at.inBlock()) {
      return;
    }
    String held = null;
    for (StatementTree statement : statements) {
      TreePath path = new TreePath(at.getCurrentPath(), statement);
      if (statement instanceof TryTree tree) {
        String lock = held != null ? held : firstIn(path, tree.getBlock());
        if (lock != null && releases(path, tree.getFinallyBlock(), lock)) {
          awaits(path, tree.getBlock(), lock);
        }
        held = null;
      } else {
        String lock = lockOf(path, TAKES);
        held = lock != null ? lock : held;
      }
    }
  }

  /** `try { lock.lock(); … }` is the same, if less careful. */
  private @Nullable String firstIn(TreePath tryPath, BlockTree body) {
    return body.getStatements().isEmpty()
        ? null
        : lockOf(new TreePath(new TreePath(tryPath, body), body.getStatements().getFirst()), TAKES);
  }

  /** The lock, as it is written, that a statement calls one of the methods on. */
  private @Nullable String lockOf(TreePath statement, Set<String> methods) {
    if (!(statement.getLeaf() instanceof ExpressionStatementTree tree)) {
      return null;
    }
    ExpressionTree expression = tree.getExpression();
    if (!(expression instanceof MethodInvocationTree call)
        || !(call.getMethodSelect() instanceof MemberSelectTree select)
        || !methods.contains(select.getIdentifier().toString())) {
      return null;
    }
    ExecutableElement method = model.called(new TreePath(statement, call));
    return method != null && model.isA(model.owner(method), LOCK)
        ? select.getExpression().toString()
        : null;
  }

  private boolean releases(TreePath tryPath, @Nullable BlockTree last, String lock) {
    if (last == null) {
      return false;
    }
    TreePath path = new TreePath(tryPath, last);
    return last.getStatements().stream()
        .anyMatch(s -> lock.equals(lockOf(new TreePath(path, s), Set.of("unlock"))));
  }

  private void awaits(TreePath tryPath, BlockTree body, String lock) {
    new OwnCode() {
      @Override
      public @Nullable Void visitMethodInvocation(
          MethodInvocationTree call, @Nullable Void unused) {
        if (model.isAwait(getCurrentPath())) {
          report.at(
              Check.AWAIT_HOLDING_LOCK,
              getCurrentPath(),
              call.getMethodSelect(),
              "await() while `"
                  + lock
                  + "` is held: the thread holds it, not this task, and while the task waits other"
                  + " tasks of the thread get in, or nobody does. Move the await out, or use"
                  + " dev.bide.sync.Mutex, which a task may hold across awaits");
        }
        return super.visitMethodInvocation(call, null);
      }
    }.scan(new TreePath(tryPath, body), null);
  }
}
