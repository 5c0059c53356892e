package dev.bide.weaver;

import static java.lang.constant.ConstantDescs.CD_Object;

import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.ConstantPoolBuilder;
import java.lang.classfile.constantpool.IntegerEntry;
import java.lang.classfile.constantpool.InvokeDynamicEntry;
import java.lang.classfile.constantpool.LoadableConstantEntry;
import java.lang.classfile.constantpool.MethodHandleEntry;
import java.lang.classfile.constantpool.MethodTypeEntry;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.LambdaMetafactory;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A lambda or method reference given as an async functional interface: the invokedynamic that makes
 * it, taken apart.
 *
 * @param entry the invokedynamic in the constant pool
 * @param type what the lambda becomes if it waits
 * @param target the lambda's method when that is in this class; null for a method reference, and
 *     for a lambda that cannot wait
 */
record BlockUse(InvokeDynamicEntry entry, Hierarchy.BlockType type, @Nullable Target target) {
  private static final String FACTORY = "java/lang/invoke/LambdaMetafactory";
  private static final ClassDesc CD_FACTORY = ClassDesc.of("java.lang.invoke.LambdaMetafactory");

  private static final DirectMethodHandleDesc METAFACTORY =
      MethodHandleDesc.ofMethod(
          DirectMethodHandleDesc.Kind.STATIC,
          CD_FACTORY,
          "metafactory",
          MethodTypeDesc.of(
              ConstantDescs.CD_CallSite,
              ConstantDescs.CD_MethodHandles_Lookup,
              ConstantDescs.CD_String,
              ConstantDescs.CD_MethodType,
              ConstantDescs.CD_MethodType,
              ConstantDescs.CD_MethodHandle,
              ConstantDescs.CD_MethodType));

  private static final DirectMethodHandleDesc ALT_METAFACTORY =
      MethodHandleDesc.ofMethod(
          DirectMethodHandleDesc.Kind.STATIC,
          CD_FACTORY,
          "altMetafactory",
          MethodTypeDesc.of(
              ConstantDescs.CD_CallSite,
              ConstantDescs.CD_MethodHandles_Lookup,
              ConstantDescs.CD_String,
              ConstantDescs.CD_MethodType,
              CD_Object.arrayType()));

  /**
   * The method of a lambda.
   *
   * @param cxAt how many of its parameters are captured variables
   */
  record Target(MethodModel method, int cxAt) {
    @Override
    public boolean equals(@Nullable Object o) {
      return o instanceof Target t && t.method == method && t.cxAt == cxAt;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(method) * 31 + cxAt;
    }
  }

  /**
   * Finds all in a class. Looks at the constant pool first, so that it is cheap where none is.
   *
   * @param dynamics the class's invokedynamic entries
   */
  static Map<InvokeDynamicEntry, BlockUse> find(
      ClassModel model, List<InvokeDynamicEntry> dynamics, Code code, Hierarchy hierarchy) {
    Map<InvokeDynamicEntry, BlockUse> result = new LinkedHashMap<>();
    for (InvokeDynamicEntry entry : dynamics) {
      if (isLambda(entry)) {
        ClassDesc functional = entry.typeSymbol().returnType();
        if (functional.isClassOrInterface()) {
          Hierarchy.BlockType type =
              hierarchy.blockType(Names.internalName(functional.descriptorString()));
          if (type != null && !new Arguments(entry).markers.contains(Names.PLAIN)) {
            result.put(entry, new BlockUse(entry, type, target(entry, type, model)));
          }
        }
      }
    }
    if (!result.isEmpty()) {
      // A class that was woven before still has the old entries, which no code names.
      result.keySet().retainAll(code.findBlocks(model, result.keySet()));
    }
    return result;
  }

  private static boolean isLambda(InvokeDynamicEntry entry) {
    var method = entry.bootstrap().bootstrapMethod().reference();
    return method.owner().asInternalName().equals(FACTORY)
        && (method.name().equalsString("metafactory")
            || method.name().equalsString("altMetafactory"));
  }

  private static MethodHandleEntry implementation(InvokeDynamicEntry entry) {
    return (MethodHandleEntry) entry.bootstrap().arguments().get(1);
  }

  private static @Nullable Target target(
      InvokeDynamicEntry entry, Hierarchy.BlockType type, ClassModel model) {
    // A lambda that implements another method of the user's interface cannot wait.
    if (!entry.name().stringValue().equals(type.method())) {
      return null;
    }
    MethodModel method = methodOf(entry, model);
    if (method == null || !method.flags().has(AccessFlag.SYNTHETIC) || method.code().isEmpty()) {
      return null;
    }
    int captured = entry.typeSymbol().parameterCount();
    return new Target(method, method.flags().has(AccessFlag.STATIC) ? captured : captured - 1);
  }

  private static @Nullable MethodModel methodOf(InvokeDynamicEntry entry, ClassModel model) {
    var reference = implementation(entry).reference();
    if (!reference.owner().equals(model.thisClass())
        || !reference.name().stringValue().startsWith("lambda$")) {
      return null;
    }
    for (MethodModel method : model.methods()) {
      if (method.methodName().equals(reference.name())
          && method.methodType().equals(reference.type())) {
        return method;
      }
    }
    return null;
  }

  /** Whether a lambda's method is used by other lambdas than these too: compilers share them. */
  static boolean usedOtherwise(
      ClassModel model,
      MethodModel method,
      List<InvokeDynamicEntry> dynamics,
      Set<InvokeDynamicEntry> these) {
    for (InvokeDynamicEntry entry : dynamics) {
      if (!these.contains(entry) && isLambda(entry) && methodOf(entry, model) == method) {
        return true;
      }
    }
    return false;
  }

  /**
   * The invokedynamic to put in place.
   *
   * @param block the woven lambda; null for one that never waits
   */
  InvokeDynamicEntry replaced(ConstantPoolBuilder pool, @Nullable Woven block) {
    Arguments old = new Arguments(entry);
    if (block == null) {
      List<String> markers = new ArrayList<>(old.markers);
      markers.add(Names.PLAIN);
      return pool.invokeDynamicEntry(
          pool.bsmEntry(
              pool.methodHandleEntry(ALT_METAFACTORY),
              arguments(
                  pool,
                  old.sam,
                  implementation(entry),
                  old.instantiated,
                  old.flags,
                  markers,
                  old.bridges)),
          entry.nameAndType());
    }
    List<String> markers = new ArrayList<>(old.markers);
    if (type.asked() != null) {
      markers.add(type.asked());
    }
    if (block.firstConfined() != null) {
      markers.add(Names.CONFINED);
    }
    MethodTypeDesc instantiated =
        old.instantiated
            .asSymbol()
            .insertParameterTypes(0, Names.CD_SLOTS, Names.CD_SUSPENDED)
            .changeReturnType(CD_Object);
    var handle = implementation(entry);
    var reference = handle.reference();
    MethodHandleEntry start =
        pool.methodHandleEntry(
            handle.kind(),
            block.block().inInterface()
                ? pool.interfaceMethodRefEntry(
                    reference.owner(),
                    pool.nameAndTypeEntry(block.block().name(), block.block().codeType()))
                : pool.methodRefEntry(
                    reference.owner(),
                    pool.nameAndTypeEntry(block.block().name(), block.block().codeType())));
    List<LoadableConstantEntry> arguments =
        arguments(
            pool,
            pool.methodTypeEntry(type.start()),
            start,
            pool.methodTypeEntry(instantiated),
            old.flags,
            markers,
            List.of());
    boolean simple = markers.isEmpty() && old.flags == 0;
    return pool.invokeDynamicEntry(
        pool.bsmEntry(
            pool.methodHandleEntry(simple ? METAFACTORY : ALT_METAFACTORY),
            simple ? arguments.subList(0, 3) : arguments),
        pool.nameAndTypeEntry(
            "start", entry.typeSymbol().changeReturnType(Names.desc(type.woven()))));
  }

  private static List<LoadableConstantEntry> arguments(
      ConstantPoolBuilder pool,
      MethodTypeEntry sam,
      MethodHandleEntry implementation,
      MethodTypeEntry instantiated,
      int flags,
      List<String> markers,
      List<MethodTypeEntry> bridges) {
    List<LoadableConstantEntry> result =
        new ArrayList<>(List.of(sam, implementation, instantiated));
    int all =
        (flags & LambdaMetafactory.FLAG_SERIALIZABLE)
            | (markers.isEmpty() ? 0 : LambdaMetafactory.FLAG_MARKERS)
            | (bridges.isEmpty() ? 0 : LambdaMetafactory.FLAG_BRIDGES);
    result.add(pool.intEntry(all));
    if (!markers.isEmpty()) {
      result.add(pool.intEntry(markers.size()));
      markers.forEach(m -> result.add(pool.classEntry(Names.desc(m))));
    }
    if (!bridges.isEmpty()) {
      result.add(pool.intEntry(bridges.size()));
      result.addAll(bridges);
    }
    return result;
  }

  /** The static arguments of the bootstrap method, of either kind. */
  private static final class Arguments {
    final MethodTypeEntry sam;
    final MethodTypeEntry instantiated;
    final int flags;
    final List<String> markers = new ArrayList<>();
    final List<MethodTypeEntry> bridges = new ArrayList<>();

    Arguments(InvokeDynamicEntry entry) {
      List<LoadableConstantEntry> all = entry.bootstrap().arguments();
      this.sam = (MethodTypeEntry) all.get(0);
      this.instantiated = (MethodTypeEntry) all.get(2);
      if (all.size() == 3) {
        this.flags = 0;
        return;
      }
      int at = 3;
      int bits = number(all.get(at++));
      this.flags = bits & LambdaMetafactory.FLAG_SERIALIZABLE;
      if ((bits & LambdaMetafactory.FLAG_MARKERS) != 0) {
        int count = number(all.get(at++));
        for (int i = 0; i < count; i++) {
          markers.add(((ClassEntry) all.get(at++)).asInternalName());
        }
      }
      if ((bits & LambdaMetafactory.FLAG_BRIDGES) != 0) {
        int count = number(all.get(at++));
        for (int i = 0; i < count; i++) {
          bridges.add((MethodTypeEntry) all.get(at++));
        }
      }
    }

    private static int number(LoadableConstantEntry entry) {
      return ((IntegerEntry) Objects.requireNonNull(entry)).intValue();
    }
  }
}
