package dev.bide.weaver.javac;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.TryTree;
import java.util.List;

/** One check: looks at the places it cares for, as the walk comes to them. */
interface Rule {
  /** A call; for the method's arguments the walk comes later. */
  default void call(Walk at, MethodInvocationTree call) {}

  /** A constructor's call. */
  default void made(Walk at, NewClassTree made) {}

  /** A method reference. */
  default void reference(Walk at, MemberReferenceTree reference) {}

  /** A lambda, seen from outside: what it stands in, not what stands in it. */
  default void lambda(Walk at, LambdaExpressionTree lambda) {}

  /** An expression whose value is dropped. */
  default void statement(Walk at, ExpressionStatementTree statement) {}

  /** Statements that follow each other. */
  default void statements(Walk at, List<? extends StatementTree> statements) {}

  /** A try statement. */
  default void tryStatement(Walk at, TryTree tree) {}

  /** An operator with two operands. */
  default void binary(Walk at, BinaryTree tree) {}

  /** A {@code for} over the items of something. */
  default void loop(Walk at, EnhancedForLoopTree tree) {}

  /** A method's declaration. */
  default void method(Walk at, MethodTree method) {}
}
