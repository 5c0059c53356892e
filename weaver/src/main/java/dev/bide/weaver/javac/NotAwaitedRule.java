package dev.bide.weaver.javac;

import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.ExecutableType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.type.WildcardType;
import org.jspecify.annotations.Nullable;

/** A computation is cold: one that nobody awaits never runs, and nothing says so at run time. */
final class NotAwaitedRule implements Rule {
  private static final String THROWABLE = "java.lang.Throwable";
  private static final String EXCEPTION = "java.lang.Exception";

  private final Model model;
  private final Report report;

  NotAwaitedRule(Model model, Report report) {
    this.model = model;
    this.report = report;
  }

  // ---------------------------------------------------------------- a statement

  @Override
  public void statement(Walk at, ExpressionStatementTree statement) {
    TreePath path = new TreePath(at.getCurrentPath(), statement.getExpression());
    TypeMirror type = droppedComputation(path);
    boolean underTest = at.code() == Walk.Code.PLAIN_LAMBDA && isUnderTest(at.codePath());
    if (type != null && !underTest) {
      dropped(path, statement.getExpression(), type, forStatement(at, path));
    }
  }

  private void dropped(TreePath path, Tree tree, TypeMirror type, String message) {
    if (model.isPlainAsync(type)) {
      report.at(Check.NOT_AWAITED, path, tree, message);
    } else {
      // A class of the user's own may have methods that return it for chaining.
      report.likely(Check.NOT_AWAITED, path, tree, message);
    }
  }

  /**
   * The type of the computation that an expression makes, when it surely makes one: `map.put(k, a)`
   * has such a type too, and only hands one back.
   */
  private @Nullable TypeMirror droppedComputation(TreePath path) {
    if (path.getLeaf() instanceof ParenthesizedTree in) {
      return droppedComputation(new TreePath(path, in.getExpression()));
    }
    TypeMirror type = model.typeOf(path);
    if (!model.isA(type, Model.ASYNC)) {
      return null;
    }
    if (path.getLeaf() instanceof NewClassTree) {
      return type;
    }
    if (!(path.getLeaf() instanceof MethodInvocationTree)) {
      return null;
    }
    ExecutableElement method = model.called(path);
    return model.isAwait(path) || (method != null && makes(method)) ? type : null;
  }

  private boolean makes(ExecutableElement method) {
    TypeMirror result = method.getReturnType();
    return result.getKind() == TypeKind.DECLARED
        && model.isA(result, Model.ASYNC)
        && !isForChaining(method);
  }

  /**
   * Whether a method of a user's own computation gives that class: it gives itself, for more calls.
   */
  private boolean isForChaining(ExecutableElement method) {
    TypeMirror owner = model.ownerType(method);
    return owner != null
        && !method.getModifiers().contains(Modifier.STATIC)
        && !model.isPlainAsync(method.getReturnType())
        && model.types.isSameType(
            model.types.erasure(owner), model.types.erasure(method.getReturnType()));
  }

  private String forStatement(Walk at, TreePath path) {
    if (model.isAwait(path)) {
      return "what this await gives is itself a computation, and nothing awaits that: write"
          + " `.await().await()`, or let the block await it";
    }
    ExecutableElement method =
        path.getLeaf() instanceof MethodInvocationTree ? model.called(path) : null;
    String start =
        method != null && isFluent(method)
            ? method.getSimpleName()
                + "(…) changes nothing: it gives a new computation, which nothing awaits. "
            : "nothing awaits this computation, so it never runs. ";
    return start
        + (at.inBlock()
            ? "Write `.await()` behind it, or start it in a scope, `s.spawn(…)`"
            : "Return it, await it in a block, or run it on a runtime");
  }

  /** Whether the method makes a computation out of the one it is called on: `x.timeout(d)`. */
  private boolean isFluent(ExecutableElement method) {
    return !method.getModifiers().contains(Modifier.STATIC)
        && model.isA(model.owner(method), Model.ASYNC);
  }

  // ---------------------------------------------------------------- a lambda or method reference

  @Override
  public void lambda(Walk at, LambdaExpressionTree lambda) {
    TreePath path = at.getCurrentPath();
    Model.Target target = model.target(path);
    if (target == Model.Target.UNKNOWN) {
      return;
    }
    TypeMirror type = model.typeOf(path);
    if (givesNothing(type)) {
      if (lambda.getBodyKind() == LambdaExpressionTree.BodyKind.EXPRESSION && !isUnderTest(path)) {
        TreePath body = new TreePath(path, lambda.getBody());
        TypeMirror made = droppedComputation(body);
        if (made != null) {
          dropped(body, lambda.getBody(), made, forLambda(target, path));
        }
      }
    } else if (target == Model.Target.BLOCK && isDropped(path)) {
      for (TreePath value : values(path)) {
        if (model.isA(model.typeOf(value), Model.ASYNC)) {
          report.at(
              Check.NOT_AWAITED,
              value,
              value.getLeaf(),
              "the block returns this computation, and nothing awaits it. Write `.await()` behind"
                  + " it");
        }
      }
    }
  }

  @Override
  public void reference(Walk at, MemberReferenceTree reference) {
    TreePath path = at.getCurrentPath();
    Model.Target target = model.target(path);
    ExecutableElement method = model.referred(path);
    if (target == Model.Target.UNKNOWN || method == null) {
      return;
    }
    TypeMirror made =
        reference.getMode() == MemberReferenceTree.ReferenceMode.NEW
            ? model.ownerType(method)
            : method.getReturnType();
    if (made == null || made.getKind() != TypeKind.DECLARED || !model.isA(made, Model.ASYNC)) {
      return;
    }
    String instead =
        "`"
            + reference
            + "` gives a computation, and nothing awaits it. A method reference never waits: instead, ";
    if (isUnderTest(path)) {
      return;
    }
    if (givesNothing(model.typeOf(path))) {
      dropped(
          path,
          reference,
          made,
          instead
              + (target == Model.Target.BLOCK
                  ? "write a lambda that awaits, `x -> " + callOf(reference) + ".await()`"
                  : inPlain(path)));
    } else if (target == Model.Target.BLOCK && isDropped(path)) {
      report.at(
          Check.NOT_AWAITED,
          path,
          reference,
          instead + "write a lambda that awaits, `() -> " + callOf(reference) + ".await()`");
    }
  }

  private static String callOf(MemberReferenceTree reference) {
    return reference.getMode() == MemberReferenceTree.ReferenceMode.NEW
        ? "new " + reference.getQualifierExpression() + "(…)"
        : reference.getQualifierExpression() + "." + reference.getName() + "(…)";
  }

  private String forLambda(Model.Target target, TreePath lambda) {
    return "the lambda drops this computation, so it never runs. "
        + (target == Model.Target.BLOCK
            ? "Write `.await()` behind it"
            : "Instead, " + inPlain(lambda));
  }

  private String inPlain(TreePath lambda) {
    ExecutableElement method =
        lambda.getParentPath().getLeaf() instanceof MethodInvocationTree
            ? model.called(lambda.getParentPath())
            : null;
    if (method != null && method.getSimpleName().contentEquals("forEach")) {
      return "write a for loop and await in it, or `Async.all(xs, x -> { … })` for all at once";
    }
    return "await it in a block, or start it in a scope, `s.spawn(…)`";
  }

  /** Whether a lambda of this type drops its value. */
  private boolean givesNothing(@Nullable TypeMirror type) {
    ExecutableType descriptor = model.descriptor(type);
    return descriptor != null && descriptor.getReturnType().getKind() == TypeKind.VOID;
  }

  /**
   * Whether a plain lambda is code under test, called for what it throws: {@code assertThrows(…, ()
   * -> sleep(null))}. It may throw anything, or an exception's class stands beside it.
   */
  private boolean isUnderTest(TreePath lambda) {
    if (model.target(lambda) != Model.Target.PLAIN) {
      return false;
    }
    ExecutableType descriptor = model.descriptor(model.typeOf(lambda));
    if (descriptor != null
        && descriptor.getThrownTypes().stream()
            .anyMatch(t -> t.toString().equals(THROWABLE) || t.toString().equals(EXCEPTION))) {
      return true;
    }
    TreePath parent = lambda.getParentPath();
    return parent.getLeaf() instanceof MethodInvocationTree call
        && call.getArguments().stream()
            .anyMatch(argument -> isExceptionClass(model.typeOf(parent, argument)));
  }

  private boolean isExceptionClass(@Nullable TypeMirror type) {
    return model.isA(type, "java.lang.Class")
        && type instanceof DeclaredType declared
        && declared.getTypeArguments().size() == 1
        && model.isA(declared.getTypeArguments().getFirst(), THROWABLE);
  }

  /** What a lambda gives: its expression, or what its own return statements give. */
  private static List<TreePath> values(TreePath path) {
    LambdaExpressionTree lambda = (LambdaExpressionTree) path.getLeaf();
    List<TreePath> values = new ArrayList<>();
    if (lambda.getBodyKind() == LambdaExpressionTree.BodyKind.EXPRESSION) {
      values.add(new TreePath(path, lambda.getBody()));
    } else {
      new OwnCode() {
        @Override
        public @Nullable Void visitReturn(ReturnTree tree, @Nullable Void unused) {
          ExpressionTree value = tree.getExpression();
          if (value != null) {
            values.add(new TreePath(getCurrentPath(), value));
          }
          return super.visitReturn(tree, null);
        }
      }.scan(new TreePath(path, lambda.getBody()), null);
    }
    return values;
  }

  /** Whether a block is given to a call whose outcome, awaited or not, is dropped. */
  private boolean isDropped(TreePath block) {
    TreePath parent = block.getParentPath();
    return parent.getLeaf() instanceof MethodInvocationTree call
        && !expectsComputation(model.called(parent), call.getArguments().indexOf(block.getLeaf()))
        && isValueDropped(parent);
  }

  /** Whether the method's own declaration says that its block gives a computation. */
  private boolean expectsComputation(@Nullable ExecutableElement method, int argument) {
    if (method == null || argument < 0) {
      return true;
    }
    List<? extends VariableElement> parameters = method.getParameters();
    TypeMirror type = parameters.get(Math.min(argument, parameters.size() - 1)).asType();
    if (type instanceof DeclaredType declared) {
      for (TypeMirror a : declared.getTypeArguments()) {
        if (model.isA(a instanceof WildcardType w ? w.getExtendsBound() : a, Model.ASYNC)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean isValueDropped(TreePath call) {
    TreePath parent = call.getParentPath();
    Tree leaf = parent.getLeaf();
    if (leaf instanceof ExpressionStatementTree) {
      return true;
    }
    if (leaf instanceof ParenthesizedTree) {
      return isValueDropped(parent);
    }
    if (leaf instanceof LambdaExpressionTree) {
      return givesNothing(model.typeOf(parent));
    }
    return leaf instanceof MemberSelectTree
        && parent.getParentPath().getLeaf() instanceof MethodInvocationTree
        && model.isAwait(parent.getParentPath())
        && isValueDropped(parent.getParentPath());
  }
}
