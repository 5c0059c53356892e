package dev.bide.build.classfiles;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;

/** Finds the class files that tests read. */
final class TestClasses {
  private TestClasses() {}

  /** TeaVM's class library, from its jar on the class path. */
  static TeaVmLibrary teaVm() throws IOException {
    return new TeaVmLibrary(
        new ClassFiles().add(holderOf("org/teavm/classlib/impl/ClasslibSubstitutionPolicy.class")));
  }

  /** The folder or jar on the class path that a resource comes from. */
  static Path holderOf(String resource) {
    URL url = ClassLoader.getSystemResource(resource);
    if (url == null) {
      throw new IllegalStateException(resource + " is not on the class path");
    }
    try {
      String text = url.toString();
      return url.getProtocol().equals("jar")
          ? Path.of(new URI(text.substring("jar:".length(), text.indexOf("!/"))))
          : Path.of(new URI(text.substring(0, text.length() - resource.length())));
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The class files of some classes, with those nested in them. */
  static ClassFiles of(Class<?>... some) throws IOException {
    ClassFiles files = new ClassFiles();
    for (Class<?> c : some) {
      add(c, files);
    }
    return files;
  }

  private static void add(Class<?> c, ClassFiles files) throws IOException {
    try (var in = c.getResourceAsStream("/" + c.getName().replace('.', '/') + ".class")) {
      if (in == null) {
        throw new IllegalStateException("no class file of " + c);
      }
      files.add(in.readAllBytes());
    }
    for (Class<?> nested : c.getDeclaredClasses()) {
      add(nested, files);
    }
  }
}
