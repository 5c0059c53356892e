package dev.bide.twins;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bide.twins.compile.Variant;
import dev.bide.twins.compile.Woven;
import dev.bide.twins.run.Difference;
import dev.bide.twins.run.Effort;
import dev.bide.twins.run.Harness;
import dev.bide.twins.run.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class CorpusTest {
  @Test
  void bothTwinsDoTheSame() throws IOException {
    Report report = new Report();
    new Harness(report, Woven.After.NOTHING)
        .run(
            Corpus.read(Path.of("src/programs")),
            null,
            List.of(Variant.ALL.getFirst()),
            Effort.QUICK);
    assertThat(report.differences().stream().map(Difference::report)).isEmpty();
    assertThat(report.programs()).isGreaterThan(200);
  }
}
