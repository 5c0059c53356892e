package dev.bide.build.layering;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A small build on disk, written by a test. */
final class PlantedBuild {
  private final Path root;
  private final Module parent = new Module("bide-parent", "");
  private final Map<String, Module> modules = new LinkedHashMap<>();

  PlantedBuild(Path root) {
    this.root = root;
  }

  /** The pom that the modules inherit from. */
  Module parent() {
    return parent;
  }

  /** Adds a module; without a module-info if {@code moduleName} is empty. */
  Module module(String folder, String artifactId, String moduleName) {
    var module = new Module(artifactId, moduleName);
    modules.put(folder, module);
    return module;
  }

  Module get(String folder) {
    Module module = modules.get(folder);
    if (module == null) {
      throw new IllegalArgumentException(folder);
    }
    return module;
  }

  void write() throws IOException {
    var list = new StringBuilder("<modules>");
    for (String folder : modules.keySet()) {
      list.append("<module>").append(folder).append("</module>");
    }
    Files.writeString(
        root.resolve("pom.xml"),
        parent.pom("<groupId>dev.bide</groupId>" + list.append("</modules>")));
    for (Map.Entry<String, Module> entry : modules.entrySet()) {
      Module module = entry.getValue();
      Path sources = root.resolve(entry.getKey()).resolve("src/main/java");
      Files.createDirectories(sources);
      Files.writeString(root.resolve(entry.getKey()).resolve("pom.xml"), module.pom(""));
      if (!module.name.isEmpty()) {
        Files.writeString(sources.resolve("module-info.java"), module.info());
      }
    }
  }

  static final class Module {
    private final String artifactId;
    private final String name;
    private final List<String> dependencies = new ArrayList<>();
    private final List<String> profileDependencies = new ArrayList<>();
    private final List<String> requirements = new ArrayList<>();
    private boolean nullMarked = true;

    Module(String artifactId, String name) {
      this.artifactId = artifactId;
      this.name = name;
    }

    Module dependsOn(String coordinates) {
      dependencies.add(dependency(coordinates, ""));
      return this;
    }

    Module dependsOn(String coordinates, String scope) {
      dependencies.add(dependency(coordinates, "<scope>" + scope + "</scope>"));
      return this;
    }

    Module dependsOnOptional(String coordinates, String scope) {
      dependencies.add(
          dependency(coordinates, "<scope>" + scope + "</scope><optional>true</optional>"));
      return this;
    }

    Module dependsOnInAProfile(String coordinates, String scope) {
      profileDependencies.add(dependency(coordinates, "<scope>" + scope + "</scope>"));
      return this;
    }

    Module requires(String directive) {
      requirements.add(directive);
      return this;
    }

    Module notNullMarked() {
      nullMarked = false;
      return this;
    }

    private static String dependency(String coordinates, String rest) {
      String[] parts = coordinates.split(":", 2);
      return "<dependency><groupId>%s</groupId><artifactId>%s</artifactId>%s</dependency>"
          .formatted(parts[0], parts[1], rest);
    }

    String pom(String more) {
      return """
      <project xmlns="http://maven.apache.org/POM/4.0.0">
        %s
        <artifactId>%s</artifactId>
        <dependencies>%s</dependencies>
        <profiles><profile><dependencies>%s</dependencies></profile></profiles>
      </project>
      """
          .formatted(
              more,
              artifactId,
              String.join("", dependencies),
              String.join("", profileDependencies));
    }

    String info() {
      var text = new StringBuilder();
      if (nullMarked) {
        text.append("@org.jspecify.annotations.NullMarked\n");
      }
      text.append("module ").append(name).append(" {\n");
      for (String requirement : requirements) {
        text.append("  requires ").append(requirement).append(";\n");
      }
      return text.append("  requires static org.jspecify;\n}\n").toString();
    }
  }
}
