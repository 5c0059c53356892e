package dev.bide.build.classfiles;

import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeModel;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LineNumber;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.classfile.instruction.NewMultiArrayInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.NewReferenceArrayInstruction;
import java.lang.classfile.instruction.TypeCheckInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicConstantDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Holds class files against TeaVM's class library: every class, method and field of the JDK that
 * they use must be there. Beyond that, nothing may block or know threads, which TeaVM would turn
 * into its own threads at the price of a second, slower form of every method that it reaches.
 */
public final class TeaVmCheck {
  private static final Set<String> BOOTSTRAPS =
      Set.of(
          "java/lang/invoke/LambdaMetafactory.metafactory",
          "java/lang/invoke/LambdaMetafactory.altMetafactory",
          "java/lang/invoke/StringConcatFactory.makeConcat",
          "java/lang/invoke/StringConcatFactory.makeConcatWithConstants",
          "java/lang/runtime/ObjectMethods.bootstrap",
          "java/lang/runtime/SwitchBootstraps.typeSwitch",
          "java/lang/runtime/SwitchBootstraps.enumSwitch");

  /** What TeaVM has and the checked classes must do without, with the reason. */
  private static final Map<String, String> UNWANTED =
      Map.of(
          "java/lang/Thread", "core knows no threads",
          "java/lang/ThreadLocal", "core knows no threads",
          "java/lang/InheritableThreadLocal", "core knows no threads",
          "java/lang/Runtime", "core owns no process",
          "java/util/Timer", "time comes from the context",
          "java/util/concurrent/BlockingQueue", "nothing in core blocks",
          "java/util/concurrent/ArrayBlockingQueue", "nothing in core blocks",
          "java/util/concurrent/LinkedBlockingDeque", "nothing in core blocks");

  private static final Set<String> MONITOR_METHODS = Set.of("wait", "notify", "notifyAll");

  private final TeaVmLibrary library;
  private final ClassFiles checked;
  private final Set<Finding> findings = new LinkedHashSet<>();

  /**
   * A check of all classes in {@code checked}. They may use each other; anything else that is not
   * the JDK's is missing too.
   */
  public TeaVmCheck(TeaVmLibrary library, ClassFiles checked) {
    this.library = library;
    this.checked = checked;
  }

  /** Everything that is missing or unwanted, in the order of the class files. Empty is good. */
  public List<Finding> run() {
    findings.clear();
    for (ClassModel c : checked.all()) {
      checkDeclarations(c);
      for (MethodModel m : c.methods()) {
        m.code().ifPresent(code -> new Body(c, m).check(code));
      }
    }
    return List.copyOf(findings);
  }

  private void checkDeclarations(ClassModel c) {
    String where = Places.of(c);
    c.superclass().ifPresent(s -> needClass(s.asInternalName(), where));
    c.interfaces().forEach(i -> needClass(i.asInternalName(), where));
    for (FieldModel f : c.fields()) {
      needType(f.fieldTypeSymbol(), where + " field " + f.fieldName().stringValue());
    }
    for (MethodModel m : c.methods()) {
      String method = Places.of(c, m, 0);
      needTypes(m.methodTypeSymbol(), method);
      if (m.flags().has(AccessFlag.SYNCHRONIZED)) {
        found("a synchronized method: nothing in core blocks", method);
      }
      if (m.flags().has(AccessFlag.NATIVE)) {
        found("a native method", method);
      }
    }
  }

  private void found(String what, String where) {
    findings.add(new Finding(what, where));
  }

  private void needTypes(MethodTypeDesc d, String where) {
    needType(d.returnType(), where);
    d.parameterList().forEach(p -> needType(p, where));
  }

  private void needType(ClassDesc t, String where) {
    ClassDesc element = t;
    while (element.isArray()) {
      element = element.componentType();
    }
    if (!element.isPrimitive()) {
      needClass(internalName(element), where);
    }
  }

  private void needClass(String name, String where) {
    if (name.startsWith("[")) {
      needType(ClassDesc.ofDescriptor(name), where);
    } else if (checked.get(name) == null) {
      String reason = UNWANTED.get(name);
      if (reason != null) {
        found("class " + Places.dotted(name) + ": " + reason, where);
      } else if (name.startsWith("java/net/") || name.startsWith("java/lang/reflect/")) {
        found("class " + Places.dotted(name) + ": not for core", where);
      } else if (!library.hasClass(name)) {
        found("class " + Places.dotted(name) + " is missing in TeaVM", where);
      }
    }
  }

  private void needMember(
      boolean method, String owner, String name, String descriptor, String where) {
    if (owner.startsWith("[")) {
      needClass(owner, where); // an array's methods are Object's and clone
      return;
    }
    needClass(owner, where);
    if (MONITOR_METHODS.contains(name) && isObjectMonitor(name, descriptor)) {
      found("java.lang.Object." + name + ": nothing in core blocks", where);
      return;
    }
    boolean there = method ? hasMethod(owner, name, descriptor) : hasField(owner, name, descriptor);
    boolean ownerKnown = checked.get(owner) != null || library.hasClass(owner);
    if (!there && ownerKnown) {
      String what = Places.dotted(owner) + "." + name + (method ? descriptor : "");
      found((method ? "method " : "field ") + what + " is missing in TeaVM", where);
    }
  }

  private static boolean isObjectMonitor(String name, String descriptor) {
    return name.equals("wait") ? descriptor.matches("\\(J?I?\\)V") : descriptor.equals("()V");
  }

  private boolean hasMethod(@Nullable String owner, String name, String descriptor) {
    if (owner == null) {
      return false;
    }
    ClassModel c = checked.get(owner);
    if (c == null) {
      return library.hasMethod(owner, name, descriptor);
    }
    boolean own =
        c.methods().stream()
            .anyMatch(
                m -> m.methodName().equalsString(name) && m.methodType().equalsString(descriptor));
    return own
        || hasMethod(c.superclass().map(ClassEntry::asInternalName).orElse(null), name, descriptor)
        || c.interfaces().stream().anyMatch(i -> hasMethod(i.asInternalName(), name, descriptor));
  }

  private boolean hasField(@Nullable String owner, String name, String descriptor) {
    if (owner == null) {
      return false;
    }
    ClassModel c = checked.get(owner);
    if (c == null) {
      return library.hasField(owner, name, descriptor);
    }
    boolean own =
        c.fields().stream()
            .anyMatch(
                f -> f.fieldName().equalsString(name) && f.fieldType().equalsString(descriptor));
    return own
        || hasField(c.superclass().map(ClassEntry::asInternalName).orElse(null), name, descriptor)
        || c.interfaces().stream().anyMatch(i -> hasField(i.asInternalName(), name, descriptor));
  }

  private static String internalName(ClassDesc t) {
    String d = t.descriptorString();
    return t.isArray() ? d : d.substring(1, d.length() - 1);
  }

  /** The code of one method. */
  private final class Body {
    private final ClassModel c;
    private final MethodModel m;
    private int line;

    Body(ClassModel c, MethodModel m) {
      this.c = c;
      this.m = m;
    }

    private String here() {
      return Places.of(c, m, line);
    }

    void check(CodeModel code) {
      List<String> caught = new ArrayList<>();
      for (var e : code) {
        switch (e) {
          case LineNumber n -> line = n.line();
          case InvokeInstruction i ->
              needMethod(i.owner().asInternalName(), i.name().stringValue(), i.typeSymbol());
          case FieldInstruction f ->
              needMember(
                  false,
                  f.owner().asInternalName(),
                  f.name().stringValue(),
                  f.type().stringValue(),
                  here());
          case NewObjectInstruction n -> needClass(n.className().asInternalName(), here());
          case NewReferenceArrayInstruction n ->
              needClass(n.componentType().asInternalName(), here());
          case NewMultiArrayInstruction n -> needClass(n.arrayType().asInternalName(), here());
          case TypeCheckInstruction t -> needClass(t.type().asInternalName(), here());
          case ConstantInstruction.LoadConstantInstruction k -> needConstant(k.constantValue());
          case InvokeDynamicInstruction i -> {
            needBootstrap(i.bootstrapMethod());
            needTypes(i.typeSymbol(), here());
            i.bootstrapArgs().forEach(this::needConstant);
          }
          case MonitorInstruction _ ->
              found("a synchronized block: nothing in core blocks", here());
          case ExceptionCatch x -> x.catchType().ifPresent(t -> caught.add(t.asInternalName()));
          default -> {}
        }
      }
      line = 0;
      caught.forEach(t -> needClass(t, here()));
    }

    private void needMethod(String owner, String name, MethodTypeDesc type) {
      needMember(true, owner, name, type.descriptorString(), here());
      needTypes(type, here());
    }

    private void needBootstrap(DirectMethodHandleDesc bootstrap) {
      String name = internalName(bootstrap.owner()) + "." + bootstrap.methodName();
      if (!BOOTSTRAPS.contains(name)) {
        found("invokedynamic by " + Places.dotted(name) + " is not known to TeaVM", here());
      }
    }

    private void needConstant(ConstantDesc constant) {
      switch (constant) {
        case ClassDesc t -> needType(t, here());
        case MethodTypeDesc t -> needTypes(t, here());
        case DirectMethodHandleDesc h -> {
          String owner = internalName(h.owner());
          switch (h.kind()) {
            case GETTER, SETTER, STATIC_GETTER, STATIC_SETTER ->
                needMember(false, owner, h.methodName(), h.lookupDescriptor(), here());
            default ->
                needMethod(
                    owner, h.methodName(), MethodTypeDesc.ofDescriptor(h.lookupDescriptor()));
          }
        }
        case DynamicConstantDesc<?> _ -> found("a dynamic constant is not known to TeaVM", here());
        default -> {}
      }
    }
  }
}
