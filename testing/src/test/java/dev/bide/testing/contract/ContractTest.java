package dev.bide.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The contract's checks on the test runtimes. */
class ContractTest {
  @TestFactory
  Stream<DynamicTest> holds() {
    return ContractSuite.onTestRuntimes().stream()
        .map(c -> DynamicTest.dynamicTest(c.toString(), c::run));
  }

  @Test
  void everyRuleHasAWordOfItsSubject() {
    assertThat(Uncovered.SUBJECTS).hasSize(ContractSuite.RULES);
  }
}
