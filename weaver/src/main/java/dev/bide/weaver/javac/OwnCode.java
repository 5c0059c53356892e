package dev.bide.weaver.javac;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.util.TreePathScanner;
import org.jspecify.annotations.Nullable;

/** Scans what runs with the code it is given: lambdas and classes inside it run some other time. */
class OwnCode extends TreePathScanner<@Nullable Void, @Nullable Void> {
  @Override
  public @Nullable Void visitLambdaExpression(LambdaExpressionTree tree, @Nullable Void unused) {
    return null;
  }

  @Override
  public @Nullable Void visitClass(ClassTree tree, @Nullable Void unused) {
    return null;
  }
}
