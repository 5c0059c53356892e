package dev.bide.weaver.javac;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.BreakTree;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ContinueTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.SynchronizedTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.UnionTypeTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.tree.YieldTree;
import com.sun.source.util.TreePath;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/** Finds where a block throws checked exceptions that it does not catch itself. */
final class Thrown extends OwnCode {
  /**
   * One such place.
   *
   * @param path the throwing tree's
   * @param tree where a diagnostic points to
   * @param kind what it throws
   * @param phrase the place, for a message; null for what the tree itself says
   */
  record Site(TreePath path, Tree tree, TypeMirror kind, @Nullable String phrase) {}

  private final Model model;
  private final List<Site> sites = new ArrayList<>();

  /** The tries whose handlers take what is thrown at the current place, the innermost last. */
  private final List<TreePath> tries = new ArrayList<>();

  private Thrown(Model model) {
    this.model = model;
  }

  static List<Site> by(Model model, TreePath lambda) {
    Thrown search = new Thrown(model);
    search.scan(new TreePath(lambda, ((LambdaExpressionTree) lambda.getLeaf()).getBody()), null);
    return search.sites;
  }

  private void found(Tree tree, TypeMirror kind, @Nullable String phrase) {
    if (kind.getKind() == TypeKind.DECLARED && model.isChecked(kind) && !isCaught(kind)) {
      sites.add(new Site(getCurrentPath(), tree, kind, phrase));
    }
  }

  private boolean isCaught(TypeMirror kind) {
    return tries.stream().anyMatch(path -> takes(path, kind));
  }

  @Override
  public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable Void unused) {
    for (TypeMirror kind : model.thrownBy(getCurrentPath())) {
      // A child's exceptions come through spawn; what is to be shown is its await.
      if (!throughBlock(call, kind)) {
        found(call.getMethodSelect(), kind, null);
      }
    }
    return super.visitMethodInvocation(call, null);
  }

  private boolean throughBlock(MethodInvocationTree call, TypeMirror kind) {
    int before = sites.size();
    for (ExpressionTree argument : call.getArguments()) {
      TreePath path = new TreePath(getCurrentPath(), argument);
      if (argument instanceof LambdaExpressionTree && model.isBlock(path)) {
        for (Site site : by(model, path)) {
          if (model.types.isSubtype(site.kind(), kind) && !isCaught(site.kind())) {
            sites.add(site);
          }
        }
      }
    }
    return sites.size() > before;
  }

  @Override
  public @Nullable Void visitNewClass(NewClassTree made, @Nullable Void unused) {
    for (TypeMirror kind : model.thrownBy(getCurrentPath())) {
      found(made, kind, null);
    }
    return super.visitNewClass(made, null);
  }

  @Override
  public @Nullable Void visitThrow(ThrowTree tree, @Nullable Void unused) {
    TypeMirror kind = model.typeOf(getCurrentPath(), tree.getExpression());
    // Rethrowing what was caught throws what came out of the try, which is looked at there.
    if (kind != null && !isCaughtHere(tree.getExpression())) {
      found(tree, kind, "this statement");
    }
    return super.visitThrow(tree, null);
  }

  private boolean isCaughtHere(ExpressionTree expression) {
    if (!(expression instanceof IdentifierTree)) {
      return false;
    }
    Element element = model.trees.getElement(new TreePath(getCurrentPath(), expression));
    return element != null && element.getKind() == ElementKind.EXCEPTION_PARAMETER;
  }

  @Override
  public @Nullable Void visitTry(TryTree tree, @Nullable Void unused) {
    tries.add(getCurrentPath());
    for (Tree resource : tree.getResources()) {
      TreePath path = new TreePath(getCurrentPath(), resource);
      for (TypeMirror kind : model.thrownByClose(model.typeOf(path))) {
        found(resource, kind, "closing this resource");
      }
      scan(resource, null);
    }
    scan(tree.getBlock(), null);
    tries.removeLast();
    if (!drops(tree)) {
      scan(tree.getCatches(), null);
    }
    return scan(tree.getFinallyBlock(), null);
  }

  /** Whether nothing that is thrown comes out of a try, since its finally is left by a jump. */
  private static boolean drops(TryTree tree) {
    return tree.getFinallyBlock() != null && jumps(tree.getFinallyBlock());
  }

  /** Whether what is thrown in a try's block does not come out of the try statement. */
  private boolean takes(TreePath path, TypeMirror kind) {
    TryTree tree = (TryTree) path.getLeaf();
    if (drops(tree)) {
      return true;
    }
    for (CatchTree handler : tree.getCatches()) {
      TreePath at = new TreePath(path, handler);
      if (model.isAmong(kind, caughtBy(at))) {
        return !rethrows(at, kind);
      }
    }
    return false;
  }

  private List<TypeMirror> caughtBy(TreePath handler) {
    VariableTree parameter = ((CatchTree) handler.getLeaf()).getParameter();
    TreePath path = new TreePath(handler, parameter);
    Tree type = parameter.getType();
    List<TypeMirror> types = new ArrayList<>();
    for (Tree kind :
        type instanceof UnionTypeTree union ? union.getTypeAlternatives() : List.of(type)) {
      TypeMirror mirror = model.typeOf(path, kind);
      if (mirror != null) {
        types.add(mirror);
      }
    }
    return types;
  }

  /** Whether a handler throws what it was entered with, and does not itself catch that again. */
  private boolean rethrows(TreePath handler, TypeMirror kind) {
    CatchTree tree = (CatchTree) handler.getLeaf();
    Element parameter = model.trees.getElement(new TreePath(handler, tree.getParameter()));
    boolean[] found = new boolean[1];
    new OwnCode() {
      @Override
      public @Nullable Void visitThrow(ThrowTree statement, @Nullable Void unused) {
        found[0] |=
            parameter != null
                && parameter.equals(
                    model.trees.getElement(
                        new TreePath(getCurrentPath(), statement.getExpression())));
        return super.visitThrow(statement, null);
      }

      @Override
      public @Nullable Void visitTry(TryTree inner, @Nullable Void unused) {
        if (!takes(getCurrentPath(), kind)) {
          scan(inner.getBlock(), null);
        }
        if (!drops(inner)) {
          scan(inner.getCatches(), null);
        }
        return scan(inner.getFinallyBlock(), null);
      }
    }.scan(new TreePath(handler, tree.getBlock()), null);
    return found[0];
  }

  /** Whether a statement is always left by a jump. Loops without an end are not looked for. */
  private static boolean jumps(StatementTree statement) {
    return switch (statement) {
      case ReturnTree _, ThrowTree _, BreakTree _, ContinueTree _, YieldTree _ -> true;
      case BlockTree block ->
          !block.getStatements().isEmpty() && jumps(block.getStatements().getLast());
      case SynchronizedTree held -> jumps(held.getBlock());
      case IfTree choice ->
          choice.getElseStatement() != null
              && jumps(choice.getThenStatement())
              && jumps(choice.getElseStatement());
      case TryTree inner ->
          drops(inner)
              || (jumps(inner.getBlock())
                  && inner.getCatches().stream().allMatch(c -> jumps(c.getBlock())));
      default -> false;
    };
  }
}
