package dev.bide.weaver.javac;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.BreakTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ContinueTree;
import com.sun.source.tree.DefaultCaseLabelTree;
import com.sun.source.tree.DoWhileLoopTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.LabeledStatementTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.SynchronizedTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.tree.YieldTree;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks of statements whether control can leave them other than by throwing. */
final class Paths {
  private Paths() {}

  /** Whether some way through a handler's body ends without an exception. */
  static boolean endsWithoutThrowing(BlockTree body) {
    return new Ways().block(body.getStatements()) != End.THROWS;
  }

  private enum End {
    /** Each way throws. */
    THROWS,
    /** Some way reaches the end, and none jumps. */
    REACHES_END,
    /** Some way jumps out without an exception: return, break, continue, yield. */
    JUMPS
  }

  /** Some approximations lean towards THROWS: a doubt is no finding. */
  private static final class Ways {
    End block(List<? extends StatementTree> statements) {
      for (StatementTree statement : statements) {
        End end = of(statement);
        if (end != End.REACHES_END) {
          return end;
        }
      }
      return End.REACHES_END;
    }

    End of(@Nullable StatementTree statement) {
      return switch (statement) {
        case null -> End.REACHES_END;
        case ThrowTree _ -> End.THROWS;
        case ReturnTree _, BreakTree _, ContinueTree _, YieldTree _ -> End.JUMPS;
        case BlockTree block -> block(block.getStatements());
        case LabeledStatementTree labeled -> of(labeled.getStatement());
        case SynchronizedTree monitor -> of(monitor.getBlock());
        case IfTree test -> either(of(test.getThenStatement()), of(test.getElseStatement()));
        case WhileLoopTree loop ->
            isTrue(loop.getCondition()) ? of(loop.getStatement()) : End.REACHES_END;
        case DoWhileLoopTree loop -> of(loop.getStatement());
        case ForLoopTree _, EnhancedForLoopTree _ -> End.REACHES_END;
        case SwitchTree choice -> of(choice);
        case TryTree tree -> of(tree);
        default -> End.REACHES_END;
      };
    }

    private End of(SwitchTree choice) {
      boolean hasDefault = false;
      End all = End.THROWS;
      for (CaseTree branch : choice.getCases()) {
        hasDefault |= branch.getLabels().stream().anyMatch(DefaultCaseLabelTree.class::isInstance);
        End end =
            branch.getStatements() != null
                ? block(branch.getStatements())
                : branch.getBody() instanceof StatementTree body ? of(body) : End.REACHES_END;
        all = either(all, end == End.JUMPS ? End.REACHES_END : end);
      }
      return hasDefault ? all : End.REACHES_END;
    }

    private End of(TryTree tree) {
      End end = of(tree.getBlock());
      for (CatchTree handler : tree.getCatches()) {
        end = either(end, of(handler.getBlock()));
      }
      End last = of(tree.getFinallyBlock());
      return last == End.REACHES_END ? end : last;
    }

    private static End either(End a, End b) {
      if (a == b) {
        return a;
      }
      return a == End.JUMPS || b == End.JUMPS ? End.JUMPS : End.REACHES_END;
    }

    private static boolean isTrue(Tree condition) {
      String text = condition.toString();
      return text.equals("(true)") || text.equals("true");
    }
  }
}
