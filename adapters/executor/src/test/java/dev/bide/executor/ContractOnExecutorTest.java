package dev.bide.executor;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class ContractOnExecutorTest {
  @TestFactory
  Stream<DynamicTest> holds() {
    return new ContractOnExecutor()
        .checks().stream().map(c -> DynamicTest.dynamicTest(c.toString(), c::run));
  }
}
