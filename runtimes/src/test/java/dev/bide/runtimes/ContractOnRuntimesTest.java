package dev.bide.runtimes;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class ContractOnRuntimesTest {
  @TestFactory
  Stream<DynamicTest> holds() {
    return new ContractOnRuntimes()
        .checks().stream().map(c -> DynamicTest.dynamicTest(c.toString(), c::run));
  }
}
