package dev.bide.weaver.javac;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.UnionTypeTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.ExecutableType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/**
 * An exception that a block throws and its computation does not declare. javac says so at {@code
 * async(}, in terms of an inference variable; this says it where the exception comes from.
 */
final class UndeclaredRule implements Rule {
  private final Model model;
  private final Report report;

  UndeclaredRule(Model model, Report report) {
    this.model = model;
    this.report = report;
  }

  @Override
  public void lambda(Walk at, LambdaExpressionTree lambda) {
    TreePath path = at.getCurrentPath();
    if (model.target(path) != Model.Target.BLOCK
        || !(path.getParentPath().getLeaf() instanceof MethodInvocationTree call)
        || !call.getArguments().contains(lambda)) {
      return;
    }
    TreePath callPath = path.getParentPath();
    TypeMirror result = model.typeOf(callPath);
    if (result != null && result.getKind() == TypeKind.ERROR) {
      inferenceFailed(callPath, path);
    } else {
      kindIsFixed(callPath, path);
    }
  }

  // ---------------------------------------------------------------- return async(() -> …)

  private void inferenceFailed(TreePath call, TreePath lambda) {
    ExecutableElement method = model.called(call);
    TypeMirror expected = expected(call);
    if (method == null || expected == null) {
      return;
    }
    TypeMirror kind = kindOf(expected);
    if (kind == null) {
      return;
    }
    List<Thrown.Site> sites =
        Thrown.by(model, lambda).stream()
            .filter(site -> !model.types.isSubtype(site.kind(), kind))
            .toList();
    String instead = instead(expected, kind, sites);
    for (Thrown.Site site : sites) {
      String unsaid = unsaid(site);
      if (unsaid != null) {
        report.at(Check.UNDECLARED_EXCEPTION, site.path(), site.tree(), unsaid);
        continue;
      }
      report.at(
          Check.UNDECLARED_EXCEPTION,
          site.path(),
          site.tree(),
          what(site)
              + " throws "
              + name(site.kind())
              + ", and "
              + place(call)
              + " declares "
              + name(kind)
              + ": "
              + instead
              + ", or catch the exception in the block");
    }
  }

  /**
   * What to say where a kind is Exception only because javac had nothing to infer it from: {@code
   * of(1).await()}. Null for other sites.
   */
  private @Nullable String unsaid(Thrown.Site site) {
    if (!site.kind().toString().equals("java.lang.Exception")
        || !(site.path().getLeaf() instanceof MethodInvocationTree await)
        || !model.isAwait(site.path())
        || !(await.getMethodSelect() instanceof MemberSelectTree select)
        || !(select.getExpression() instanceof MethodInvocationTree made)) {
      return null;
    }
    TreePath path = new TreePath(new TreePath(site.path(), select), made);
    ExecutableElement method = model.called(path);
    if (method == null || !model.ownerName(method).equals(Model.ASYNC)) {
      return null;
    }
    TypeMirror value = model.typeOf(site.path());
    String start = what(site) + " throws Exception, since nothing here says which kind it is: ";
    if (made.getArguments().stream().anyMatch(argument -> isInferred(path, argument))) {
      return start
          + "give "
          + method.getSimpleName()
          + "(…) the block itself, `() -> …`, or a computation that is in a variable";
    }
    return method.getSimpleName().contentEquals("of") && value != null
        ? start + "write `Async.<" + name(value) + ", RuntimeException>of(…)`, or the value alone"
        : null;
  }

  /** Whether an argument is a computation whose own kind was inferred as it stands there. */
  private boolean isInferred(TreePath call, ExpressionTree argument) {
    return argument instanceof MethodInvocationTree
        && model.isA(model.typeOf(call, argument), Model.ASYNC)
        && model.ownerName(model.called(new TreePath(call, argument))).equals(Model.ASYNC);
  }

  /** What to declare so that all sites, and what was declared, have room. */
  private String instead(TypeMirror expected, TypeMirror declared, List<Thrown.Site> sites) {
    List<TypeMirror> kinds = new ArrayList<>();
    if (model.isChecked(declared)) {
      kinds.add(declared);
    }
    sites.forEach(site -> kinds.add(site.kind()));
    List<TypeMirror> widest = new ArrayList<>();
    for (TypeMirror kind : kinds) {
      if (widest.stream().noneMatch(w -> model.types.isSubtype(kind, w))) {
        widest.removeIf(w -> model.types.isSubtype(w, kind));
        widest.add(kind);
      }
    }
    if (widest.size() == 1) {
      return "make it `" + with(expected, name(widest.getFirst())) + "`";
    }
    String classes = widest.stream().map(k -> name(k) + ".class").collect(Collectors.joining(", "));
    return "make it `"
        + with(expected, "Exception")
        + "`"
        + (widest.size() == 2 ? " (`throwing(" + classes + ").async(…)` keeps both kinds)" : "");
  }

  /** The type that the call's place asks for; null where it asks for none that is written down. */
  private @Nullable TypeMirror expected(TreePath call) {
    TreePath parent = call.getParentPath();
    Tree leaf = parent.getLeaf();
    if (leaf instanceof ParenthesizedTree) {
      return expected(parent);
    }
    if (leaf instanceof ReturnTree) {
      return returned(parent);
    }
    if (leaf instanceof VariableTree variable && variable.getType() != null) {
      return model.typeOf(parent, variable.getType());
    }
    return leaf instanceof AssignmentTree assignment
        ? model.typeOf(parent, assignment.getVariable())
        : null;
  }

  private @Nullable TypeMirror returned(TreePath statement) {
    for (TreePath path = statement; path != null; path = path.getParentPath()) {
      if (path.getLeaf() instanceof LambdaExpressionTree) {
        return null;
      }
      if (path.getLeaf() instanceof MethodTree method && method.getReturnType() != null) {
        return model.typeOf(path, method.getReturnType());
      }
    }
    return null;
  }

  private String place(TreePath call) {
    TreePath parent = call.getParentPath();
    return switch (parent.getLeaf()) {
      case ParenthesizedTree _ -> place(parent);
      case VariableTree variable -> variable.getName().toString();
      case AssignmentTree assignment -> assignment.getVariable().toString();
      case ReturnTree _ -> method(parent);
      default -> "the computation";
    };
  }

  private static String method(TreePath statement) {
    for (TreePath path = statement; path != null; path = path.getParentPath()) {
      if (path.getLeaf() instanceof MethodTree method) {
        return method.getName() + "(…)";
      }
    }
    return "the method";
  }

  /** The kind of exception that a computation, block or stream of this type declares. */
  private @Nullable TypeMirror kindOf(TypeMirror type) {
    return type instanceof DeclaredType declared
            && (model.canBeAwaited(type) || model.isA(type, Model.CLOSEABLE))
            && declared.getTypeArguments().size() == 2
            && model.isA(declared.getTypeArguments().getLast(), "java.lang.Exception")
        ? declared.getTypeArguments().getLast()
        : null;
  }

  private static String with(TypeMirror type, String kind) {
    DeclaredType declared = (DeclaredType) type;
    return declared.asElement().getSimpleName()
        + "<"
        + name(declared.getTypeArguments().getFirst())
        + ", "
        + kind
        + ">";
  }

  // ---------------------------------------------------------------- a kind that the callee fixes

  private void kindIsFixed(TreePath call, TreePath lambda) {
    ExecutableType descriptor = model.descriptor(model.typeOf(lambda));
    if (descriptor == null) {
      return;
    }
    List<? extends TypeMirror> allowed = descriptor.getThrownTypes();
    for (TypeMirror kind : allowed) {
      if (kind.getKind() != TypeKind.DECLARED) {
        return;
      }
    }
    for (Thrown.Site site : Thrown.by(model, lambda)) {
      if (!model.isAmong(site.kind(), allowed)) {
        report.at(
            Check.UNDECLARED_EXCEPTION,
            site.path(),
            site.tree(),
            what(site)
                + " throws "
                + name(site.kind())
                + ", and a block for "
                + callName(call)
                + " may throw "
                + (allowed.isEmpty() ? "no checked exception" : name(allowed.getFirst()))
                + " here: "
                + (isStreamStage(call)
                    ? "widen the stream before it, `.throwing("
                        + name(site.kind())
                        + ".class)."
                        + callName(call)
                        + "`"
                    : "catch the exception in the block, or declare it where the kind is fixed"));
      }
    }
  }

  private String callName(TreePath call) {
    ExecutableElement method = model.called(call);
    return method == null ? "this call" : method.getSimpleName() + "(…)";
  }

  private boolean isStreamStage(TreePath call) {
    ExecutableElement method = model.called(call);
    return model.isA(model.owner(method), Model.STREAM)
        && call.getLeaf() instanceof MethodInvocationTree tree
        && tree.getMethodSelect() instanceof MemberSelectTree;
  }

  // ---------------------------------------------------------------- plain code that runs a block

  /**
   * `runtime.run(() -> …)` throws what its block throws. Where nothing around it takes that, javac
   * points to the call; this points into the block.
   */
  @Override
  public void call(Walk at, MethodInvocationTree call) {
    if (at.code() != Walk.Code.MEMBER || !(at.codePath().getLeaf() instanceof MethodTree method)) {
      return;
    }
    TreePath path = at.getCurrentPath();
    List<? extends TypeMirror> thrown = model.thrownBy(path);
    if (thrown.isEmpty()) {
      return;
    }
    for (ExpressionTree argument : call.getArguments()) {
      TreePath block = new TreePath(path, argument);
      if (argument instanceof LambdaExpressionTree && model.isBlock(block)) {
        for (Thrown.Site site : Thrown.by(model, block)) {
          if (model.isAmong(site.kind(), thrown) && !isTaken(site.kind(), path, at.codePath())) {
            report.at(
                Check.UNDECLARED_EXCEPTION,
                site.path(),
                site.tree(),
                what(site)
                    + " throws "
                    + name(site.kind())
                    + ", and so does "
                    + callName(path)
                    + ": let "
                    + method.getName()
                    + "(…) declare it, `throws "
                    + name(site.kind())
                    + "`, or catch it here or around "
                    + callName(path));
          }
        }
      }
    }
  }

  /** Whether the method that a place belongs to catches a kind there, or declares it. */
  private boolean isTaken(TypeMirror kind, TreePath place, TreePath method) {
    TreePath inner = place;
    for (TreePath path = place.getParentPath();
        path != null && path.getLeaf() != method.getLeaf();
        inner = path, path = path.getParentPath()) {
      if (path.getLeaf() instanceof TryTree tree
          && (tree.getBlock() == inner.getLeaf() || tree.getResources().contains(inner.getLeaf()))
          && catches(path, tree, kind)) {
        return true;
      }
    }
    return model.trees.getElement(method) instanceof ExecutableElement declared
        && declared.getThrownTypes().stream()
            .anyMatch(t -> t.getKind() == TypeKind.TYPEVAR || model.types.isSubtype(kind, t));
  }

  private boolean catches(TreePath path, TryTree tree, TypeMirror kind) {
    for (CatchTree handler : tree.getCatches()) {
      TreePath parameter = new TreePath(new TreePath(path, handler), handler.getParameter());
      Tree type = handler.getParameter().getType();
      for (Tree one :
          type instanceof UnionTypeTree union ? union.getTypeAlternatives() : List.of(type)) {
        TypeMirror caught = model.typeOf(parameter, one);
        if (caught == null || model.types.isSubtype(kind, caught)) {
          return true;
        }
      }
    }
    return false;
  }

  static String name(TypeMirror type) {
    if (type instanceof DeclaredType declared && declared.getTypeArguments().isEmpty()) {
      Element element = declared.asElement();
      return element.getSimpleName().toString();
    }
    return type.toString().replaceAll("\\b[a-z][\\w]*\\.", "");
  }

  /** What stands at a site, for a message. */
  private String what(Thrown.Site site) {
    if (site.phrase() != null) {
      return site.phrase();
    }
    return switch (site.path().getLeaf()) {
      case MethodInvocationTree call
          when model.isAwait(site.path())
              && call.getMethodSelect() instanceof MemberSelectTree select ->
          "awaiting `" + shortened(select.getExpression()) + "`";
      case MethodInvocationTree call -> "`" + shortened(call) + "`";
      case NewClassTree made -> "`" + shortened(made) + "`";
      default -> "this";
    };
  }

  /** A tree in few words: a lambda or a body in it would fill the message. */
  static String shortened(Tree tree) {
    String text = tree.toString().replaceAll("\\s+", " ");
    return text.length() <= 60 ? text : text.substring(0, 59) + "…";
  }
}
