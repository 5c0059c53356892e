package dev.bide.weaver;

import java.lang.classfile.Annotation;
import java.lang.classfile.AnnotationValue;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.RuntimeInvisibleAnnotationsAttribute;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** What the weaver knows about the classes on the path. Read once each; usable by many threads. */
final class Hierarchy {
  /** An answer that may be missing since a class file is. */
  enum Answer {
    YES,
    NO,
    UNKNOWN
  }

  /**
   * The interface that woven lambdas implement in place of a functional one.
   *
   * @param woven its internal name
   * @param start the type of its method
   * @param asked the functional interface when that is not the woven one's own supertype but a
   *     further subtype, which the lambda must implement too; else null
   * @param method the name of the method that a block implements; null where the functional
   *     interface declares it anew, so that a woven lambda would leave it abstract
   */
  record BlockType(
      String woven, MethodTypeDesc start, @Nullable String asked, @Nullable String method) {}

  private record Info(
      boolean isFinal,
      List<String> supertypes,
      @Nullable String wovenAs,
      boolean confined,
      boolean mustNotSuspend,
      Set<String> abstractMethods) {}

  private final ClassFinder finder;
  private final ConcurrentMap<String, Optional<Info>> infos = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Optional<BlockType>> blockTypes = new ConcurrentHashMap<>();

  Hierarchy(ClassFinder finder) {
    this.finder = finder;
  }

  /** Takes note of a class that is at hand, so that the finder need not have it. */
  void know(ClassModel model) {
    infos.put(model.thisClass().asInternalName(), Optional.of(info(model)));
  }

  /** Whether a class is a subtype of one of Bide's types. */
  Answer isSubtype(String name, String target) {
    return isSubtype(name, target, new HashSet<>());
  }

  private Answer isSubtype(String name, String target, Set<String> seen) {
    if (name.equals(target)) {
      return Answer.YES;
    }
    if (ofPlatform(name) || name.startsWith("[") || !seen.add(name)) {
      return Answer.NO;
    }
    Info info = info(name);
    if (info == null) {
      return Answer.UNKNOWN;
    }
    Answer result = Answer.NO;
    for (String supertype : info.supertypes) {
      Answer a = isSubtype(supertype, target, seen);
      if (a == Answer.YES) {
        return a;
      }
      if (a == Answer.UNKNOWN) {
        result = a;
      }
    }
    return result;
  }

  /** Whether an object with this static type may be one of Bide's type. */
  boolean mayBe(String name, String target) {
    return isSubtype(name, target) != Answer.NO || !isFinal(name);
  }

  private boolean isFinal(String name) {
    Info info = info(name);
    return info != null && info.isFinal;
  }

  /** Whether a class belongs to one thread: it or a supertype says so. */
  boolean isConfined(String name) {
    if (ofPlatform(name)) {
      return false;
    }
    Info info = info(name);
    if (info == null || info.confined) {
      return info != null;
    }
    for (String supertype : info.supertypes) {
      if (isConfined(supertype)) {
        return true;
      }
    }
    return false;
  }

  /** Whether an object of a class may not be held across an await: it or a supertype says so. */
  boolean mustNotSuspend(String name) {
    if (ofPlatform(name)) {
      return false;
    }
    Info info = info(name);
    if (info == null || info.mustNotSuspend) {
      return info != null;
    }
    for (String supertype : info.supertypes) {
      if (mustNotSuspend(supertype)) {
        return true;
      }
    }
    return false;
  }

  /**
   * What a lambda for a functional interface becomes; null when it is no block, or one that is
   * woven already.
   */
  @Nullable BlockType blockType(String functional) {
    if (ofPlatform(functional)) {
      return null;
    }
    // Not computeIfAbsent: reading supertypes in it would be a recursive update.
    Optional<BlockType> known = blockTypes.get(functional);
    if (known == null) {
      known = Optional.ofNullable(findBlockType(functional));
      if (info(functional) != null) {
        blockTypes.put(functional, known);
      }
    }
    return known.orElse(null);
  }

  private @Nullable BlockType findBlockType(String functional) {
    Set<String> seen = new HashSet<>();
    List<String> todo = new ArrayList<>(List.of(functional));
    String found = null;
    String annotated = null;
    String method = null;
    Set<String> declared = new HashSet<>();
    for (int i = 0; i < todo.size(); i++) {
      String name = todo.get(i);
      if (name.equals(Names.WOVEN)) {
        return null;
      }
      if (ofPlatform(name) || !seen.add(name)) {
        continue;
      }
      Info info = info(name);
      if (info != null) {
        if (found == null && info.wovenAs != null) {
          found = info.wovenAs;
          annotated = name;
          method = info.abstractMethods.stream().findFirst().orElse(null);
        }
        if (info.wovenAs == null) {
          declared.addAll(info.abstractMethods);
        }
        todo.addAll(info.supertypes);
      }
    }
    if (found == null) {
      return null;
    }
    byte[] file = finder.find(found);
    if (file == null) {
      throw new Refusal(
          "missing-class",
          "the class path lacks "
              + found.replace('/', '.')
              + ", the woven form of "
              + functional.replace('/', '.'),
          0);
    }
    for (MethodModel m : ClassFile.of().parse(file).methods()) {
      if (m.methodName().equalsString("start") && m.flags().has(AccessFlag.ABSTRACT)) {
        MethodTypeDesc start = m.methodTypeSymbol();
        if (start.parameterCount() < 2 || !start.parameterType(1).equals(Names.CD_SUSPENDED)) {
          throw new Refusal(
              "missing-class",
              found.replace('/', '.') + " has a method start that takes no frame to use again",
              0);
        }
        return new BlockType(
            found,
            start,
            functional.equals(annotated) ? null : functional,
            method == null || declared.contains(method) ? null : method);
      }
    }
    throw new Refusal("missing-class", found.replace('/', '.') + " has no method start", 0);
  }

  /** Classes of the JDK, which know nothing of Bide. */
  static boolean ofPlatform(String name) {
    return name.startsWith("java/")
        || name.startsWith("javax/")
        || name.startsWith("jdk/")
        || name.startsWith("sun/")
        || name.startsWith("com/sun/");
  }

  /** Bide's own types, whose computations are no woven blocks. */
  static boolean ofCore(String name) {
    if (!name.startsWith("dev/bide/")) {
      return false;
    }
    String rest = name.substring("dev/bide/".length());
    return rest.indexOf('/') < 0
        || rest.startsWith("io/")
        || rest.startsWith("net/")
        || rest.startsWith("sync/")
        || rest.startsWith("runtime/")
        || rest.startsWith("internal/")
        || rest.startsWith("weave/");
  }

  private @Nullable Info info(String name) {
    Optional<Info> known = infos.get(name);
    if (known == null) {
      byte[] file = finder.find(name);
      known = file == null ? Optional.empty() : Optional.of(info(ClassFile.of().parse(file)));
      if (known.isPresent()) {
        infos.put(name, known);
      }
    }
    return known.orElse(null);
  }

  private static Info info(ClassModel model) {
    List<String> supertypes = new ArrayList<>();
    if (model.superclass().isPresent()) {
      supertypes.add(model.superclass().get().asInternalName());
    }
    for (ClassEntry i : model.interfaces()) {
      supertypes.add(i.asInternalName());
    }
    String wovenAs = null;
    boolean confined = false;
    boolean mustNotSuspend = false;
    RuntimeInvisibleAnnotationsAttribute annotations =
        model.findAttribute(Attributes.runtimeInvisibleAnnotations()).orElse(null);
    for (Annotation a : annotations == null ? List.<Annotation>of() : annotations.annotations()) {
      if (a.className().equalsString("L" + Names.WOVEN_AS + ";")
          && a.elements().getFirst().value() instanceof AnnotationValue.OfClass c) {
        wovenAs = Names.internalName(c.className().stringValue());
      } else if (a.className().equalsString("L" + Names.THREAD_CONFINED + ";")) {
        confined = true;
      } else if (a.className().equalsString("L" + Names.MUST_NOT_SUSPEND + ";")) {
        mustNotSuspend = true;
      }
    }
    Set<String> abstractMethods = new TreeSet<>();
    if (model.flags().has(AccessFlag.INTERFACE)) {
      for (MethodModel method : model.methods()) {
        if (method.flags().has(AccessFlag.ABSTRACT)) {
          abstractMethods.add(method.methodName().stringValue());
        }
      }
    }
    return new Info(
        model.flags().has(AccessFlag.FINAL),
        List.copyOf(supertypes),
        wovenAs,
        confined,
        mustNotSuspend,
        Set.copyOf(abstractMethods));
  }
}
