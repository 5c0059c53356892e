package dev.bide.weaver.javac;

import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.InstanceOfTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.UnionTypeTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/** What is wrong with a handler: it takes Cancelled, catches nothing, or waits for an interrupt. */
final class CatchRule implements Rule {
  private static final Set<String> STARTS = Set.of("spawn", "start", "background", "spawner");

  private final Model model;
  private final Report report;

  CatchRule(Model model, Report report) {
    this.model = model;
    this.report = report;
  }

  @Override
  public void tryStatement(Walk at, TryTree tree) {
    if (!at.inBlock()) {
      return;
    }
    TreePath path = at.getCurrentPath();
    boolean waits = waits(path, tree);
    boolean cancelledIsTaken = false;
    for (CatchTree handler : tree.getCatches()) {
      TreePath handlerPath = new TreePath(path, handler);
      for (TypeMirror kind : kinds(handlerPath)) {
        String name = kind.toString();
        if (takesCancelled(name) && waits && !cancelledIsTaken) {
          cancelledIsTaken = true;
          swallowed(handlerPath, name);
        }
        if (name.equals("java.lang.InterruptedException") && !awaitThrows(path, tree, kind)) {
          report.at(
              Check.INTERRUPTED_CATCH,
              handlerPath,
              handler.getParameter().getType(),
              "a block is not interrupted: a cancel throws Cancelled at its await, and finally runs."
                  + " What blocks the thread and can be interrupted belongs in Blocking.run(…)");
        }
        aroundSpawn(path, tree, handlerPath, kind);
      }
    }
  }

  /** The types a handler names. */
  private List<TypeMirror> kinds(TreePath handler) {
    VariableTree parameter = ((CatchTree) handler.getLeaf()).getParameter();
    TreePath path = new TreePath(handler, parameter);
    List<TypeMirror> kinds = new ArrayList<>();
    List<? extends Tree> trees =
        parameter.getType() instanceof UnionTypeTree union
            ? union.getTypeAlternatives()
            : List.of(parameter.getType());
    for (Tree tree : trees) {
      TypeMirror type = model.typeOf(path, tree);
      if (type != null) {
        kinds.add(type);
      }
    }
    return kinds;
  }

  /** Whether an await in the try declares what the handler catches: then it is needed there. */
  private boolean awaitThrows(TreePath path, TryTree tree, TypeMirror kind) {
    boolean[] found = new boolean[1];
    OwnCode search =
        new OwnCode() {
          @Override
          public @Nullable Void visitMethodInvocation(
              MethodInvocationTree call, @Nullable Void unused) {
            found[0] |=
                model.isAwait(getCurrentPath())
                    && model.thrownBy(getCurrentPath()).stream()
                        .anyMatch(thrown -> model.types.isSubtype(thrown, kind));
            return super.visitMethodInvocation(call, null);
          }
        };
    for (Tree resource : tree.getResources()) {
      search.scan(new TreePath(path, resource), null);
    }
    search.scan(new TreePath(path, tree.getBlock()), null);
    return found[0];
  }

  // ---------------------------------------------------------------- Cancelled

  private static boolean takesCancelled(String type) {
    return type.equals("java.lang.Throwable")
        || type.equals("java.lang.Error")
        || type.equals(Model.CANCELLED);
  }

  /** Whether the try's resources or body wait somewhere in this code. */
  private boolean waits(TreePath path, TryTree tree) {
    boolean[] found = new boolean[1];
    OwnCode search =
        new OwnCode() {
          @Override
          public @Nullable Void visitMethodInvocation(
              MethodInvocationTree call, @Nullable Void unused) {
            found[0] |= model.isAwait(getCurrentPath());
            return super.visitMethodInvocation(call, null);
          }
        };
    for (Tree resource : tree.getResources()) {
      search.scan(new TreePath(path, resource), null);
    }
    search.scan(new TreePath(path, tree.getBlock()), null);
    return found[0];
  }

  private void swallowed(TreePath handler, String type) {
    CatchTree tree = (CatchTree) handler.getLeaf();
    if (Paths.endsWithoutThrowing(tree.getBlock()) && !sortsOut(handler)) {
      report.at(
          Check.CANCELLED_SWALLOWED,
          handler,
          tree.getParameter().getType(),
          type.equals(Model.CANCELLED)
              ? "this handler swallows Cancelled, and the block goes on although it was cancelled:"
                  + " rethrow it at the handler's end, or use finally"
              : "this handler swallows Cancelled too, and the block goes on although it was"
                  + " cancelled: catch Exception, or put `catch (Cancelled c) { throw c; }` before"
                  + " it");
    }
  }

  /** Whether the body asks what it has caught, or hands it to a method that throws it. */
  private boolean sortsOut(TreePath handler) {
    CatchTree tree = (CatchTree) handler.getLeaf();
    Element caught = model.trees.getElement(new TreePath(handler, tree.getParameter()));
    boolean[] found = new boolean[1];
    new OwnCode() {
      private boolean isCaught(Tree expression) {
        return expression instanceof IdentifierTree
            && caught != null
            && caught.equals(model.trees.getElement(new TreePath(getCurrentPath(), expression)));
      }

      @Override
      public @Nullable Void visitInstanceOf(InstanceOfTree test, @Nullable Void unused) {
        found[0] |= isCaught(test.getExpression());
        return super.visitInstanceOf(test, null);
      }

      @Override
      public @Nullable Void visitSwitch(SwitchTree choice, @Nullable Void unused) {
        ExpressionTree on = choice.getExpression();
        found[0] |=
            isCaught(
                on instanceof com.sun.source.tree.ParenthesizedTree in ? in.getExpression() : on);
        return super.visitSwitch(choice, null);
      }

      @Override
      public @Nullable Void visitMethodInvocation(
          MethodInvocationTree call, @Nullable Void unused) {
        ExecutableElement method = model.called(getCurrentPath());
        if (method != null
            && method
                .getSimpleName()
                .toString()
                .toLowerCase(java.util.Locale.ROOT)
                .contains("throw")) {
          found[0] |= call.getArguments().stream().anyMatch(this::isCaught);
        }
        return super.visitMethodInvocation(call, null);
      }
    }.scan(new TreePath(handler, tree.getBlock()), null);
    return found[0];
  }

  // ---------------------------------------------------------------- spawn

  private void aroundSpawn(TreePath path, TryTree tree, TreePath handler, TypeMirror kind) {
    String name = kind.toString();
    if (!model.isChecked(kind)
        || name.equals("java.lang.Exception")
        || name.equals("java.lang.Throwable")) {
      return;
    }
    Sources sources = new Sources(kind);
    for (Tree resource : tree.getResources()) {
      sources.resource(new TreePath(path, resource));
      sources.scan(new TreePath(path, resource), null);
    }
    sources.scan(new TreePath(path, tree.getBlock()), null);
    if (sources.start != null && !sources.other) {
      report.at(
          Check.CATCH_AROUND_SPAWN,
          handler,
          ((CatchTree) handler.getLeaf()).getParameter().getType(),
          sources.start
              + "(…) never throws here: it declares the child's exceptions so that they count to the"
              + " scope, and the scope throws them. Catch around the scope's await, or in the child's"
              + " block");
    }
  }

  /** Finds what can throw an exception that a handler of this kind catches. */
  private final class Sources extends OwnCode {
    private final TypeMirror kind;
    @Nullable String start;
    boolean other;

    Sources(TypeMirror kind) {
      this.kind = kind;
    }

    private boolean matches(TypeMirror thrown) {
      return model.types.isSubtype(thrown, kind) || model.types.isSubtype(kind, thrown);
    }

    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable Void unused) {
      if (model.thrownBy(getCurrentPath()).stream().anyMatch(this::matches)) {
        ExecutableElement method = model.called(getCurrentPath());
        if (method != null
            && STARTS.contains(method.getSimpleName().toString())
            && model.isA(model.owner(method), "dev.bide.Scope")) {
          start = method.getSimpleName().toString();
        } else {
          other = true;
        }
      }
      return super.visitMethodInvocation(call, null);
    }

    @Override
    public @Nullable Void visitNewClass(NewClassTree made, @Nullable Void unused) {
      other |= model.thrownBy(getCurrentPath()).stream().anyMatch(this::matches);
      return super.visitNewClass(made, null);
    }

    @Override
    public @Nullable Void visitThrow(ThrowTree tree, @Nullable Void unused) {
      TypeMirror thrown = model.typeOf(getCurrentPath(), tree.getExpression());
      other |= thrown == null || matches(thrown);
      return super.visitThrow(tree, null);
    }

    @Override
    public @Nullable Void visitTry(TryTree tree, @Nullable Void unused) {
      tree.getResources().forEach(r -> resource(new TreePath(getCurrentPath(), r)));
      return super.visitTry(tree, null);
    }

    @Override
    public @Nullable Void visitModifiers(ModifiersTree tree, @Nullable Void unused) {
      return null;
    }

    void resource(TreePath resource) {
      other |= model.thrownByClose(model.typeOf(resource)).stream().anyMatch(this::matches);
    }
  }
}
