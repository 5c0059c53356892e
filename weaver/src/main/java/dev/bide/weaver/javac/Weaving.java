package dev.bide.weaver.javac;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TaskEvent;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import dev.bide.weaver.Diagnostic;
import dev.bide.weaver.WeaveResult;
import dev.bide.weaver.Weaver;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import javax.annotation.processing.Filer;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic.Kind;
import javax.tools.JavaFileObject;
import org.jspecify.annotations.Nullable;

/**
 * Weaves each class file when javac has written it, and sees to it that no class with blocks is
 * passed over: what cannot be woven is an error at the block.
 */
final class Weaving {
  private final Model model;
  private final Options options;
  private final ElementFinder finder;
  private final Report report;
  private @Nullable ClassOutput output;

  /** One for all classes of the compilation: it remembers what it has read of others. */
  private final Weaver weaver;

  /** Where the weaver's diagnostics belong: the first block of the class being woven. */
  private @Nullable TreePath block;

  private @Nullable Places blocks;

  /** The first block of each class that has some and is not woven yet, by internal name. */
  private final Map<String, TreePath> waiting = new HashMap<>();

  /** Where the trees of those classes stand: javac takes them apart before it writes a class. */
  private final Map<String, Places> places = new HashMap<>();

  private boolean complained;

  Weaving(Model model, Options options) {
    this.model = model;
    this.options = options;
    this.finder = new ElementFinder(model);
    this.report = new Report(model, options);
    this.weaver = new Weaver(finder, this::report);
  }

  void useFiler(Filer filer) {
    output = new ClassOutput(filer, model.elements);
  }

  // ---------------------------------------------------------------- looking for blocks

  void analysed(TaskEvent event) {
    TreePath path = model.usesBide() ? model.path(event) : null;
    if (path == null) {
      return;
    }
    for (String complaint : options.takeComplaints()) {
      model.trees.printMessage(Kind.WARNING, complaint, path.getLeaf(), path.getCompilationUnit());
    }
    new BlockSearch().scan(path, null);
    if (output == null && !options.weaveLater() && !waiting.isEmpty() && !complained) {
      complained = true;
      TreePath block = waiting.values().iterator().next();
      error(block, block.getLeaf(), notWoven());
    }
  }

  private static String notWoven() {
    return "[bide:not-woven] this block would not be woven, since javac ran no annotation processor of"
        + " Bide's. "
        + Advice.ADD_PROCESSOR;
  }

  /** Notes the classes and their blocks. */
  private final class BlockSearch extends TreePathScanner<@Nullable Void, @Nullable Void> {
    private @Nullable TypeElement current;

    @Override
    public @Nullable Void visitClass(ClassTree tree, @Nullable Void unused) {
      TypeElement outer = current;
      if (model.trees.getElement(getCurrentPath()) instanceof TypeElement type) {
        current = type;
        finder.saw(type);
      }
      super.visitClass(tree, null);
      current = outer;
      return null;
    }

    @Override
    public @Nullable Void visitLambdaExpression(LambdaExpressionTree tree, @Nullable Void unused) {
      block();
      return super.visitLambdaExpression(tree, null);
    }

    @Override
    public @Nullable Void visitMemberReference(MemberReferenceTree tree, @Nullable Void unused) {
      block();
      return super.visitMemberReference(tree, null);
    }

    private void block() {
      if (current != null && model.isBlock(getCurrentPath())) {
        String name = finder.internalName(current);
        waiting.putIfAbsent(name, getCurrentPath());
        places.computeIfAbsent(name, _ -> new Places(model)).note(getCurrentPath());
      }
    }
  }

  // ---------------------------------------------------------------- weaving

  void generated(TaskEvent event) {
    TypeElement type = event.getTypeElement();
    JavaFileObject source = event.getSourceFile();
    ClassOutput out = output;
    if (type == null || source == null || out == null || options.weaveLater()) {
      return;
    }
    String name = finder.internalName(type);
    TreePath block = waiting.remove(name);
    Places places = this.places.remove(name);
    if (block == null || places == null) {
      return;
    }
    byte[] classFile;
    try {
      classFile = out.read(type, source);
    } catch (IOException | IllegalArgumentException e) {
      error(
          block,
          block.getLeaf(),
          "[bide:not-woven] this block cannot be woven here: the class file of "
              + type
              + " cannot be read back through the compilation's file manager ("
              + e
              + "). Weave it when it is loaded, with -javaagent:bide.jar");
      return;
    }
    this.block = block;
    this.blocks = places;
    WeaveResult result = weaver.weave(classFile);
    if (!result.changed()) {
      return;
    }
    try {
      for (Map.Entry<String, byte[]> frame : result.frames().entrySet()) {
        out.write(type, source, frame.getKey().replace('/', '.'), frame.getValue());
      }
      out.write(type, source, model.elements.getBinaryName(type).toString(), result.classFile());
    } catch (IOException e) {
      error(
          block,
          block.getLeaf(),
          "[bide:not-woven] the woven class file of " + type + " cannot be written: " + e);
    }
  }

  /** What the weaver finds, at the tree that stands on its line. */
  private void report(Diagnostic diagnostic) {
    TreePath first = block;
    Places places = blocks;
    if (first == null || places == null) {
      throw new AssertionError("nothing is being woven");
    }
    TreePath place = places.at(diagnostic.line(), first);
    Tree tree =
        place.getLeaf() instanceof MethodInvocationTree call
            ? call.getMethodSelect()
            : place.getLeaf();
    report.named(
        diagnostic.name(),
        diagnostic.severity() == Diagnostic.Severity.ERROR ? Kind.ERROR : Kind.WARNING,
        place,
        tree,
        diagnostic.message());
  }

  private void error(TreePath place, Tree tree, String message) {
    model.trees.printMessage(Kind.ERROR, message, tree, place.getCompilationUnit());
  }

  void ended() {
    waiting.clear();
    places.clear();
  }
}
