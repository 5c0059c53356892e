package dev.bide.it.io;

import static dev.bide.Async.async;
import static dev.bide.Async.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bide.Async;
import dev.bide.Cancelled;
import dev.bide.Task;
import dev.bide.io.Pipe;
import dev.bide.testing.TestRuntime;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A pipe behaves as a socket does. */
class PipeTest {
  private final TestRuntime runtime = TestRuntime.confined();

  @AfterEach
  void nothingFailedUnseen() {
    assertThat(runtime.failures()).isEmpty();
  }

  private String read(Pipe.End end, int most) throws IOException {
    byte[] bytes = new byte[most];
    int n = runtime.run(end.read(bytes));
    return n < 0 ? "end" : new String(bytes, 0, n, StandardCharsets.UTF_8);
  }

  private <T> Task<T, IOException> begin(Async<T, IOException> a) {
    var task = runtime.spawn(a);
    runtime.runUntilIdle();
    return task;
  }

  @Test
  void bytesGoBothWays() throws Exception {
    Pipe pipe = Pipe.create();
    runtime.run(pipe.first().writeAll("there"));
    runtime.run(pipe.second().writeAll("back"));
    assertThat(read(pipe.second(), 9)).isEqualTo("there");
    assertThat(read(pipe.first(), 2)).isEqualTo("ba");
    assertThat(read(pipe.first(), 9)).isEqualTo("ck");
  }

  @Test
  void aReadWaitsForBytesAndAWriteForRoom() throws Exception {
    Pipe pipe = Pipe.create(3);
    var read = begin(pipe.second().read(new byte[2]));
    assertThat(read.isEnded()).isFalse();
    assertThat(runtime.run(pipe.first().write(ByteBuffer.wrap(new byte[9])))).isEqualTo(3);
    runtime.runUntilIdle();
    assertThat(read.resultNow()).isEqualTo(2);
    assertThat(runtime.run(pipe.first().write(ByteBuffer.wrap(new byte[9])))).isEqualTo(2);
    var write = begin(pipe.first().writeAll(new byte[4]));
    assertThat(write.isEnded()).isFalse();
    assertThat(read(pipe.second(), 3)).hasSize(3);
    runtime.runUntilIdle();
    assertThat(write.isEnded()).isFalse();
    assertThat(read(pipe.second(), 3)).hasSize(3);
    runtime.runUntilIdle();
    assertThat(write.isEnded()).isTrue();
  }

  @Test
  void everyByteArrivesThroughARingOfAnySize() throws Exception {
    for (int capacity : new int[] {1, 2, 3, 5, 8, 100}) {
      Pipe pipe = Pipe.create(capacity);
      byte[] sent = new byte[1000];
      for (int i = 0; i < sent.length; i++) {
        sent[i] = (byte) i;
      }
      var both =
          runtime.run(
              join(
                  pipe.second().readAllBytes(),
                  async(() -> {
                    pipe.first().writeAll(sent).await();
                    pipe.first().shutdownOutput().await();
                    return true;
                  })));
      assertThat(both.first()).isEqualTo(sent);
    }
  }

  @Test
  void emptyBuffersAreDoneAtOnce() throws Exception {
    Pipe pipe = Pipe.create();
    assertThat(runtime.run(pipe.first().read(new byte[0]))).isZero();
    assertThat(runtime.run(pipe.first().write(ByteBuffer.allocate(0)))).isZero();
  }

  @Test
  void halfClosingEndsOneDirection() throws Exception {
    Pipe pipe = Pipe.create();
    runtime.run(pipe.first().writeAll("last"));
    runtime.run(pipe.first().shutdownOutput());
    runtime.run(pipe.first().shutdownOutput());
    assertThat(read(pipe.second(), 9)).isEqualTo("last");
    assertThat(read(pipe.second(), 9)).isEqualTo("end");
    assertThat(read(pipe.second(), 9)).isEqualTo("end");
    runtime.run(pipe.second().writeAll("still"));
    assertThat(read(pipe.first(), 9)).isEqualTo("still");
    assertThatThrownBy(() -> runtime.run(pipe.first().writeAll("x")))
        .hasMessage("the output was shut down");
  }

  @Test
  void halfClosingWakesAReader() {
    Pipe pipe = Pipe.create();
    var read = begin(pipe.second().read(new byte[2]));
    begin(pipe.first().shutdownOutput());
    runtime.runUntilIdle();
    assertThat(read.isEnded()).isTrue();
  }

  @Test
  void closingLetsTheOtherSideReadTheRestAndRefusesItsWrites() throws Exception {
    Pipe pipe = Pipe.create();
    runtime.run(pipe.first().writeAll("last"));
    pipe.first().close();
    pipe.first().close();
    assertThat(read(pipe.second(), 9)).isEqualTo("last");
    assertThat(read(pipe.second(), 9)).isEqualTo("end");
    assertThatThrownBy(() -> runtime.run(pipe.second().writeAll("x"))).hasMessage("Broken pipe");
    assertThatThrownBy(() -> read(pipe.first(), 9)).hasMessage("closed");
    assertThatThrownBy(() -> runtime.run(pipe.first().writeAll("x"))).hasMessage("closed");
  }

  @Test
  void closingWithSomethingUnreadResetsTheOtherSide() throws Exception {
    Pipe pipe = Pipe.create();
    runtime.run(pipe.second().writeAll("unread"));
    runtime.run(pipe.first().closeAsync());
    assertThatThrownBy(() -> read(pipe.second(), 9)).hasMessage("Connection reset");
  }

  @Test
  void closingFailsWhatWaitsAtThisEnd() {
    Pipe pipe = Pipe.create(1);
    var read = begin(pipe.first().read(new byte[2]));
    var write = begin(pipe.first().writeAll("xx"));
    pipe.first().close();
    runtime.runUntilIdle();
    assertThatThrownBy(read::resultNow).hasMessage("closed");
    assertThatThrownBy(write::resultNow).hasMessage("closed");
    assertThat(runtime.takeFailures()).hasSize(2);
  }

  @Test
  void closingWakesAWriterAtTheOtherEnd() {
    Pipe pipe = Pipe.create(1);
    var write = begin(pipe.first().writeAll("xx"));
    pipe.second().close();
    runtime.runUntilIdle();
    assertThatThrownBy(write::resultNow).isInstanceOf(IOException.class);
    runtime.takeFailures();
  }

  @Test
  void aResetFailsEverythingAtBothEnds() throws Exception {
    Pipe pipe = Pipe.create();
    runtime.run(pipe.first().writeAll("lost"));
    var read = begin(pipe.first().read(new byte[2]));
    pipe.second().reset();
    runtime.runUntilIdle();
    assertThatThrownBy(read::resultNow).hasMessage("Connection reset");
    assertThatThrownBy(() -> read(pipe.second(), 9)).hasMessage("Connection reset");
    assertThatThrownBy(() -> runtime.run(pipe.first().writeAll("x")))
        .hasMessage("Connection reset by peer");
    runtime.takeFailures();
  }

  @Test
  void aCancelledReadTakesNothingThoughBytesHaveCome() throws Exception {
    TestRuntime other = TestRuntime.confined("other");
    Pipe pipe = Pipe.create();
    List<String> log = new ArrayList<>();
    var task =
        runtime.spawn(() -> {
          try {
            pipe.second().read(new byte[9]).await();
          } catch (Cancelled c) {
            log.add("cancelled");
            throw c;
          }
        });
    runtime.runUntilIdle();
    other.run(pipe.first().writeAll("kept"));
    task.cancel();
    runtime.runUntilIdle();
    assertThat(log).containsExactly("cancelled");
    assertThat(read(pipe.second(), 9)).isEqualTo("kept");
  }

  @Test
  void aCancelledWriteHasWrittenNothing() throws Exception {
    Pipe pipe = Pipe.create(1);
    runtime.run(pipe.first().writeAll("a"));
    var write = begin(pipe.first().write(ByteBuffer.wrap(new byte[] {'b'})));
    write.cancel();
    runtime.runUntilIdle();
    assertThat(read(pipe.second(), 9)).isEqualTo("a");
    pipe.first().close();
    assertThat(read(pipe.second(), 9)).isEqualTo("end");
  }

  @Test
  void oneReadAtATime() {
    Pipe pipe = Pipe.create();
    begin(pipe.first().read(new byte[1]));
    assertThatThrownBy(() -> read(pipe.first(), 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("one at a time");
    pipe.second().close();
    runtime.runUntilIdle();
  }

  @Test
  void capacitiesAreChecked() {
    assertThatThrownBy(() -> Pipe.create(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void itConnectsRuntimes() throws Exception {
    TestRuntime other = TestRuntime.migrating("other", 2);
    Pipe pipe = Pipe.create(2);
    var there = other.spawn(pipe.second().readAllBytes());
    var here =
        runtime.spawn(() -> {
          pipe.first().writeAll("hello there").await();
          pipe.first().shutdownOutput().await();
        });
    while (!there.isEnded() || !here.isEnded()) {
      runtime.runUntilIdle();
      other.runUntilIdle();
    }
    assertThat(there.resultNow()).isEqualTo("hello there".getBytes(StandardCharsets.UTF_8));
  }
}
