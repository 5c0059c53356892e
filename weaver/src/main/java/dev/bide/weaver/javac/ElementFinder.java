package dev.bide.weaver.javac;

import dev.bide.weaver.ClassFinder;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.Annotation;
import java.lang.classfile.AnnotationElement;
import java.lang.classfile.AnnotationValue;
import java.lang.classfile.ClassFile;
import java.lang.classfile.MethodBuilder;
import java.lang.classfile.attribute.RuntimeInvisibleAnnotationsAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.tools.JavaFileObject;
import org.jspecify.annotations.Nullable;

/**
 * Shows the classes that javac knows: those that were compiled before as their class files, those
 * that it has not written yet as class files with their supertypes, annotations and methods,
 * without code. So the weaver sees the same classes as javac, those of any file manager included.
 */
final class ElementFinder implements ClassFinder {
  private final Model model;
  private final Map<String, byte @Nullable []> made = new HashMap<>();

  /** Local and anonymous classes have no name to ask for: they are remembered when seen. */
  private final Map<String, TypeElement> seen = new HashMap<>();

  ElementFinder(Model model) {
    this.model = model;
  }

  void saw(TypeElement type) {
    seen.put(internalName(type), type);
  }

  String internalName(TypeElement type) {
    return model.elements.getBinaryName(type).toString().replace('.', '/');
  }

  @Override
  public byte @Nullable [] find(String internalName) {
    if (!made.containsKey(internalName)) {
      TypeElement type = element(internalName);
      made.put(internalName, type == null ? null : classFile(type));
    }
    return made.get(internalName);
  }

  private @Nullable TypeElement element(String internalName) {
    TypeElement local = seen.get(internalName);
    if (local != null) {
      return local;
    }
    // A $ is the mark of a nested class, or part of a name.
    String name = internalName.replace('/', '.');
    TypeElement type = model.elements.getTypeElement(name);
    int from = name.lastIndexOf('.') + 1;
    int dollar = name.indexOf('$', from + 1);
    while (type == null && dollar > 0) {
      type = model.elements.getTypeElement(name.substring(0, dollar));
      type = type == null ? null : nested(type, name);
      dollar = name.indexOf('$', dollar + 1);
    }
    return type;
  }

  private @Nullable TypeElement nested(TypeElement outer, String binaryName) {
    for (TypeElement inner : ElementFilter.typesIn(outer.getEnclosedElements())) {
      String name = model.elements.getBinaryName(inner).toString();
      if (name.equals(binaryName)) {
        return inner;
      }
      if (binaryName.startsWith(name + "$")) {
        TypeElement found = nested(inner, binaryName);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  /** Of a class that was compiled before its own class file, which says how it was woven. */
  private byte[] classFile(TypeElement type) {
    JavaFileObject file = model.elements.getFileObjectOf(type);
    if (file != null
        && file.getKind() == JavaFileObject.Kind.CLASS
        && !seen.containsKey(internalName(type))) {
      try (InputStream in = file.openInputStream()) {
        return in.readAllBytes();
      } catch (IOException e) {
        // What javac knows of it will do.
      }
    }
    return make(type);
  }

  private byte[] make(TypeElement type) {
    return ClassFile.of()
        .build(
            desc(type),
            c -> {
              c.withFlags(flags(type));
              if (type.getSuperclass() instanceof DeclaredType superclass) {
                c.withSuperclass(desc((TypeElement) superclass.asElement()));
              } else {
                c.withSuperclass(ConstantDescs.CD_Object);
              }
              c.withInterfaceSymbols(
                  type.getInterfaces().stream()
                      .map(i -> desc((TypeElement) ((DeclaredType) i).asElement()))
                      .toList());
              c.with(RuntimeInvisibleAnnotationsAttribute.of(annotations(type)));
              for (ExecutableElement method : ElementFilter.methodsIn(type.getEnclosedElements())) {
                MethodTypeDesc shape = shape(method);
                if (shape != null) {
                  c.withMethod(
                      method.getSimpleName().toString(),
                      shape,
                      mask(method),
                      m -> annotate(m, method));
                }
              }
            });
  }

  private void annotate(MethodBuilder builder, ExecutableElement method) {
    if (!method.getAnnotationMirrors().isEmpty()) {
      builder.with(RuntimeInvisibleAnnotationsAttribute.of(annotations(method)));
    }
  }

  private static int flags(TypeElement type) {
    int flags = mask(type);
    if (type.getKind().isInterface()) {
      flags |= ClassFile.ACC_INTERFACE | ClassFile.ACC_ABSTRACT;
    }
    if (type.getKind() == ElementKind.ANNOTATION_TYPE) {
      flags |= ClassFile.ACC_ANNOTATION;
    }
    return flags & ~(ClassFile.ACC_STATIC | ClassFile.ACC_PRIVATE | ClassFile.ACC_PROTECTED);
  }

  private static int mask(Element element) {
    int flags = 0;
    for (Modifier modifier : element.getModifiers()) {
      flags |=
          switch (modifier) {
            case PUBLIC -> AccessFlag.PUBLIC.mask();
            case PROTECTED -> AccessFlag.PROTECTED.mask();
            case PRIVATE -> AccessFlag.PRIVATE.mask();
            case STATIC -> AccessFlag.STATIC.mask();
            case FINAL -> AccessFlag.FINAL.mask();
            case ABSTRACT -> AccessFlag.ABSTRACT.mask();
            default -> 0;
          };
    }
    return flags;
  }

  private @Nullable MethodTypeDesc shape(ExecutableElement method) {
    ClassDesc result = desc(method.getReturnType());
    List<ClassDesc> parameters = new ArrayList<>();
    for (var parameter : method.getParameters()) {
      ClassDesc desc = desc(parameter.asType());
      if (desc == null) {
        return null;
      }
      parameters.add(desc);
    }
    return result == null ? null : MethodTypeDesc.of(result, parameters);
  }

  private ClassDesc desc(TypeElement type) {
    return ClassDesc.ofInternalName(internalName(type));
  }

  /** Null for a type that javac could not find. */
  private @Nullable ClassDesc desc(TypeMirror type) {
    TypeMirror erased = model.types.erasure(type);
    return switch (erased) {
      case ArrayType array -> {
        ClassDesc component = desc(array.getComponentType());
        yield component == null ? null : component.arrayType();
      }
      case DeclaredType declared
          when declared.getKind() == TypeKind.DECLARED
              && declared.asElement() instanceof TypeElement element ->
          desc(element);
      default -> primitive(erased.getKind());
    };
  }

  private static @Nullable ClassDesc primitive(TypeKind kind) {
    return switch (kind) {
      case BOOLEAN -> ConstantDescs.CD_boolean;
      case BYTE -> ConstantDescs.CD_byte;
      case SHORT -> ConstantDescs.CD_short;
      case CHAR -> ConstantDescs.CD_char;
      case INT -> ConstantDescs.CD_int;
      case LONG -> ConstantDescs.CD_long;
      case FLOAT -> ConstantDescs.CD_float;
      case DOUBLE -> ConstantDescs.CD_double;
      case VOID -> ConstantDescs.CD_void;
      default -> null;
    };
  }

  private @Nullable AnnotationValue value(Object value) {
    if (value instanceof Boolean truth) {
      return AnnotationValue.ofBoolean(truth);
    }
    ClassDesc desc = value instanceof TypeMirror named ? desc(named) : null;
    return desc == null ? null : AnnotationValue.ofClass(desc);
  }

  /**
   * The annotations, with their values that are classes or booleans: more the weaver does not ask.
   */
  private List<Annotation> annotations(Element element) {
    List<Annotation> all = new ArrayList<>();
    for (AnnotationMirror mirror : element.getAnnotationMirrors()) {
      if (!(mirror.getAnnotationType().asElement() instanceof TypeElement type)
          || mirror.getAnnotationType().getKind() != TypeKind.DECLARED) {
        continue;
      }
      List<AnnotationElement> values = new ArrayList<>();
      mirror
          .getElementValues()
          .forEach((name, value) -> {
            AnnotationValue known = value(value.getValue());
            if (known != null) {
              values.add(AnnotationElement.of(name.getSimpleName().toString(), known));
            }
          });
      all.add(Annotation.of(desc(type), values));
    }
    return all;
  }
}
