package dev.bide.weaver.javac;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.SynchronizedTree;
import com.sun.source.tree.TryTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One pass over a class: shows each place to all checks, and knows what code it stands in. */
final class Walk extends TreePathScanner<@Nullable Void, @Nullable Void> {
  /** The code that runs as a whole: nothing but a block can wait. */
  enum Code {
    BLOCK,
    PLAIN_LAMBDA,
    /** A method, a constructor, or the initialiser of a class. */
    MEMBER,
    /** A lambda of which javac could not find out what it is. */
    UNKNOWN
  }

  /** The nearest enclosing code, with the synchronized statement around the place, if any. */
  private static final class Here {
    final Code code;
    final TreePath path;
    int monitors;

    Here(Code code, TreePath path) {
      this.code = code;
      this.path = path;
    }
  }

  private final Model model;
  private final List<Rule> rules;
  private final Deque<Here> around = new ArrayDeque<>();

  Walk(Model model, List<Rule> rules) {
    this.model = model;
    this.rules = rules;
  }

  /** What kind of code the current place belongs to. */
  Code code() {
    Here here = around.peek();
    return here == null ? Code.MEMBER : here.code;
  }

  boolean inBlock() {
    return code() == Code.BLOCK;
  }

  /** The lambda, method or class whose code the current place belongs to. */
  TreePath codePath() {
    Here here = around.peek();
    return here == null ? getCurrentPath() : here.path;
  }

  /** Whether the place stands in a block, however many lambdas and classes are between. */
  boolean insideSomeBlock() {
    for (Here here : around) {
      if (here.code == Code.BLOCK) {
        return true;
      }
    }
    return false;
  }

  /** Whether the current code holds a monitor here. */
  boolean inSynchronized() {
    Here here = around.peek();
    return here != null && here.monitors > 0;
  }

  private void enter(Code code) {
    around.push(new Here(code, getCurrentPath()));
  }

  private void leave() {
    around.pop();
  }

  @Override
  public @Nullable Void visitClass(ClassTree tree, @Nullable Void unused) {
    enter(Code.MEMBER);
    super.visitClass(tree, null);
    leave();
    return null;
  }

  @Override
  public @Nullable Void visitMethod(MethodTree tree, @Nullable Void unused) {
    for (Rule rule : rules) {
      rule.method(this, tree);
    }
    enter(Code.MEMBER);
    super.visitMethod(tree, null);
    leave();
    return null;
  }

  @Override
  public @Nullable Void visitLambdaExpression(LambdaExpressionTree tree, @Nullable Void unused) {
    for (Rule rule : rules) {
      rule.lambda(this, tree);
    }
    Code code =
        switch (model.target(getCurrentPath())) {
          case BLOCK -> Code.BLOCK;
          case PLAIN -> Code.PLAIN_LAMBDA;
          case UNKNOWN -> Code.UNKNOWN;
        };
    enter(code);
    super.visitLambdaExpression(tree, null);
    leave();
    return null;
  }

  @Override
  public @Nullable Void visitMemberReference(MemberReferenceTree tree, @Nullable Void unused) {
    for (Rule rule : rules) {
      rule.reference(this, tree);
    }
    return super.visitMemberReference(tree, null);
  }

  @Override
  public @Nullable Void visitMethodInvocation(MethodInvocationTree tree, @Nullable Void unused) {
    for (Rule rule : rules) {
      rule.call(this, tree);
    }
    return super.visitMethodInvocation(tree, null);
  }

  @Override
  public @Nullable Void visitNewClass(NewClassTree tree, @Nullable Void unused) {
    for (Rule rule : rules) {
      rule.made(this, tree);
    }
    return super.visitNewClass(tree, null);
  }

  @Override
  public @Nullable Void visitExpressionStatement(
      ExpressionStatementTree tree, @Nullable Void unused) {
    for (Rule rule : rules) {
      rule.statement(this, tree);
    }
    return super.visitExpressionStatement(tree, null);
  }

  @Override
  public @Nullable Void visitSynchronized(SynchronizedTree tree, @Nullable Void unused) {
    scan(tree.getExpression(), null);
    Here here = around.peek();
    if (here == null) {
      return scan(tree.getBlock(), null);
    }
    here.monitors++;
    scan(tree.getBlock(), null);
    here.monitors--;
    return null;
  }

  @Override
  public @Nullable Void visitTry(TryTree tree, @Nullable Void unused) {
    for (Rule rule : rules) {
      rule.tryStatement(this, tree);
    }
    return super.visitTry(tree, null);
  }

  @Override
  public @Nullable Void visitBinary(BinaryTree tree, @Nullable Void unused) {
    for (Rule rule : rules) {
      rule.binary(this, tree);
    }
    return super.visitBinary(tree, null);
  }

  @Override
  public @Nullable Void visitEnhancedForLoop(EnhancedForLoopTree tree, @Nullable Void unused) {
    for (Rule rule : rules) {
      rule.loop(this, tree);
    }
    return super.visitEnhancedForLoop(tree, null);
  }

  @Override
  public @Nullable Void visitBlock(BlockTree tree, @Nullable Void unused) {
    for (Rule rule : rules) {
      rule.statements(this, tree.getStatements());
    }
    return super.visitBlock(tree, null);
  }

  @Override
  public @Nullable Void visitCase(CaseTree tree, @Nullable Void unused) {
    if (tree.getStatements() != null) {
      for (Rule rule : rules) {
        rule.statements(this, tree.getStatements());
      }
    }
    return super.visitCase(tree, null);
  }
}
