package dev.bide.weaver.javac;

import com.sun.source.util.TaskEvent;
import com.sun.source.util.TreePath;
import java.util.List;
import javax.lang.model.element.TypeElement;

/** Runs all checks over each class that javac has analysed. */
final class Checks {
  private final Model model;
  private final List<Rule> rules;

  Checks(Model model, Options options) {
    this.model = model;
    Report report = new Report(model, options);
    this.rules =
        List.of(
            new AwaitPlaceRule(model, report),
            new NotAwaitedRule(model, report),
            new ReceiverRule(model, report),
            new AwaitedTwiceRule(model, report),
            new CatchRule(model, report),
            new ComparisonRule(model, report),
            new UndeclaredRule(model, report));
  }

  void analysed(TaskEvent event) {
    TypeElement type = event.getTypeElement();
    if (type == null || !model.usesBide()) {
      return;
    }
    TreePath path = model.trees.getPath(type);
    if (path != null) {
      new Walk(model, rules).scan(path, null);
    }
  }
}
