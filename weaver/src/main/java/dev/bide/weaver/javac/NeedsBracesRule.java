package dev.bide.weaver.javac;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.util.TreePath;
import java.util.stream.Collectors;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/**
 * `scope(s -> list.clear())`: where a method takes blocks with and without a value, javac takes an
 * expression for a value, finds none, and says so in terms of an inference variable.
 */
final class NeedsBracesRule implements Rule {
  private final Model model;
  private final Report report;

  NeedsBracesRule(Model model, Report report) {
    this.model = model;
    this.report = report;
  }

  @Override
  public void call(Walk at, MethodInvocationTree call) {
    TreePath path = at.getCurrentPath();
    TypeMirror result = model.typeOf(path);
    if (result == null || result.getKind() != TypeKind.ERROR) {
      return;
    }
    ExecutableElement method = model.called(path);
    if (method == null || !model.ownerName(method).startsWith("dev.bide.")) {
      return;
    }
    for (ExpressionTree argument : call.getArguments()) {
      TreePath given = new TreePath(path, argument);
      if (argument instanceof LambdaExpressionTree lambda
          && lambda.getBodyKind() == LambdaExpressionTree.BodyKind.EXPRESSION
          && isVoid(model.typeOf(given, lambda.getBody()))) {
        report.at(
            Check.NEEDS_BRACES,
            given,
            lambda.getBody(),
            "a block without braces gives its value, and this has none: write `"
                + parameters(lambda)
                + " -> { "
                + UndeclaredRule.shortened(lambda.getBody())
                + "; }`");
      } else if (argument instanceof MemberReferenceTree reference) {
        ExecutableElement referred = model.referred(given);
        if (referred != null && isVoid(referred.getReturnType())) {
          report.at(
              Check.NEEDS_BRACES,
              given,
              reference,
              "`"
                  + reference
                  + "` gives no value, and it is overloaded, or the block has to give one: write a"
                  + " lambda with braces, `() -> { … }`");
        }
      }
    }
  }

  private static boolean isVoid(@Nullable TypeMirror type) {
    return type != null && type.getKind() == TypeKind.VOID;
  }

  private static String parameters(LambdaExpressionTree lambda) {
    String names =
        lambda.getParameters().stream()
            .map(p -> p.getName().toString())
            .collect(Collectors.joining(", "));
    return lambda.getParameters().size() == 1 ? names : "(" + names + ")";
  }
}
