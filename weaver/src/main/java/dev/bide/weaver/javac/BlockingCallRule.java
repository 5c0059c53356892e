package dev.bide.weaver.javac;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import org.jspecify.annotations.Nullable;

/**
 * A call that keeps the thread waiting, in a block: all tasks of that thread wait with it. Code in
 * a plain lambda is not looked at: it may run elsewhere, as that of {@code Blocking.run} does.
 */
final class BlockingCallRule implements Rule {
  private static final Set<String> READS =
      Set.of(
          "read",
          "readNBytes",
          "readAllBytes",
          "readLine",
          "readAllLines",
          "readAllAsString",
          "skip",
          "transferTo",
          "next",
          "nextLine",
          "nextInt",
          "nextLong",
          "hasNext",
          "hasNextLine",
          "hasNextInt",
          "readByte",
          "readInt",
          "readLong",
          "readUTF",
          "readFully",
          "readObject",
          "write",
          "flush");
  private static final Set<String> OF_SOCKET = Set.of("getInputStream", "getOutputStream");
  private static final Set<String> OF_PROCESS =
      Set.of("getInputStream", "getErrorStream", "inputReader", "errorReader");

  private final Model model;
  private final Report report;
  private final BlockingCalls calls;

  BlockingCallRule(Model model, Report report) {
    this.model = model;
    this.report = report;
    this.calls = new BlockingCalls(model);
  }

  @Override
  public void call(Walk at, MethodInvocationTree call) {
    if (!at.inBlock()) {
      return;
    }
    TreePath path = at.getCurrentPath();
    ExecutableElement method = model.called(path);
    if (method == null || model.isAwait(path) || isSlipForAwait(path, call)) {
      return;
    }
    BlockingCalls.Blocks blocks = calls.find(method);
    if (blocks != null) {
      found(path, call.getMethodSelect(), call, blocks.instead());
    } else if (call.getMethodSelect() instanceof MemberSelectTree select
        && READS.contains(method.getSimpleName().toString())) {
      Source source = source(new TreePath(new TreePath(path, select), select.getExpression()), 0);
      if (source != Source.FAST) {
        found(path, select, call, source == Source.SOCKET ? BlockingCalls.TRANSFER : null);
      }
    }
  }

  /** {@code x.wait()} on a computation has a check of its own. */
  private boolean isSlipForAwait(TreePath path, MethodInvocationTree call) {
    return call.getMethodSelect() instanceof MemberSelectTree select
        && select.getIdentifier().contentEquals("wait")
        && model.canBeAwaited(model.typeOf(new TreePath(path, select), select.getExpression()));
  }

  @Override
  public void made(Walk at, NewClassTree made) {
    if (at.inBlock()
        && model.trees.getElement(at.getCurrentPath()) instanceof ExecutableElement constructor) {
      BlockingCalls.Blocks blocks = calls.find(constructor);
      if (blocks != null) {
        found(at.getCurrentPath(), made, made, blocks.instead());
      }
    }
  }

  @Override
  public void reference(Walk at, MemberReferenceTree reference) {
    TreePath path = at.getCurrentPath();
    ExecutableElement method = model.referred(path);
    if (method == null || !model.isBlock(path) || model.canBeAwaited(model.ownerType(method))) {
      return;
    }
    BlockingCalls.Blocks blocks = calls.find(method);
    if (blocks != null) {
      found(path, reference, reference, blocks.instead());
    }
  }

  private void found(TreePath path, Tree place, Tree call, @Nullable String instead) {
    String inThread =
        call instanceof MemberReferenceTree
            ? "`() -> Blocking.run(" + UndeclaredRule.shortened(call) + ").await()`"
            : "`Blocking.run(() -> " + UndeclaredRule.shortened(call) + ").await()`";
    report.at(
        Check.BLOCKING_CALL,
        path,
        place,
        "this call may block the thread, and with it every task that runs there: "
            + (instead == null
                ? "write " + inThread
                : instead.startsWith("write") ? instead : instead + "; or " + inThread));
  }

  // ---------------------------------------------------------------- what is read

  /** What is behind a stream of java.io. */
  private enum Source {
    SOCKET,
    /** A process, or {@code System.in}. */
    SLOW,
    /** Anything else: it is not known to block. */
    FAST
  }

  /** What an expression reads from or writes to. Wrappers and local variables are followed. */
  private Source source(TreePath path, int depth) {
    if (depth > 8) {
      return Source.FAST;
    }
    return switch (path.getLeaf()) {
      case ParenthesizedTree in -> source(new TreePath(path, in.getExpression()), depth + 1);
      case MethodInvocationTree _ -> given(model.called(path));
      case NewClassTree made when isWrapper(path) -> wrapped(path, made, depth);
      case MemberSelectTree _ -> standardInput(model.trees.getElement(path));
      case IdentifierTree _ -> {
        Element variable = model.trees.getElement(path);
        TreePath value = variable == null ? null : initialiser(path, variable);
        yield value != null ? source(value, depth + 1) : standardInput(variable);
      }
      default -> Source.FAST;
    };
  }

  private Source given(@Nullable ExecutableElement method) {
    if (method == null) {
      return Source.FAST;
    }
    String name = method.getSimpleName().toString();
    if (OF_SOCKET.contains(name) && model.isA(model.owner(method), "java.net.Socket")) {
      return Source.SOCKET;
    }
    return OF_PROCESS.contains(name) && model.isA(model.owner(method), "java.lang.Process")
        ? Source.SLOW
        : Source.FAST;
  }

  private static Source standardInput(@Nullable Element element) {
    return element != null
            && element.getKind() == ElementKind.FIELD
            && element.getSimpleName().contentEquals("in")
            && element.getEnclosingElement() instanceof TypeElement type
            && type.getQualifiedName().contentEquals("java.lang.System")
        ? Source.SLOW
        : Source.FAST;
  }

  private boolean isWrapper(TreePath made) {
    var type = model.typeOf(made);
    return model.isA(type, "java.io.InputStream")
        || model.isA(type, "java.io.Reader")
        || model.isA(type, "java.io.OutputStream")
        || model.isA(type, "java.io.Writer")
        || model.isA(type, "java.util.Scanner");
  }

  private Source wrapped(TreePath path, NewClassTree made, int depth) {
    for (ExpressionTree argument : made.getArguments()) {
      Source source = source(new TreePath(path, argument), depth + 1);
      if (source != Source.FAST) {
        return source;
      }
    }
    return Source.FAST;
  }

  /** What a local variable of the code around a place begins with; null where that is not seen. */
  private @Nullable TreePath initialiser(TreePath place, Element variable) {
    if (variable.getKind() != ElementKind.LOCAL_VARIABLE
        && variable.getKind() != ElementKind.RESOURCE_VARIABLE) {
      return null;
    }
    TreePath outermost = place;
    for (TreePath path = place; path != null; path = path.getParentPath()) {
      if (path.getLeaf() instanceof MethodTree) {
        outermost = path;
        break;
      }
    }
    TreePath[] found = {null};
    new TreePathScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitVariable(VariableTree tree, @Nullable Void unused) {
        if (tree.getInitializer() != null
            && variable.equals(model.trees.getElement(getCurrentPath()))) {
          found[0] = new TreePath(getCurrentPath(), tree.getInitializer());
        }
        return super.visitVariable(tree, null);
      }
    }.scan(outermost, null);
    return found[0];
  }
}
