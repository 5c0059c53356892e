package dev.bide.weaver;

import java.lang.classfile.CodeElement;
import java.lang.classfile.Opcode;
import java.lang.classfile.constantpool.ConstantPoolBuilder;
import java.lang.classfile.constantpool.InvokeDynamicEntry;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Corrects {@code $deserializeLambda$}, with which compilers make serializable lambdas anew: before
 * each invokedynamic it compares names and types, which woven lambdas have changed.
 */
final class Deserialization {
  static final String METHOD = "$deserializeLambda$";

  private Deserialization() {}

  /**
   * Replaces what is compared.
   *
   * @param expected for an invokedynamic what its serialized form says, by the method that asks it;
   *     null where that is unchanged
   */
  static List<CodeElement> corrected(
      List<CodeElement> code,
      ConstantPoolBuilder pool,
      Function<InvokeDynamicEntry, @Nullable Map<String, String>> expected) {
    List<CodeElement> result = new ArrayList<>();
    Map<String, Integer> compared = new HashMap<>();
    String asked = null;
    for (CodeElement element : code) {
      switch (element) {
        case InvokeInstruction call
            when call.owner().asInternalName().equals("java/lang/invoke/SerializedLambda") ->
            asked = call.name().stringValue();
        case ConstantInstruction.LoadConstantInstruction c -> {
          if (asked != null) {
            compared.put(asked, result.size());
            asked = null;
          }
        }
        case InvokeDynamicInstruction d -> {
          Map<String, String> values = expected.apply(d.invokedynamic());
          if (values != null) {
            values.forEach((method, value) -> {
              Integer at = compared.get(method);
              if (at != null) {
                result.set(at, ConstantInstruction.ofLoad(Opcode.LDC_W, pool.stringEntry(value)));
              }
            });
          }
          compared.clear();
        }
        default -> {}
      }
      result.add(element);
    }
    return result;
  }
}
