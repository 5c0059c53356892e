package dev.bide.weaver.javac;

import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.StatementTree;
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
import org.jspecify.annotations.Nullable;

/**
 * A stream is used once: a loop over it closes it, an operator hands it on. A variable that is used
 * so a second time on a straight line fails there. Several `next()` are one use.
 */
final class StreamUsedTwiceRule implements Rule {
  /** What leaves a stream as it is. */
  private static final Set<String> NO_USE = Set.of("next", "close", "closeAsync");

  private final Model model;
  private final Report report;

  StreamUsedTwiceRule(Model model, Report report) {
    this.model = model;
    this.report = report;
  }

  @Override
  public void statements(Walk at, List<? extends StatementTree> statements) {
    if (at.inBlock()) {
      new Line().follow(at.getCurrentPath(), statements);
    }
  }

  private record Use(long line, boolean isLoop) {}

  private final class Line extends StraightLine {
    private final Map<Element, Use> used = new HashMap<>();
    private final Set<Element> reported = new HashSet<>();

    Line() {
      super(StreamUsedTwiceRule.this.model);
    }

    @Override
    void forget(Element variable) {
      used.remove(variable);
    }

    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree tree, @Nullable Void unused) {
      super.visitMethodInvocation(tree, null);
      if (!(tree.getMethodSelect() instanceof MemberSelectTree select)
          || !(select.getExpression() instanceof IdentifierTree name)) {
        return null;
      }
      ExecutableElement method = model.called(getCurrentPath());
      if (method == null
          || !model.isMemberOf(method, Model.STREAM)
          || method.getModifiers().contains(Modifier.STATIC)
          || NO_USE.contains(method.getSimpleName().toString())) {
        return null;
      }
      TreePath path = new TreePath(getCurrentPath(), select);
      Element variable = model.trees.getElement(new TreePath(path, name));
      if (variable == null || variable.getKind() == ElementKind.FIELD) {
        return null;
      }
      boolean isLoop = method.getSimpleName().contentEquals("await");
      Use before = used.putIfAbsent(variable, new Use(line(tree), isLoop));
      if (before != null && reported.add(variable)) {
        report.at(
            Check.STREAM_USED_TWICE,
            getCurrentPath(),
            select,
            "a stream is used once, and `"
                + name
                + "` was used before"
                + inLine(before.line)
                + ": "
                + (isLoop && before.isLoop
                    ? "open it anew for the second loop, or, to stop and go on later, read it with `"
                        + name
                        + ".next().await()`"
                    : "use what that call gave, or open the stream anew"));
      }
      return null;
    }
  }
}
