package dev.bide.build.layering;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ModuleTree;
import com.sun.source.tree.RequiresTree;
import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * Reads the modules of a Maven build from its sources alone, so that the answer never depends on
 * what happens to be compiled.
 */
final class SourceTree {
  private SourceTree() {}

  /**
   * All modules that the root's {@code pom.xml} lists, in its order.
   *
   * @throws IOException if a file is missing or cannot be parsed; the message names it
   */
  static List<SourceModule> read(Path root) throws IOException {
    Element parent = pom(root);
    List<SourceModule> modules = new ArrayList<>();
    for (Element module : children(child(parent, "modules"), "module")) {
      modules.add(readModule(root, parent, text(module)));
    }
    return modules;
  }

  private static SourceModule readModule(Path root, Element parent, String folder)
      throws IOException {
    Path directory = root.resolve(folder);
    Element pom = pom(directory);
    // A scope that a dependencyManagement gives is not looked up: the strictest one is assumed.
    List<Dependency> dependencies =
        Stream.of(pom, parent).flatMap(SourceTree::dependencies).distinct().toList();
    String group = textOf(pom, "groupId", textOf(parent, "groupId", ""));
    Path info = directory.resolve("src/main/java/module-info.java");
    return new SourceModule(
        folder,
        group + ":" + textOf(pom, "artifactId", ""),
        dependencies,
        Files.exists(info) ? readInfo(info) : null);
  }

  private static SourceModule.Info readInfo(Path file) throws IOException {
    var compiler = ToolProvider.getSystemJavaCompiler();
    var diagnostics = new DiagnosticCollector<JavaFileObject>();
    try (var files = compiler.getStandardFileManager(diagnostics, null, null)) {
      var task =
          (JavacTask)
              compiler.getTask(
                  null, files, diagnostics, null, null, files.getJavaFileObjects(file));
      for (CompilationUnitTree unit : task.parse()) {
        ModuleTree module = unit.getModule();
        if (module != null && diagnostics.getDiagnostics().isEmpty()) {
          return readInfo(module);
        }
      }
    }
    throw new IOException("not a module declaration: " + file + " " + diagnostics.getDiagnostics());
  }

  private static SourceModule.Info readInfo(ModuleTree module) {
    List<Requirement> requirements =
        module.getDirectives().stream()
            .filter(RequiresTree.class::isInstance)
            .map(RequiresTree.class::cast)
            .map(it -> new Requirement(it.getModuleName().toString(), it.isStatic()))
            .toList();
    boolean nullMarked =
        module.getAnnotations().stream()
            .map(it -> it.getAnnotationType().toString())
            .anyMatch(it -> it.equals("NullMarked") || it.endsWith(".NullMarked"));
    return new SourceModule.Info(module.getName().toString(), nullMarked, requirements);
  }

  private static Element pom(Path directory) throws IOException {
    Path file = directory.resolve("pom.xml");
    try {
      var factory = DocumentBuilderFactory.newInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      return factory.newDocumentBuilder().parse(file.toFile()).getDocumentElement();
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException("cannot parse " + file, e);
    }
  }

  /** The dependencies of a project and of its profiles, whether or not they are active. */
  private static Stream<Dependency> dependencies(Element project) {
    return Stream.concat(
            Stream.of(project), children(child(project, "profiles"), "profile").stream())
        .flatMap(it -> children(child(it, "dependencies"), "dependency").stream())
        .map(it ->
            new Dependency(
                textOf(it, "groupId", "") + ":" + textOf(it, "artifactId", ""),
                textOf(it, "scope", "compile"),
                Boolean.parseBoolean(textOf(it, "optional", "false"))));
  }

  private static List<Element> children(@Nullable Element parent, String name) {
    List<Element> found = new ArrayList<>();
    if (parent != null) {
      NodeList nodes = parent.getChildNodes();
      for (int i = 0; i < nodes.getLength(); i++) {
        Node node = nodes.item(i);
        if (node instanceof Element element && element.getTagName().equals(name)) {
          found.add(element);
        }
      }
    }
    return found;
  }

  private static @Nullable Element child(Element parent, String name) {
    List<Element> found = children(parent, name);
    return found.isEmpty() ? null : found.getFirst();
  }

  private static String textOf(Element parent, String name, String otherwise) {
    Element found = child(parent, name);
    return found == null ? otherwise : text(found);
  }

  private static String text(Element element) {
    return element.getTextContent().strip();
  }
}
