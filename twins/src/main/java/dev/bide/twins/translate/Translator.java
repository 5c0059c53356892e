package dev.bide.twins.translate;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Reads sources with javac, which knows what each call refers to, and makes both twins. */
public final class Translator {
  private final List<String> options;

  /**
   * A translator.
   *
   * @param options javac's: a class path with this module on it
   */
  public Translator(List<String> options) {
    this.options = List.copyOf(options);
  }

  /**
   * Makes the twins of each source.
   *
   * @param sources texts by class name
   * @throws IllegalArgumentException when one does not compile as it is
   */
  public List<Twins> translate(Map<String, String> sources) {
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    List<Text> units = new ArrayList<>();
    Map<URI, Text> byUri = new HashMap<>();
    sources.forEach((name, text) -> {
      Text unit = new Text(name, text);
      units.add(unit);
      byUri.put(unit.toUri(), unit);
    });
    JavacTask task =
        (JavacTask)
            ToolProvider.getSystemJavaCompiler()
                .getTask(null, null, diagnostics, options, null, units);
    try {
      List<CompilationUnitTree> trees = new ArrayList<>();
      for (CompilationUnitTree unit : task.parse()) {
        trees.add(unit);
      }
      task.analyze();
      String errors =
          diagnostics.getDiagnostics().stream()
              .filter(d -> d.getKind() == Diagnostic.Kind.ERROR)
              .map(Object::toString)
              .collect(Collectors.joining("\n"));
      if (!errors.isEmpty()) {
        throw new IllegalArgumentException("the programs do not compile as sync code:\n" + errors);
      }
      Trees api = Trees.instance(task);
      List<Twins> twins = new ArrayList<>();
      for (CompilationUnitTree unit : trees) {
        Text text = byUri.get(unit.getSourceFile().toUri());
        if (text == null) {
          throw new IllegalStateException("javac has read " + unit.getSourceFile());
        }
        twins.add(new UnitTranslator(api, task, unit, text.name, text.text).translate());
      }
      return twins;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Text extends SimpleJavaFileObject {
    private final String name;
    private final String text;

    Text(String name, String text) {
      super(URI.create("string:///" + name.replace('.', '/') + ".java"), Kind.SOURCE);
      this.name = name;
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
