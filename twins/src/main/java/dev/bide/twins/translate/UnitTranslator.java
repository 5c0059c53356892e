package dev.bide.twins.translate;

import com.sun.source.tree.*;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import dev.bide.twins.Program;
import dev.bide.twins.Waits;
import dev.bide.twins.translate.Twins.ProgramSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;
import org.jspecify.annotations.Nullable;

/**
 * Translates one file. The async twin has {@code .await()} behind each call of a {@link Waits}
 * method, and the body of each such method in {@code async(() -> …)}. The sync twin has a mark at
 * each edge into and out of a handler, from which a cancel is modelled. Both keep the line numbers.
 */
final class UnitTranslator extends TreePathScanner<@Nullable Void, @Nullable Void> {
  private static final String SYNC = "dev.bide.twins.sync";

  private final Trees trees;
  private final Types types;
  private final Elements elements;
  private final CompilationUnitTree unit;
  private final SourcePositions positions;
  private final String name;
  private final String text;
  private final Edits sync;
  private final Edits async;
  private final Edits ecj;
  private final TypeMirror stream;
  private final List<ProgramSource> programs = new ArrayList<>();

  /** The bodies that are being visited, innermost first. */
  private final Deque<Body> bodies = new ArrayDeque<>();

  private int names;

  /** A method's or lambda's body. */
  private static final class Body {
    final boolean block;

    /** The primitive that its {@code return} gives; null for none. */
    final @Nullable TypeMirror primitive;

    int level;

    /** The {@code finally} bodies that are being visited, innermost first. */
    final Deque<Finally> finallys = new ArrayDeque<>();

    Body(boolean block, @Nullable TypeMirror primitive) {
      this.block = block;
      this.primitive = primitive;
    }
  }

  private record Finally(BlockTree body, String handler) {}

  UnitTranslator(Trees trees, JavacTask task, CompilationUnitTree unit, String name, String text) {
    this.trees = trees;
    this.types = task.getTypes();
    this.elements = task.getElements();
    this.unit = unit;
    this.positions = trees.getSourcePositions();
    this.name = name;
    this.text = text;
    this.sync = new Edits(text);
    this.async = new Edits(text);
    this.ecj = new Edits(text);
    this.stream = types.erasure(elements.getTypeElement(SYNC + ".AsyncStream").asType());
  }

  Twins translate() {
    scan(unit, null);
    return new Twins(name, text, sync.result(), async.result(), ecj.result(), programs);
  }

  // ---------------------------------------------------------------- edits

  private int start(Tree t) {
    return (int) positions.getStartPosition(unit, t);
  }

  private int end(Tree t) {
    return (int) positions.getEndPosition(unit, t);
  }

  private void asyncOpen(int start, int end, String what) {
    async.open(start, end, what);
    ecj.open(start, end, what);
  }

  private void asyncClose(int start, int end, String what) {
    async.close(start, end, what);
    ecj.close(start, end, what);
  }

  private void asyncBlank(int start, int end) {
    async.blank(start, end);
    ecj.blank(start, end);
  }

  private IllegalArgumentException refused(Tree t, String why) {
    return new IllegalArgumentException(
        name + ".java:" + unit.getLineMap().getLineNumber(start(t)) + ": " + why + ": " + t);
  }

  // ---------------------------------------------------------------- names

  @Override
  public @Nullable Void visitImport(ImportTree t, @Nullable Void p) {
    int start = start(t);
    String line = text.substring(start, end(t));
    if (line.contains(SYNC + ".Leaves")) {
      int at = start + line.indexOf(SYNC);
      asyncBlank(at, at + SYNC.length());
      asyncOpen(at, at + 1, "dev.bide.twins.async");
    } else if (line.contains(SYNC + ".*")) {
      int at = start + line.indexOf(SYNC);
      asyncBlank(at, at + SYNC.length());
      asyncOpen(at, at + 1, "dev.bide");
    } else if (line.contains(SYNC + ".Resource")) {
      int at = start + line.indexOf(SYNC);
      asyncBlank(at, at + SYNC.length());
      asyncOpen(at, at + 1, "dev.bide.twins.async");
    }
    return null;
  }

  // ---------------------------------------------------------------- bodies

  private static boolean waits(@Nullable Element e) {
    return e instanceof ExecutableElement && e.getAnnotation(Waits.class) != null;
  }

  @Override
  public @Nullable Void visitClass(ClassTree t, @Nullable Void p) {
    bodies.push(new Body(false, null)); // its initialisers
    try {
      return super.visitClass(t, null);
    } finally {
      bodies.pop();
    }
  }

  @Override
  public @Nullable Void visitMethod(MethodTree t, @Nullable Void p) {
    Element e = trees.getElement(getCurrentPath());
    boolean waits = waits(e);
    if (waits) {
      asyncMethod(t);
      BlockTree body = t.getBody();
      if (body != null) {
        around(
            sync,
            body,
            " dev.bide.twins.sync.SyncTrial.enter(); try {",
            "} finally { dev.bide.twins.sync.SyncTrial.exit(); } ");
      }
      program(t, (ExecutableElement) e);
    }
    TypeMirror result = waits ? ((ExecutableElement) e).getReturnType() : null;
    bodies.push(new Body(waits, result != null && result.getKind().isPrimitive() ? result : null));
    try {
      return super.visitMethod(t, null);
    } finally {
      bodies.pop();
    }
  }

  /** Puts something behind a block's first brace and before its last. */
  private void around(Edits edits, BlockTree b, String first, String last) {
    edits.around(start(b) + 1, end(b) - 1, first, last);
  }

  private void asyncMethod(MethodTree t) {
    Tree result = t.getReturnType();
    if (result == null) {
      throw refused(t, "a constructor cannot wait");
    }
    String type = text.substring(start(result), end(result));
    String kind = "RuntimeException";
    List<? extends ExpressionTree> thrown = t.getThrows();
    if (!thrown.isEmpty()) {
      int first = start(thrown.getFirst());
      int last = end(thrown.getLast());
      kind = thrown.size() == 1 ? text.substring(first, last) : "Exception";
      asyncBlank(text.lastIndexOf("throws", first), last);
    }
    asyncBlank(start(result), end(result));
    asyncOpen(start(result), end(result), "dev.bide.Async<" + boxed(type) + ", " + kind + ">");
    BlockTree body = t.getBody();
    if (body != null) {
      StringBuilder copies = new StringBuilder();
      for (VariableTree parameter : reassigned(t)) {
        String own = parameter.getName().toString();
        asyncClose(start(parameter), end(parameter), "$given");
        copies.append(" var ").append(own).append(" = ").append(own).append("$given;");
      }
      around(async, body, " return dev.bide.Async.async(() -> {" + copies, "}); ");
      around(ecj, body, " return dev.bide.Async.async(() -> {" + copies, "}); ");
    }
    for (AnnotationTree a : t.getModifiers().getAnnotations()) {
      if (a.getAnnotationType().toString().endsWith("Waits")) {
        asyncBlank(start(a), end(a));
      }
    }
  }

  private static String boxed(String type) {
    return switch (type) {
      case "void" -> "Void";
      case "boolean" -> "Boolean";
      case "byte" -> "Byte";
      case "short" -> "Short";
      case "char" -> "Character";
      case "int" -> "Integer";
      case "long" -> "Long";
      case "float" -> "Float";
      case "double" -> "Double";
      default -> type;
    };
  }

  /** The parameters that the body assigns to: a lambda may not. */
  private List<VariableTree> reassigned(MethodTree t) {
    Set<Element> assigned = new HashSet<>();
    new TreePathScanner<@Nullable Void, @Nullable Void>() {
      private void note(ExpressionTree target) {
        Element e = trees.getElement(new TreePath(getCurrentPath(), target));
        if (e != null) {
          assigned.add(e);
        }
      }

      @Override
      public @Nullable Void visitAssignment(AssignmentTree a, @Nullable Void p) {
        note(a.getVariable());
        return super.visitAssignment(a, null);
      }

      @Override
      public @Nullable Void visitCompoundAssignment(CompoundAssignmentTree a, @Nullable Void p) {
        note(a.getVariable());
        return super.visitCompoundAssignment(a, null);
      }

      @Override
      public @Nullable Void visitUnary(UnaryTree u, @Nullable Void p) {
        note(u.getExpression());
        return super.visitUnary(u, null);
      }
    }.scan(getCurrentPath(), null);
    List<VariableTree> found = new ArrayList<>();
    for (VariableTree parameter : t.getParameters()) {
      if (assigned.contains(trees.getElement(new TreePath(getCurrentPath(), parameter)))) {
        found.add(parameter);
      }
    }
    return found;
  }

  private void program(MethodTree t, ExecutableElement e) {
    Program program = e.getAnnotation(Program.class);
    if (program == null) {
      return;
    }
    boolean ecjCan = program.notEcj().isEmpty();
    if (!ecjCan) {
      ecj.drop(start(t), end(t));
    }
    programs.add(
        new ProgramSource(
            elements.getBinaryName((TypeElement) e.getEnclosingElement()).toString(),
            t.getName().toString(),
            text.substring(start(t), end(t)),
            program.fresh(),
            program.cancels(),
            program.cancels() && !program.cancelsWithScopesOnly(),
            ecjCan));
  }

  @Override
  public @Nullable Void visitLambdaExpression(LambdaExpressionTree t, @Nullable Void p) {
    TypeMirror target = trees.getTypeMirror(getCurrentPath());
    bodies.push(new Body(isOurs(target), null));
    try {
      return super.visitLambdaExpression(t, null);
    } finally {
      bodies.pop();
    }
  }

  private boolean isOurs(@Nullable TypeMirror t) {
    return t instanceof DeclaredType d
        && elements.getPackageOf(d.asElement()).getQualifiedName().contentEquals(SYNC);
  }

  // ---------------------------------------------------------------- awaits

  @Override
  public @Nullable Void visitMethodInvocation(MethodInvocationTree t, @Nullable Void p) {
    Element e = trees.getElement(getCurrentPath());
    if (waits(e)) {
      Body body = bodies.peek();
      if (body == null || !body.block) {
        throw refused(t, "waits outside a block");
      }
      TypeMirror type = ((ExecutableElement) e).getReturnType();
      if (type.getKind().isPrimitive() && wantsCast()) {
        asyncOpen(start(t), end(t), "((" + type + ") ");
        asyncClose(start(t), end(t), ".await())");
      } else {
        asyncClose(start(t), end(t), ".await()");
      }
    }
    return super.visitMethodInvocation(t, null);
  }

  /** Whether an {@code Integer} here would mean something else than an {@code int}. */
  private boolean wantsCast() {
    TreePath path = getCurrentPath();
    Tree child = path.getLeaf();
    TreePath up = path.getParentPath();
    while (up.getLeaf() instanceof ParenthesizedTree) {
      child = up.getLeaf();
      up = up.getParentPath();
    }
    return switch (up.getLeaf()) {
      case VariableTree v -> declaredByVar(v);
      case BinaryTree b ->
          b.getKind() == Tree.Kind.EQUAL_TO || b.getKind() == Tree.Kind.NOT_EQUAL_TO;
      case ConditionalExpressionTree c -> c.getCondition() != child;
      case ArrayAccessTree a -> a.getIndex() != child;
      case ExpressionStatementTree _,
          AssignmentTree _,
          CompoundAssignmentTree _,
          ReturnTree _,
          IfTree _,
          WhileLoopTree _,
          DoWhileLoopTree _,
          ForLoopTree _,
          UnaryTree _,
          NewArrayTree _,
          SwitchTree _,
          LambdaExpressionTree _,
          AssertTree _ ->
          false;
      default -> true;
    };
  }

  private boolean declaredByVar(VariableTree v) {
    return text.substring(start(v), end(v)).matches("(?s)(final\\s+)?var\\s.*");
  }

  @Override
  public @Nullable Void visitReturn(ReturnTree t, @Nullable Void p) {
    Body body = bodies.peek();
    ExpressionTree value = t.getExpression();
    if (body != null && value != null && body.primitive != null) {
      TypeMirror type = trees.getTypeMirror(new TreePath(getCurrentPath(), value));
      if (type.getKind() != body.primitive.getKind()) {
        asyncOpen(start(value), end(value), "(" + body.primitive + ") (");
        asyncClose(start(value), end(value), ")");
      }
    }
    leave(t, value, null);
    return super.visitReturn(t, null);
  }

  // ---------------------------------------------------------------- loops

  @Override
  public @Nullable Void visitEnhancedForLoop(EnhancedForLoopTree t, @Nullable Void p) {
    ExpressionTree over = t.getExpression();
    if (over instanceof MethodInvocationTree call
        && call.getMethodSelect() instanceof MemberSelectTree select
        && select.getIdentifier().contentEquals("await")) {
      TreePath receiver =
          new TreePath(
              new TreePath(new TreePath(getCurrentPath(), call), select), select.getExpression());
      String kind = kindOf(trees.getTypeMirror(receiver));
      String loop = "$loop" + names++;
      Tree whole =
          getCurrentPath().getParentPath().getLeaf() instanceof LabeledStatementTree l ? l : t;
      sync.around(
          start(whole),
          end(whole),
          "try (var " + loop + " = new dev.bide.twins.sync.ForLoop<" + kind + ">()) { ",
          " }");
      sync.around(start(over), end(over), loop + ".over(", ")");
    }
    return super.visitEnhancedForLoop(t, null);
  }

  /** What reading a stream throws. */
  private String kindOf(TypeMirror type) {
    if (type instanceof DeclaredType d && types.isSameType(types.erasure(d), stream)) {
      return d.getTypeArguments().get(1).toString();
    }
    for (TypeMirror s : types.directSupertypes(type)) {
      if (types.isSubtype(types.erasure(s), stream)) {
        return kindOf(s);
      }
    }
    throw new IllegalArgumentException("not a stream: " + type);
  }

  // ---------------------------------------------------------------- handlers

  @Override
  public @Nullable Void visitTry(TryTree t, @Nullable Void p) {
    Body body = bodies.peek();
    if (body == null || !body.block) {
      return super.visitTry(t, null);
    }
    BlockTree last = t.getFinallyBlock();
    String handler = "$h" + names;
    String failed = "$x" + names;
    String thrown = "$t" + names++;
    if (last != null) {
      int beforeFinally =
          t.getCatches().isEmpty() ? end(t.getBlock()) : end(t.getCatches().getLast());
      boolean own = !t.getCatches().isEmpty() || !t.getResources().isEmpty();
      sync.open(start(t), end(t), "{ boolean " + failed + " = false; " + (own ? "try { " : ""));
      sync.close(
          start(t) + 1,
          beforeFinally,
          (own ? " }" : "")
              + " catch (java.lang.Throwable "
              + thrown
              + ") { "
              + failed
              + " = true; throw "
              + thrown
              + "; }");
      sync.open(
          start(last) + 1,
          end(last) - 1,
          " final var "
              + handler
              + " = "
              + failed
              + " ? dev.bide.twins.sync.Handler.caught("
              + body.level
              + ") : dev.bide.twins.sync.Handler.NONE;");
      sync.close(start(t), end(t), " }");
    }
    scan(t.getResources(), null);
    scan(t.getBlock(), null);
    body.level++;
    for (CatchTree c : t.getCatches()) {
      String h = "$h" + names;
      String x = "$t" + names++;
      around(
          sync,
          c.getBlock(),
          " final var "
              + h
              + " = dev.bide.twins.sync.Handler.caught("
              + (body.level - 1)
              + "); try {",
          " } catch (java.lang.Throwable "
              + x
              + ") { "
              + h
              + ".threw(); throw "
              + x
              + "; } finally { "
              + h
              + ".left(); } ");
      scan(c, null);
    }
    if (last != null) {
      body.finallys.push(new Finally(last, handler));
      scan(last, null);
      body.finallys.pop();
    }
    body.level--;
    return null;
  }

  @Override
  public @Nullable Void visitBreak(BreakTree t, @Nullable Void p) {
    leave(t, null, jumpTarget(t.getLabel() == null ? null : t.getLabel().toString(), true));
    return super.visitBreak(t, null);
  }

  @Override
  public @Nullable Void visitContinue(ContinueTree t, @Nullable Void p) {
    leave(t, null, jumpTarget(t.getLabel() == null ? null : t.getLabel().toString(), false));
    return super.visitContinue(t, null);
  }

  @Override
  public @Nullable Void visitYield(YieldTree t, @Nullable Void p) {
    TreePath path = getCurrentPath();
    while (!(path.getLeaf() instanceof SwitchExpressionTree)) {
      path = path.getParentPath();
    }
    leave(t, t.getValue(), path.getLeaf());
    return super.visitYield(t, null);
  }

  /** The statement that a jump ends or goes on with. */
  private Tree jumpTarget(@Nullable String label, boolean breaks) {
    for (TreePath at = getCurrentPath(); at != null; at = at.getParentPath()) {
      switch (at.getLeaf()) {
        case LabeledStatementTree l when l.getLabel().contentEquals(String.valueOf(label)) -> {
          return l;
        }
        case WhileLoopTree loop when label == null -> {
          return loop;
        }
        case DoWhileLoopTree loop when label == null -> {
          return loop;
        }
        case ForLoopTree loop when label == null -> {
          return loop;
        }
        case EnhancedForLoopTree loop when label == null -> {
          return loop;
        }
        case SwitchTree s when label == null && breaks -> {
          return s;
        }
        default -> {}
      }
    }
    throw refused(getCurrentPath().getLeaf(), "jumps nowhere");
  }

  /** Marks the {@code finally} bodies that a jump leaves. Null as the target: all of them. */
  private void leave(Tree jump, @Nullable ExpressionTree value, @Nullable Tree target) {
    Body body = bodies.peek();
    if (body == null || !body.block) {
      return;
    }
    for (Finally f : body.finallys) {
      if (target != null && start(target) >= start(f.body) && end(target) <= end(f.body)) {
        break;
      }
      if (value != null) {
        sync.around(start(value), end(value), f.handler + ".leaving(", ")");
      } else {
        sync.around(start(jump), end(jump), "{ " + f.handler + ".left(); ", " }");
      }
    }
  }
}
