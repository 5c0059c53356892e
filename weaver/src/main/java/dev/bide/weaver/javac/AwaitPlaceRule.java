package dev.bide.weaver.javac;

import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/** Where {@code await} may stand: in a block, outside synchronized, never as a reference. */
final class AwaitPlaceRule implements Rule {
  private static final String THREAD = "java.lang.Thread";
  private static final String SPAWN = "start a task of the scope, `s.spawn(() -> { … })`";

  private final Model model;
  private final Report report;

  AwaitPlaceRule(Model model, Report report) {
    this.model = model;
    this.report = report;
  }

  @Override
  public void call(Walk at, MethodInvocationTree call) {
    TreePath path = at.getCurrentPath();
    if (at.code() == Walk.Code.UNKNOWN || !model.isAwait(path)) {
      return;
    }
    Tree place = call.getMethodSelect();
    if (!at.inBlock()) {
      report.at(Check.AWAIT_OUTSIDE_BLOCK, path, place, outside(at));
      return;
    }
    if (model.isStreamAwait(path) && !isHeadOfFor(path)) {
      report.at(
          Check.STREAM_AWAIT,
          path,
          place,
          "await() on a stream stands only in the head of a for loop, `for (var x : stream.await())`;"
              + (isForEach(path)
                  ? " without a loop of your own write `stream.forEach(x -> { … }).await()`"
                  : " for a single item write `stream.next().await()`"));
    }
    if (at.inSynchronized()) {
      report.at(
          Check.AWAIT_IN_SYNCHRONIZED,
          path,
          place,
          "await() inside synchronized: the thread would hold the monitor, not this task, while the"
              + " task waits. Move the await out of the synchronized statement");
    }
  }

  /** javac says of it that it is no Iterable, at the stream; so this stands at the loop. */
  @Override
  public void loop(Walk at, EnhancedForLoopTree tree) {
    TreePath path = at.getCurrentPath();
    TypeMirror type = model.typeOf(path, tree.getExpression());
    if (model.isA(type, Model.STREAM) && !model.isA(type, "java.lang.Iterable")) {
      report.at(
          Check.STREAM_AWAIT,
          path,
          tree,
          "a loop over a stream waits for each item: write `for (var x : stream.await())`");
    }
  }

  private static boolean isHeadOfFor(TreePath await) {
    TreePath path = await;
    while (path.getParentPath().getLeaf() instanceof ParenthesizedTree) {
      path = path.getParentPath();
    }
    return path.getParentPath().getLeaf() instanceof EnhancedForLoopTree loop
        && loop.getExpression() == path.getLeaf();
  }

  private static boolean isForEach(TreePath await) {
    return await.getParentPath().getLeaf() instanceof MemberSelectTree select
        && select.getIdentifier().contentEquals("forEach");
  }

  private String outside(Walk at) {
    return at.code() == Walk.Code.PLAIN_LAMBDA
        ? "await() in a lambda that is no block: " + inLambda(at.codePath())
        : "await() outside a block: " + inMember(at.codePath());
  }

  private String inMember(TreePath member) {
    if (member.getLeaf() instanceof MethodTree method) {
      if (method.getName().contentEquals("main")
          && model.trees.getElement(member) instanceof ExecutableElement) {
        return "run a block on a runtime, `runtime.run(() -> { … })`, and await inside it";
      }
      if (method.getName().contentEquals("do_it$")) {
        return "in the shell, write `runBlocking(() -> … .await())`";
      }
      if (model.isA(model.typeOf(member, method.getReturnType()), Model.ASYNC)) {
        return "wrap the method's body, `return async(() -> { … });`";
      }
    }
    return "let the method return `async(() -> { … })` and await inside that block; from code that"
        + " must stay plain, run a block on a runtime";
  }

  private String inLambda(TreePath lambda) {
    String type = simpleName(model.typeOf(lambda));
    String what =
        type == null ? "it" : type.isEmpty() ? "it is of several types" : "it is a " + type;
    TreePath parent = lambda.getParentPath();
    if (parent.getLeaf() instanceof MethodInvocationTree call
        && call.getArguments().contains(lambda.getLeaf())) {
      ExecutableElement method = model.called(parent);
      TypeElement owner = model.owner(method);
      if (method != null && owner != null) {
        String name = method.getSimpleName().toString();
        return what + " for " + name + "(…). Instead, " + instead(owner.asType(), name);
      }
    }
    if (parent.getLeaf() instanceof NewClassTree && model.isA(model.typeOf(parent), THREAD)) {
      return what + " for a thread. Instead, " + SPAWN;
    }
    return what
        + ". Await before it and let the lambda use the value, or use an async functional interface"
        + " (AsyncSupplier, AsyncFunction, …) in its place";
  }

  private String instead(TypeMirror type, String name) {
    if (model.isA(type, "java.util.stream.BaseStream")) {
      return "write a for loop, or use `AsyncStream.from(…)`, whose stages take blocks";
    }
    if (model.isA(type, "java.util.Optional")) {
      return name.startsWith("ifPresent")
          ? "write `if (optional.isPresent()) { … }`, and await in it"
          : "test `optional.isPresent()`, and await in the branches";
    }
    if (model.isA(type, "java.util.Map")) {
      return switch (name) {
        case "forEach" -> "write `for (var entry : map.entrySet()) { … }`";
        case "computeIfAbsent" ->
            "write `get`, and where it gives null await the value and `put` it (another task may"
                + " have come first meanwhile)";
        default -> "await the value first, and then call " + name + " with it";
      };
    }
    if (name.equals("forEach") && model.isA(type, "java.lang.Iterable")) {
      return "write `for (var x : xs) { … }`";
    }
    if (name.equals("removeIf")) {
      return "await which to remove in a for loop first, and then remove them";
    }
    if (model.isA(type, "java.util.concurrent.Executor")
        || model.isA(type, THREAD)
        || model.isA(type, THREAD + ".Builder")) {
      return SPAWN;
    }
    return "await before it and let the lambda use the value";
  }

  private static @Nullable String simpleName(@Nullable TypeMirror type) {
    return type instanceof DeclaredType declared
        ? declared.asElement().getSimpleName().toString()
        : null;
  }

  @Override
  public void reference(Walk at, MemberReferenceTree reference) {
    ExecutableElement method = model.referred(at.getCurrentPath());
    TypeElement owner = model.owner(method);
    if (method == null
        || owner == null
        || !method.getSimpleName().contentEquals("await")
        || !method.getParameters().isEmpty()
        || !model.canBeAwaited(owner.asType())) {
      return;
    }
    ExpressionTree receiver = reference.getQualifierExpression();
    boolean ofType =
        model.trees.getElement(new TreePath(at.getCurrentPath(), receiver)) instanceof TypeElement;
    report.at(
        Check.AWAIT_REFERENCE,
        at.getCurrentPath(),
        reference,
        "a method reference cannot wait: "
            + (ofType
                ? "write a lambda, `x -> x.await()`, where a block is expected"
                : "write a lambda, `() -> "
                    + receiver
                    + ".await()`, where a block is expected, or give the computation itself, `"
                    + receiver
                    + "`"));
  }

  @Override
  public void method(Walk at, MethodTree tree) {
    if (tree.getName().contentEquals("await")
        && tree.getParameters().isEmpty()
        && model.trees.getElement(at.getCurrentPath()) instanceof ExecutableElement method
        && !method.getModifiers().contains(Modifier.STATIC)
        && model.canBeAwaited(model.ownerType(method))) {
      report.at(
          Check.AWAIT_OVERRIDDEN,
          at.getCurrentPath(),
          tree,
          "await() is never overridden: woven code polls the computation and does not call it."
              + " Implement poll");
    }
  }
}
