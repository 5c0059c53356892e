package dev.bide.weaver.javac;

import com.sun.source.util.TaskEvent;
import com.sun.source.util.TreePath;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.TypeElement;

/** Runs all checks over each class that javac has analysed. */
final class Checks {
  private final Model model;
  private final List<Rule> rules;

  /** The classes whose analysis has begun and not ended, in their order. */
  private final Map<TypeElement, TaskEvent> open = new LinkedHashMap<>();

  Checks(Model model, Options options) {
    this.model = model;
    Report report = new Report(model, options);
    this.rules =
        List.of(
            new AwaitPlaceRule(model, report),
            new NotAwaitedRule(model, report),
            new ReceiverRule(model, report),
            new AwaitedTwiceRule(model, report),
            new StreamUsedTwiceRule(model, report),
            new CapturedVariableRule(model, report),
            new HeldLockRule(model, report),
            new BlockingCallRule(model, report),
            new BoxedRemoveRule(model, report),
            new CatchRule(model, report),
            new ComparisonRule(model, report),
            new NeedsBracesRule(model, report),
            new UndeclaredRule(model, report));
  }

  void starts(TaskEvent event) {
    if (event.getTypeElement() != null) {
      open.put(event.getTypeElement(), event);
    }
  }

  void analysed(TaskEvent event) {
    TypeElement type = event.getTypeElement();
    if (type != null && open.remove(type) != null) {
      check(event);
    }
  }

  /** Under some policies javac does not end the analysis of classes when there are errors. */
  void ended() {
    List<TaskEvent> rest = List.copyOf(open.values());
    open.clear();
    rest.forEach(this::check);
  }

  private void check(TaskEvent event) {
    TreePath path = model.usesBide() ? model.path(event) : null;
    if (path != null) {
      new Walk(model, rules).scan(path, null);
    }
  }
}
