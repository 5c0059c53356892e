package dev.bide.weaver.javac;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
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

  /** The folders of the packages that were asked for; asking the {@code Filer} is dear. */
  private final Map<String, Optional<Path>> folders = new HashMap<>();

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
    Path file = file(type, source, name);
    if (file != null) {
      return Files.readAllBytes(file);
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
    Path file = file(type, source, name);
    if (file != null) {
      write(file, classFile);
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

  /**
   * Over what is there, and emptied first only where that is longer: a file that is emptied and
   * written again is one that file systems bring to the disk at once, which costs several times as
   * much.
   */
  private static void write(Path file, byte[] classFile) throws IOException {
    if (file.toFile().length() > classFile.length) {
      Files.write(file, classFile);
    } else {
      Files.write(file, classFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }
  }

  /** Where a class file is, or is to be; null where the file manager keeps no files. */
  private @Nullable Path file(TypeElement type, JavaFileObject source, String name)
      throws IOException {
    Path beside = besideSource(source, name);
    if (beside != null) {
      return beside;
    }
    ModuleElement module = elements.getModuleOf(type);
    String key = (module == null ? "" : module.getQualifiedName()) + "/" + pack(name);
    Optional<Path> folder = folders.get(key);
    if (folder == null) {
      URI uri = resource(type, name).toUri();
      folder =
          "file".equals(uri.getScheme())
              ? Optional.ofNullable(Path.of(uri).getParent())
              : Optional.empty();
      folders.put(key, folder);
    }
    return folder.isPresent() ? folder.get().resolve(simple(name)) : null;
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
    String pack = pack(name);
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

  private static String pack(String name) {
    int dot = name.lastIndexOf('.');
    return dot < 0 ? "" : name.substring(0, dot);
  }

  private static String simple(String name) {
    return name.substring(name.lastIndexOf('.') + 1) + ".class";
  }

  /** Without {@code -d} javac writes a class file beside its source file. */
  private @Nullable Path besideSource(JavaFileObject source, String name) throws IOException {
    if (besideSources == null) {
      besideSources = hasNoFolder();
    }
    if (!besideSources) {
      return null;
    }
    URI uri = source.toUri();
    return "file".equals(uri.getScheme()) ? Path.of(uri).resolveSibling(simple(name)) : null;
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
