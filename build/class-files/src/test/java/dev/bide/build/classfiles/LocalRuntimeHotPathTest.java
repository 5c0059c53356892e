package dev.bide.build.classfiles;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/**
 * The local runtime's hot path executes no atomic operation, volatile access, fence or lock: read
 * from the class files of core and the runtimes.
 */
class LocalRuntimeHotPathTest {
  @Test
  void theHotPathIsFreeOfAtomics() throws IOException {
    ClassFiles classes =
        new ClassFiles()
            .add(TestClasses.holderOf("dev/bide/Async.class"))
            .add(TestClasses.holderOf("dev/bide/runtimes/LocalRuntime.class"));
    HotPathCheck check = new HotPathCheck(classes, HotPath.ofThisBuild());
    assertThat(check.run()).isEmpty();
    assertThat(check.followed())
        .contains(
            "dev.bide.internal.Root.wakeHere",
            "dev.bide.internal.TaskCore.enqueue",
            "dev.bide.internal.ConfinedTask.run",
            "dev.bide.internal.Chain.run",
            "dev.bide.runtime.WorkQueue.poll");
  }
}
