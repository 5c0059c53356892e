package dev.bide.build.classfiles;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Core uses nothing that TeaVM lacks, so that it runs in a browser and as C. */
class CoreOnTeaVmTest {
  @Test
  void coreUsesOnlyWhatTeaVmHas() throws IOException {
    ClassFiles core = new ClassFiles().add(TestClasses.holderOf("dev/bide/Async.class"));
    assertThat(core.size()).as("classes of core").isGreaterThan(50);
    assertThat(new TeaVmCheck(TestClasses.teaVm(), core).run()).isEmpty();
  }
}
