package dev.bide.weaver;

import java.lang.classfile.Annotation;
import java.lang.classfile.AnnotationElement;
import java.lang.classfile.AnnotationValue;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the leaf form of a called method: the static method of the class that the method's {@code
 * LeafForm} annotation names. The declaration that is nearest to the call's static type decides,
 * annotated or not; where a class file is missing, nobody knows and the call stays as it is. Usable
 * by many threads.
 */
final class LeafForms {
  /** What a method's annotation says; no holder when it has none. */
  private record Form(@Nullable String holder, boolean waits) {}

  private record Declared(Map<String, Form> forms, List<String> supertypes) {}

  /** What a method takes that runs what it is given. */
  private static final Set<ClassDesc> BLOCKS =
      Set.of(Names.CD_ASYNC, Names.CD_ASYNC_SUPPLIER, Names.CD_ASYNC_RUNNABLE);

  private static final Form NONE = new Form(null, false);
  private static final Declared UNKNOWN = new Declared(Map.of(), List.of());

  private final ClassFinder finder;
  private final ConcurrentMap<String, Declared> classes = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Optional<DirectCall>> calls = new ConcurrentHashMap<>();

  LeafForms(ClassFinder finder) {
    this.finder = finder;
  }

  /**
   * Takes note of a class that is at hand, so that the finder need not have it. What compilers add
   * to a class is left out: a source does not show it either.
   */
  void know(ClassModel model) {
    classes.put(model.thisClass().asInternalName(), declared(model, true));
  }

  /** The leaf form of a called method; null when the call has none. */
  @Nullable DirectCall of(InvokeInstruction call) {
    String owner = call.owner().asInternalName();
    if (call.opcode() == Opcode.INVOKESPECIAL // super.m(): the form would ask for self.m()
        || Hierarchy.ofPlatform(owner)
        || owner.startsWith("[")) {
      return null;
    }
    String method = call.name().stringValue() + call.type().stringValue();
    String key = owner + "." + method;
    Optional<DirectCall> known = calls.get(key);
    if (known == null) {
      known = Optional.ofNullable(find(call, owner, method));
      calls.put(key, known);
    }
    return known.orElse(null);
  }

  private @Nullable DirectCall find(InvokeInstruction call, String owner, String method) {
    Set<String> seen = new HashSet<>();
    List<String> todo = new ArrayList<>(List.of(owner));
    for (int i = 0; i < todo.size(); i++) {
      String name = todo.get(i);
      if (Hierarchy.ofPlatform(name) || !seen.add(name)) {
        continue;
      }
      Declared declared = declared(name);
      if (declared == UNKNOWN) {
        return null;
      }
      Form form = declared.forms.get(method);
      if (form != null) {
        return form.holder == null ? null : held(call, name, form.holder, form.waits);
      }
      todo.addAll(declared.supertypes);
    }
    return null;
  }

  private @Nullable DirectCall held(
      InvokeInstruction call, String declaring, String holder, boolean waits) {
    String name = call.name().stringValue();
    MethodTypeDesc type =
        DirectForm.type(
            Names.desc(declaring), call.typeSymbol(), call.opcode() != Opcode.INVOKESTATIC);
    byte[] file = finder.find(holder);
    if (file == null || !Block.fits(type)) {
      return null;
    }
    for (MethodModel m : ClassFile.of().parse(file).methods()) {
      if (m.methodName().equalsString(name)
          && m.methodType().equalsString(type.descriptorString())
          && m.flags().has(AccessFlag.STATIC)
          && m.flags().has(AccessFlag.PUBLIC)) {
        return new DirectCall(
            DirectCall.Kind.LEAF,
            Names.desc(holder),
            false,
            name,
            type,
            holder + "." + name + type.descriptorString(),
            type.parameterList().stream().anyMatch(BLOCKS::contains),
            waits);
      }
    }
    return null;
  }

  private Declared declared(String name) {
    Declared known = classes.get(name);
    if (known == null) {
      byte[] file = finder.find(name);
      known = file == null ? UNKNOWN : declared(ClassFile.of().parse(file), false);
      classes.put(name, known);
    }
    return known;
  }

  private static Declared declared(ClassModel model, boolean written) {
    Map<String, Form> forms = new HashMap<>();
    for (MethodModel m : model.methods()) {
      if (written && m.flags().has(AccessFlag.SYNTHETIC)) {
        continue;
      }
      Form form = NONE;
      var annotations = m.findAttribute(Attributes.runtimeInvisibleAnnotations());
      if (annotations.isPresent()) {
        for (Annotation a : annotations.get().annotations()) {
          if (a.className().equalsString("L" + Names.LEAF_FORM + ";")) {
            form = form(a);
          }
        }
      }
      forms.put(m.methodName().stringValue() + m.methodType().stringValue(), form);
    }
    List<String> supertypes = new ArrayList<>();
    if (model.superclass().isPresent()) {
      supertypes.add(model.superclass().get().asInternalName());
    }
    for (ClassEntry i : model.interfaces()) {
      supertypes.add(i.asInternalName());
    }
    return new Declared(forms, supertypes);
  }

  private static Form form(Annotation annotation) {
    String holder = null;
    boolean waits = false;
    for (AnnotationElement element : annotation.elements()) {
      switch (element.value()) {
        case AnnotationValue.OfClass c -> holder = Names.internalName(c.className().stringValue());
        case AnnotationValue.OfBoolean b -> waits = b.booleanValue();
        default -> {} // of a later version
      }
    }
    return new Form(holder, waits);
  }
}
