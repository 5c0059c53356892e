package dev.bide.build.classfiles;

import java.lang.classfile.Annotation;
import java.lang.classfile.AnnotationValue;
import java.lang.classfile.AttributedElement;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassModel;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The Java classes that TeaVM has, with their members, under the names that programs use.
 *
 * <p>TeaVM's class library holds {@code java.util.List} as {@code
 * org.teavm.classlib.java.util.TList}, {@code java.time} as {@code org.threeten.bp}, and three
 * annotations say where a class file differs from what the compiler of it saw: {@code @Rename},
 * {@code @Superclass} and {@code @Remove}. There is no falling back to the JDK: what is not here
 * does not exist for a program that TeaVM compiles.
 */
public final class TeaVmLibrary {
  private static final String LIBRARY = "org/teavm/classlib/";
  private static final String TIME = "org/threeten/bp/";
  private static final String INTEROP = "Lorg/teavm/interop/";

  private final Map<String, Entry> classes = new HashMap<>();

  /** Reads the class files of TeaVM's class library. */
  public TeaVmLibrary(ClassFiles library) {
    for (ClassModel c : library.all()) {
      String name = javaName(c.thisClass().asInternalName());
      if (name.startsWith("java/") && !isRemoved(c)) {
        classes.put(name, new Entry(c));
      }
    }
    if (!classes.containsKey("java/lang/Object") || !classes.containsKey("java/time/Duration")) {
      throw new IllegalArgumentException(
          "these class files are not TeaVM's class library, or it is laid out in a new way");
    }
  }

  /** Whether there is a class of that internal name. */
  public boolean hasClass(String name) {
    return classes.containsKey(name);
  }

  /**
   * Whether a method is found from a class on: in it, in its superclasses, in their interfaces.
   *
   * @param descriptor as in class files
   */
  public boolean hasMethod(String owner, String name, String descriptor) {
    boolean constructor = name.equals("<init>");
    return lineage(owner, constructor).anyMatch(e -> e.methods.contains(name + descriptor));
  }

  /** Whether a field is found from a class on. */
  public boolean hasField(String owner, String name, String descriptor) {
    return lineage(owner, false).anyMatch(e -> e.fields.contains(name + ":" + descriptor));
  }

  /** All that {@code owner} inherits from, itself first. A constructor is its own class's only. */
  private Stream<Entry> lineage(String owner, boolean itselfOnly) {
    Set<String> seen = new HashSet<>();
    Stream.Builder<Entry> found = Stream.builder();
    collect(owner, seen, found);
    Stream<Entry> all = found.build();
    return itselfOnly ? all.limit(1) : all;
  }

  private void collect(@Nullable String name, Set<String> seen, Stream.Builder<Entry> found) {
    Entry e = name == null ? null : classes.get(name);
    if (name == null || e == null || !seen.add(name)) {
      return;
    }
    found.add(e);
    collect(e.superclass, seen, found);
    e.interfaces.forEach(i -> collect(i, seen, found));
    collect("java/lang/Object", seen, found); // an interface has Object's methods too
  }

  /** The name that programs use for a class of the library. */
  static String javaName(String name) {
    if (name.startsWith(TIME)) {
      return "java/time/" + name.substring(TIME.length());
    }
    if (name.startsWith(LIBRARY + "java/")) {
      int simple = name.lastIndexOf('/') + 1;
      if (name.charAt(simple) == 'T') {
        return name.substring(LIBRARY.length(), simple) + name.substring(simple + 1);
      }
    }
    return name;
  }

  private static ClassDesc javaType(ClassDesc t) {
    if (t.isArray()) {
      return javaType(t.componentType()).arrayType();
    }
    if (t.isPrimitive()) {
      return t;
    }
    String d = t.descriptorString();
    return ClassDesc.ofDescriptor("L" + javaName(d.substring(1, d.length() - 1)) + ";");
  }

  private static String javaDescriptor(MethodTypeDesc d) {
    return MethodTypeDesc.of(
            javaType(d.returnType()),
            d.parameterList().stream().map(TeaVmLibrary::javaType).toList())
        .descriptorString();
  }

  private static boolean isRemoved(AttributedElement e) {
    return annotation(e, "Remove").isPresent() || annotation(e, "UnsupportedOn").isPresent();
  }

  /** One of the annotations by which the library says how a class file is to be read. */
  private static Optional<Annotation> annotation(AttributedElement e, String simpleName) {
    String descriptor = INTEROP + simpleName + ";";
    return Stream.concat(
            e.findAttribute(Attributes.runtimeVisibleAnnotations()).stream()
                .flatMap(a -> a.annotations().stream()),
            e.findAttribute(Attributes.runtimeInvisibleAnnotations()).stream()
                .flatMap(a -> a.annotations().stream()))
        .filter(a -> a.className().equalsString(descriptor))
        .findFirst();
  }

  private static Optional<String> value(AttributedElement e, String annotation) {
    return annotation(e, annotation)
        .flatMap(a -> a.elements().stream().filter(v -> v.name().equalsString("value")).findFirst())
        .map(v -> ((AnnotationValue.OfString) v.value()).stringValue());
  }

  private static final class Entry {
    final @Nullable String superclass;
    final List<String> interfaces;
    final Set<String> methods = new HashSet<>();
    final Set<String> fields = new HashSet<>();

    Entry(ClassModel c) {
      String declared = c.superclass().map(s -> javaName(s.asInternalName())).orElse("");
      String real = value(c, "Superclass").map(s -> s.replace('.', '/')).orElse(declared);
      superclass = real.isEmpty() ? null : real;
      interfaces = c.interfaces().stream().map(i -> javaName(i.asInternalName())).toList();
      for (MethodModel m : c.methods()) {
        if (!isRemoved(m)) {
          String name = value(m, "Rename").orElse(m.methodName().stringValue());
          methods.add(name + javaDescriptor(m.methodTypeSymbol()));
        }
      }
      for (FieldModel f : c.fields()) {
        if (!isRemoved(f)) {
          String name = value(f, "Rename").orElse(f.fieldName().stringValue());
          fields.add(name + ":" + javaType(f.fieldTypeSymbol()).descriptorString());
        }
      }
    }
  }
}
