package dev.bide.build.classfiles;

import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeModel;
import java.lang.classfile.FieldModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.reflect.AccessFlag;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads from class files that a hot path executes no atomic operation, no access to a volatile
 * field, no fence, and enters no monitor or lock.
 *
 * <p>From each entry it follows every call to every method that it may reach in the given classes:
 * a call through an interface or superclass goes to all implementations there. What only leads to
 * an exception being thrown is not followed. A call of the JDK is a finding unless the path lists
 * it: which of the JDK's methods are free of atomics cannot be told from our class files.
 */
public final class HotPathCheck {
  private final ClassFiles classes;
  private final HotPath path;
  private final Map<String, List<String>> subclasses = new HashMap<>();
  private final Map<Method, List<String>> seen = new LinkedHashMap<>();
  private final ArrayDeque<Method> queue = new ArrayDeque<>();
  private final Set<Finding> findings = new LinkedHashSet<>();
  private final Set<String> used = new TreeSet<>();

  private record Method(ClassModel in, MethodModel model) {
    String name() {
      return Places.dotted(in.thisClass().asInternalName())
          + "."
          + model.methodName().stringValue();
    }
  }

  /** A check of {@code path} in all of {@code classes}. */
  public HotPathCheck(ClassFiles classes, HotPath path) {
    this.classes = classes;
    this.path = path;
    for (ClassModel c : classes.all()) {
      String name = c.thisClass().asInternalName();
      supertypes(c).forEach(s -> subclasses.computeIfAbsent(s, _ -> new ArrayList<>()).add(name));
    }
  }

  private static List<String> supertypes(ClassModel c) {
    List<String> all = new ArrayList<>();
    c.superclass().ifPresent(s -> all.add(s.asInternalName()));
    c.interfaces().forEach(i -> all.add(i.asInternalName()));
    return all;
  }

  /**
   * Everything on the path that the rule forbids, each once, with the shortest way there. An entry
   * or exception that names no method, or that the path never meets, is a finding too, so that a
   * renamed method does not silently switch the check off.
   */
  public List<Finding> run() {
    for (String entry : path.entries) {
      List<Method> methods = named(entry);
      if (methods.isEmpty()) {
        findings.add(new Finding("the entry " + entry + " names no method", "the hot path's file"));
      }
      methods.forEach(m -> enter(m, List.of()));
    }
    for (Method m = queue.poll(); m != null; m = queue.poll()) {
      check(m);
    }
    for (Map<String, String> exceptions : List.of(path.cold, path.allowed, path.jdk)) {
      for (String name : exceptions.keySet()) {
        if (!used.contains(name)) {
          findings.add(
              new Finding("the exception for " + name + " is not needed", "the hot path's file"));
        }
      }
    }
    return List.copyOf(findings);
  }

  /** The methods that were followed: for a test that the check looked where it should. */
  public List<String> followed() {
    return seen.keySet().stream().map(Method::name).distinct().sorted().toList();
  }

  private List<Method> named(String dotted) {
    int descriptor = dotted.indexOf('(');
    int dot = dotted.lastIndexOf('.', descriptor < 0 ? dotted.length() : descriptor);
    ClassModel c = classes.get(dotted.substring(0, dot).replace('.', '/'));
    if (c == null) {
      return List.of();
    }
    String name = dotted.substring(dot + 1);
    return c.methods().stream()
        .filter(m ->
            m.methodName().equalsString(name)
                || name.equals(m.methodName().stringValue() + m.methodType().stringValue()))
        .map(m -> new Method(c, m))
        .toList();
  }

  private void enter(Method m, List<String> calls) {
    String name = m.name();
    if (path.cold.containsKey(name)) {
      used.add(name);
    } else if (seen.putIfAbsent(m, calls) == null) {
      queue.add(m);
    }
  }

  private void check(Method m) {
    boolean allowed = path.allowed.containsKey(m.name());
    if (allowed) {
      used.add(m.name());
      return;
    }
    if (m.model.flags().has(AccessFlag.SYNCHRONIZED)) {
      found("a synchronized method", m, 0);
    }
    m.model.code().ifPresent(code -> checkCode(m, code));
  }

  private void checkCode(Method m, CodeModel code) {
    for (var at : LiveCode.of(code)) {
      Instruction i = at.instruction();
      switch (i) {
        case MonitorInstruction _ when i.opcode() == Opcode.MONITORENTER ->
            found("enters a monitor", m, at.line());
        case FieldInstruction f -> checkField(m, f, at.line());
        case InvokeInstruction call -> follow(m, call, at.line());
        case InvokeDynamicInstruction d -> checkDynamic(m, d, at.line());
        default -> {}
      }
    }
  }

  private void checkField(Method m, FieldInstruction f, int line) {
    String owner = f.owner().asInternalName();
    Optional<FieldModel> field = field(owner, f.name().stringValue(), f.type().stringValue());
    String name = Places.dotted(owner) + "." + f.name().stringValue();
    if (field.isEmpty()) {
      if (path.jdk.containsKey(name)) {
        used.add(name);
      } else {
        found("accesses a field that is not in these classes: " + name, m, line);
      }
    } else if (field.get().flags().has(AccessFlag.VOLATILE)) {
      found("accesses the volatile field " + name, m, line);
    }
  }

  private Optional<FieldModel> field(@Nullable String owner, String name, String descriptor) {
    ClassModel c = owner == null ? null : classes.get(owner);
    if (c == null) {
      return Optional.empty();
    }
    return c.fields().stream()
        .filter(f -> f.fieldName().equalsString(name) && f.fieldType().equalsString(descriptor))
        .findFirst()
        .or(() ->
            supertypes(c).stream().flatMap(s -> field(s, name, descriptor).stream()).findFirst());
  }

  private void checkDynamic(Method m, InvokeDynamicInstruction d, int line) {
    String bootstrap = d.bootstrapMethod().owner().displayName();
    // A linked lambda or type switch is plain code; the lambda's own body is met where it is called
    // by name, so it must be an entry of its own if it is hot.
    if (!bootstrap.equals("LambdaMetafactory") && !bootstrap.equals("SwitchBootstraps")) {
      found("an invokedynamic by " + bootstrap, m, line);
    }
  }

  private void follow(Method from, InvokeInstruction call, int line) {
    String owner = call.owner().asInternalName();
    String name = call.name().stringValue();
    String descriptor = call.type().stringValue();
    List<String> calls = new ArrayList<>(seen.get(from));
    calls.add(Places.of(from.in, from.model, line));

    Set<Method> targets = new LinkedHashSet<>();
    resolve(owner, name, descriptor).ifPresent(targets::add);
    boolean virtual =
        call.opcode() == Opcode.INVOKEVIRTUAL || call.opcode() == Opcode.INVOKEINTERFACE;
    if (virtual && !path.cold.containsKey(Places.dotted(owner) + "." + name)) {
      overriders(owner, name, descriptor, targets);
    }
    targets.forEach(t -> enter(t, calls));
    if (targets.isEmpty()) {
      String called = Places.dotted(owner) + "." + name;
      if (path.jdk.containsKey(called) || path.cold.containsKey(called)) {
        used.add(called);
      } else if (!called.equals("java.lang.Object.<init>")) {
        found("calls " + called + ", which is not known to be free of atomics", from, line);
      }
    }
  }

  private Optional<Method> resolve(@Nullable String owner, String name, String descriptor) {
    ClassModel c = owner == null ? null : classes.get(owner);
    if (c == null) {
      return Optional.empty();
    }
    return declared(c, name, descriptor)
        .or(() ->
            resolve(c.superclass().map(ClassEntry::asInternalName).orElse(null), name, descriptor))
        .or(() ->
            c.interfaces().stream()
                .flatMap(i -> resolve(i.asInternalName(), name, descriptor).stream())
                .findFirst());
  }

  private void overriders(String owner, String name, String descriptor, Set<Method> targets) {
    for (String sub : subclasses.getOrDefault(owner, List.of())) {
      // Resolved, not looked up: a subclass of an interface may inherit its implementation.
      resolve(sub, name, descriptor).ifPresent(targets::add);
      overriders(sub, name, descriptor, targets);
    }
  }

  private static Optional<Method> declared(ClassModel c, String name, String descriptor) {
    return c.methods().stream()
        .filter(m -> m.methodName().equalsString(name) && m.methodType().equalsString(descriptor))
        .map(m -> new Method(c, m))
        .findFirst();
  }

  private void found(String what, Method m, int line) {
    findings.add(new Finding(what, Places.of(m.in, m.model, line), List.copyOf(seen.get(m))));
  }
}
