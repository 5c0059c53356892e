package dev.bide.weaver;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.classfile.Opcode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The instructions that only move operands; a wide operand has a capital letter. */
class TypingTest {
  @ParameterizedTest
  @CsvSource({
    "POP, a b, a",
    "POP2, a b, ''",
    "POP2, a B, a",
    "DUP, a b, a b b",
    "DUP_X1, a b, b a b",
    "DUP_X2, a b c, c a b c",
    "DUP_X2, A b, b A b",
    "DUP2, a b, a b a b",
    "DUP2, a B, a B B",
    "DUP2_X1, a b c, b c a b c",
    "DUP2_X1, a B, B a B",
    "DUP2_X2, a b c d, c d a b c d",
    "DUP2_X2, a b C, C a b C",
    "DUP2_X2, A b c, b c A b c",
    "DUP2_X2, A B, B A B",
    "SWAP, a b, b a"
  })
  void operandsAreMovedAsTheMachineDoes(Opcode opcode, String before, String after) {
    List<String> stack = new ArrayList<>(Arrays.asList(before.split(" ")));
    Typing.shuffle(opcode, stack, s -> Character.isUpperCase(s.charAt(0)));
    assertThat(String.join(" ", stack)).isEqualTo(after);
  }
}
