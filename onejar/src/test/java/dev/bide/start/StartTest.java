package dev.bide.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What a Java that is too old says. */
final class StartTest {
  @Test
  void anOldJavaIsRefusedByName() {
    for (String version : new String[] {"1.8", "11", "17", "24"}) {
      assertThat(Start.refusal(version))
          .startsWith("bide: this is Java " + version.replace("1.8", "8") + ", in ")
          .contains("Bide needs a JDK 25 or newer");
    }
    assertThat(Start.refusal("25")).isNull();
    assertThat(Start.refusal("26")).isNull();
  }

  /** Else it would not come to saying anything. */
  @Test
  void anOldJavaCanLoadTheClass() throws IOException {
    try (var in =
        new DataInputStream(
            Objects.requireNonNull(Start.class.getResourceAsStream("Start.class")))) {
      assertThat(in.readInt()).isEqualTo(0xCAFEBABE);
      assertThat(in.readUnsignedShort()).isZero();
      assertThat(in.readUnsignedShort()).as("major version").isEqualTo(52);
    }
  }
}
