package dev.bide.weaver.javac;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.annotation.processing.Filer;
import javax.annotation.processing.FilerException;
import javax.lang.model.element.ModuleElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import javax.tools.FileObject;
import javax.tools.JavaFileObject;
import javax.tools.StandardLocation;
import org.jspecify.annotations.Nullable;

/**
 * The class files of one compilation, found and replaced with public API only. The {@code Filer}
 * tells where javac has written one; a file is then replaced in place, since creating it again
 * would be a clash of output files to javac. Where the file manager keeps its files elsewhere (in
 * memory), the {@code Filer} has to write.
 */
final class ClassOutput {
  private final Filer filer;
  private final Elements elements;
  private @Nullable Boolean besideSources;

  ClassOutput(Filer filer, Elements elements) {
    this.filer = filer;
    this.elements = elements;
  }

  /**
   * Reads the class file that javac has just written.
   *
   * @param type the class
   * @param source its source file
   * @throws IOException when it cannot be found again or read
   */
  byte[] read(TypeElement type, JavaFileObject source) throws IOException {
    String name = elements.getBinaryName(type).toString();
    Path beside = besideSource(source, name);
    if (beside != null) {
      return Files.readAllBytes(beside);
    }
    try (InputStream in = resource(type, name).openInputStream()) {
      return in.readAllBytes();
    }
  }

  /**
   * Writes a class file: the class itself anew, or one that belongs to it.
   *
   * @param type the class
   * @param name the binary name of what is written
   */
  void write(TypeElement type, JavaFileObject source, String name, byte[] classFile)
      throws IOException {
    Path file = besideSource(source, name);
    if (file == null) {
      URI uri = resource(type, name).toUri();
      file = "file".equals(uri.getScheme()) ? Path.of(uri) : null;
    }
    if (file != null) {
      Files.write(file, classFile);
      return;
    }
    FileObject out =
        located(
            type,
            name,
            pack -> filer.createResource(StandardLocation.CLASS_OUTPUT, pack, simple(name), type));
    try (OutputStream stream = out.openOutputStream()) {
      stream.write(classFile);
    }
  }

  private FileObject resource(TypeElement type, String name) throws IOException {
    return located(
        type, name, pack -> filer.getResource(StandardLocation.CLASS_OUTPUT, pack, simple(name)));
  }

  private interface Place {
    FileObject of(CharSequence pack) throws IOException;
  }

  /**
   * Names the module before the package, as several modules that are compiled together need it. The
   * filer refuses that where the one module's folder is a plain one, as it is for tests that are
   * compiled into the module they test.
   */
  private FileObject located(TypeElement type, String name, Place place) throws IOException {
    int dot = name.lastIndexOf('.');
    String pack = dot < 0 ? "" : name.substring(0, dot);
    ModuleElement module = elements.getModuleOf(type);
    if (module == null || module.isUnnamed()) {
      return place.of(pack);
    }
    try {
      return place.of(module.getQualifiedName() + "/" + pack);
    } catch (FilerException e) {
      try {
        return place.of(pack);
      } catch (IOException again) {
        again.addSuppressed(e);
        throw again;
      }
    }
  }

  private static String simple(String name) {
    return name.substring(name.lastIndexOf('.') + 1) + ".class";
  }

  /** Without {@code -d} javac writes a class file beside its source file. */
  private @Nullable Path besideSource(JavaFileObject source, String name) throws IOException {
    if (besideSources == null) {
      besideSources = hasNoFolder();
    }
    URI uri = source.toUri();
    return besideSources && "file".equals(uri.getScheme())
        ? Path.of(uri).resolveSibling(simple(name))
        : null;
  }

  /** With no folder set, the file manager leaves the package out of a file's place. */
  private boolean hasNoFolder() {
    try {
      FileObject probe =
          filer.getResource(StandardLocation.CLASS_OUTPUT, "bide.probe", "Probe.class");
      return "file".equals(probe.toUri().getScheme())
          && !probe.toUri().getPath().contains("bide/probe");
    } catch (IOException | IllegalArgumentException e) {
      // Several modules at once, where a folder has to be set.
      return false;
    }
  }
}
