package dev.bide.weaver.javac;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.DeconstructionPatternTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.SynchronizedTree;
import com.sun.source.tree.TryTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreeScanner;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.util.ElementFilter;
import org.jspecify.annotations.Nullable;

/**
 * Finds the methods of a class that is being compiled which do nothing with a block but return it,
 * by their trees alone: javac may not have looked into the class yet, or have written it already.
 *
 * <p>It says so only of methods for which the class file will say so too. Where it is not sure it
 * says nothing, and a call is not as fast as it could be.
 */
final class ReturnsBlock extends TreeScanner<@Nullable Void, @Nullable Void> {
  private static final String ASYNC_METHOD = Model.ASYNC + ".async";

  /** Whether {@code async} alone is Bide's, and whether {@code Async} is. */
  private final boolean byMethod;

  private final boolean byType;

  private boolean returns;
  private boolean other;

  private ReturnsBlock(boolean byMethod, boolean byType) {
    this.byMethod = byMethod;
    this.byType = byType;
  }

  /** Those methods of a class; none when it has no tree. */
  static Set<ExecutableElement> methods(TypeElement type, Model model) {
    Set<ExecutableElement> found = new HashSet<>();
    if (type.getKind().isInterface()) {
      return found;
    }
    for (ExecutableElement method : ElementFilter.methodsIn(type.getEnclosedElements())) {
      if (method.getModifiers().contains(Modifier.SYNCHRONIZED)
          || !(method.getReturnType() instanceof DeclaredType result)
          || !(result.asElement() instanceof TypeElement async)
          || !async.getQualifiedName().contentEquals(Model.ASYNC)) {
        continue;
      }
      TreePath path = model.trees.getPath(method);
      if (path != null && path.getLeaf() instanceof MethodTree tree && tree.getBody() != null) {
        ReturnsBlock scanner =
            new ReturnsBlock(
                importsMethod(path.getCompilationUnit()) && !hasMember(type, "async", model),
                importsType(path.getCompilationUnit()) && !hasMember(type, "Async", model));
        scanner.scan(tree.getBody(), null);
        if (scanner.returns && !scanner.other) {
          found.add(method);
        }
      }
    }
    return found;
  }

  private static boolean importsMethod(CompilationUnitTree unit) {
    boolean found = false;
    int onDemand = 0;
    for (ImportTree tree : unit.getImports()) {
      String name = tree.getQualifiedIdentifier().toString();
      if (tree.isModule() || !tree.isStatic()) {
        continue;
      }
      boolean all = name.endsWith(".*");
      onDemand += all ? 1 : 0;
      if (name.equals(ASYNC_METHOD) || name.equals(Model.ASYNC + ".*")) {
        found = true;
      } else if (name.endsWith(".async")) {
        return false;
      }
    }
    return found && onDemand <= 1;
  }

  private static boolean importsType(CompilationUnitTree unit) {
    boolean found = false;
    for (ImportTree tree : unit.getImports()) {
      String name = tree.getQualifiedIdentifier().toString();
      found |= !tree.isModule() && !tree.isStatic() && name.equals(Model.ASYNC);
    }
    return found;
  }

  /** Whether a class, or one around it, has or inherits a member that hides an import. */
  private static boolean hasMember(TypeElement type, String name, Model model) {
    for (Element e = type; e != null; e = e.getEnclosingElement()) {
      if (e instanceof TypeElement around) {
        for (Element member : model.elements.getAllMembers(around)) {
          if (member.getSimpleName().contentEquals(name)
              && (member.getKind() == ElementKind.METHOD
                  || member.getKind() == ElementKind.FIELD
                  || member instanceof TypeElement)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  @Override
  public @Nullable Void visitReturn(ReturnTree tree, @Nullable Void unused) {
    if (isBlock(tree.getExpression())) {
      returns = true;
    } else {
      other = true;
    }
    return super.visitReturn(tree, null);
  }

  private boolean isBlock(@Nullable ExpressionTree expression) {
    return bare(expression) instanceof MethodInvocationTree call
        && call.getTypeArguments().isEmpty()
        && isAsync(call.getMethodSelect())
        && call.getArguments().size() == 1
        && bare(call.getArguments().getFirst()) instanceof LambdaExpressionTree;
  }

  private boolean isAsync(ExpressionTree method) {
    return switch (method) {
      case IdentifierTree name -> byMethod && name.getName().contentEquals("async");
      case MemberSelectTree select -> byType && select.toString().equals("Async.async");
      default -> false;
    };
  }

  private static @Nullable ExpressionTree bare(@Nullable ExpressionTree tree) {
    return tree instanceof ParenthesizedTree p ? bare(p.getExpression()) : tree;
  }

  // Other code has returns of its own.

  @Override
  public @Nullable Void visitLambdaExpression(LambdaExpressionTree tree, @Nullable Void unused) {
    return null;
  }

  @Override
  public @Nullable Void visitClass(ClassTree tree, @Nullable Void unused) {
    List<String> hiding = List.of("async", "Async");
    other |= hiding.contains(tree.getSimpleName().toString());
    return null;
  }

  // What may come with an exception handler.

  @Override
  public @Nullable Void visitTry(TryTree tree, @Nullable Void unused) {
    other = true;
    return null;
  }

  @Override
  public @Nullable Void visitSynchronized(SynchronizedTree tree, @Nullable Void unused) {
    other = true;
    return null;
  }

  @Override
  public @Nullable Void visitSwitch(SwitchTree tree, @Nullable Void unused) {
    other = true;
    return null;
  }

  @Override
  public @Nullable Void visitSwitchExpression(SwitchExpressionTree tree, @Nullable Void unused) {
    other = true;
    return null;
  }

  @Override
  public @Nullable Void visitDeconstructionPattern(
      DeconstructionPatternTree tree, @Nullable Void unused) {
    other = true;
    return null;
  }
}
