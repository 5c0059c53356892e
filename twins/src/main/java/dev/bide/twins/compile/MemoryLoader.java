package dev.bide.twins.compile;

import java.util.Map;

/** Loads class files from memory. Every loader has its own classes of the same names. */
public final class MemoryLoader extends ClassLoader {
  private final Map<String, byte[]> classFiles;

  /**
   * A loader.
   *
   * @param classFiles by binary name
   */
  public MemoryLoader(Map<String, byte[]> classFiles) {
    super("twin", MemoryLoader.class.getClassLoader());
    this.classFiles = classFiles;
    setDefaultAssertionStatus(true);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] file = classFiles.get(name);
    if (file == null) {
      throw new ClassNotFoundException(name);
    }
    return defineClass(name, file, 0, file.length);
  }
}
