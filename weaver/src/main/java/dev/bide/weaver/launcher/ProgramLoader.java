package dev.bide.weaver.launcher;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Loads a program's classes from memory, and everything else as the class path says. */
final class ProgramLoader extends URLClassLoader {
  static {
    registerAsParallelCapable();
  }

  private final Map<String, byte[]> classFiles;

  ProgramLoader(Map<String, byte[]> classFiles, List<Path> classPath, ClassLoader parent)
      throws Failure {
    super(urls(classPath), parent);
    this.classFiles = classFiles;
  }

  private static URL[] urls(List<Path> classPath) throws Failure {
    URL[] urls = new URL[classPath.size()];
    for (int i = 0; i < urls.length; i++) {
      try {
        urls[i] = classPath.get(i).toUri().toURL();
      } catch (MalformedURLException e) {
        throw new Failure("not a path: " + classPath.get(i));
      }
    }
    return urls;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (classFiles.containsKey(name)) {
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded != null ? loaded : findClass(name);
      }
    }
    return super.loadClass(name, resolve);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] classFile = classFiles.get(name);
    return classFile == null
        ? super.findClass(name)
        : defineClass(name, classFile, 0, classFile.length);
  }

  @Override
  public @Nullable InputStream getResourceAsStream(String name) {
    if (name.endsWith(".class")) {
      byte[] classFile =
          classFiles.get(name.substring(0, name.length() - ".class".length()).replace('/', '.'));
      if (classFile != null) {
        return new ByteArrayInputStream(classFile);
      }
    }
    return super.getResourceAsStream(name);
  }
}
