package dev.bide.it.io;

import static dev.bide.Async.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bide.Async;
import dev.bide.TimedOutException;
import dev.bide.io.AsyncBufRead;
import dev.bide.io.AsyncRead;
import dev.bide.io.AsyncWrite;
import dev.bide.io.Pipe;
import dev.bide.testing.TestRuntime;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Lines, exact lengths, copies, gathering writes. */
class ReadingTest {
  private final TestRuntime runtime = TestRuntime.confined();

  @AfterEach
  void nothingFailedUnseen() {
    assertThat(runtime.failures()).isEmpty();
  }

  /** Gives its text in pieces of a size, each after a while. */
  private static final class Slow implements AsyncRead {
    private final byte[] bytes;
    private final int piece;
    private int position;
    boolean closed;

    Slow(String text, int piece) {
      this.bytes = text.getBytes(StandardCharsets.UTF_8);
      this.piece = piece;
    }

    @Override
    public Async<Integer, IOException> read(ByteBuffer into) {
      return Async.async(() -> {
        sleep(Duration.ofMillis(1)).await();
        if (position == bytes.length) {
          return -1;
        }
        int n = Math.min(Math.min(piece, into.remaining()), bytes.length - position);
        into.put(bytes, position, n);
        position += n;
        return n;
      });
    }

    @Override
    public Async<@Nullable Void, IOException> closeAsync() {
      return Async.async(() -> {
        closed = true;
      });
    }
  }

  /** Writes pieces of a size. */
  private static final class Writer implements AsyncWrite {
    final StringBuilder text = new StringBuilder();
    final List<Integer> writes = new ArrayList<>();
    private final int piece;
    int flushes;

    Writer(int piece) {
      this.piece = piece;
    }

    @Override
    public Async<Integer, IOException> write(ByteBuffer from) {
      return Async.async(() -> {
        sleep(Duration.ofMillis(1)).await();
        int n = Math.min(piece, from.remaining());
        for (int i = 0; i < n; i++) {
          text.append((char) from.get());
        }
        writes.add(n);
        return n;
      });
    }

    @Override
    public Async<@Nullable Void, IOException> flush() {
      return Async.async(() -> {
        flushes++;
      });
    }

    @Override
    public Async<@Nullable Void, IOException> closeAsync() {
      return Async.of(null);
    }
  }

  private List<String> lines(String text, int piece, int size, int max) throws IOException {
    List<String> all = new ArrayList<>();
    runtime.run(() -> {
      for (String line :
          AsyncBufRead.of(new Slow(text, piece), size).lines(StandardCharsets.UTF_8, max).await()) {
        all.add(line);
      }
    });
    return all;
  }

  @Test
  void linesEndInLfOrCrLfHoweverTheyArrive() throws Exception {
    String text = "one\r\ntwo\n\n\r\nfünf\rx\r\nlast";
    for (int piece = 1; piece < 30; piece++) {
      for (int size : new int[] {1, 2, 3, 7, 100}) {
        assertThat(lines(text, piece, size, 100))
            .as("pieces of %d, buffer of %d", piece, size)
            .containsExactly("one", "two", "", "", "fünf\rx", "last");
      }
    }
    assertThat(lines("", 1, 9, 9)).isEmpty();
    assertThat(lines("\n", 1, 9, 9)).containsExactly("");
    assertThat(lines("a\r", 1, 9, 9)).containsExactly("a\r");
  }

  @Test
  void aLineMayBeAsLongAsTheLimitAndNoLonger() throws Exception {
    for (int piece = 1; piece < 12; piece++) {
      for (int size : new int[] {1, 4, 100}) {
        assertThat(lines("12345\r\n12345\n12345", piece, size, 5))
            .containsExactly("12345", "12345", "12345");
        for (String text : List.of("123456\n", "123456\r\n", "12345\r6\n", "123456", "12345\r")) {
          int p = piece;
          assertThatThrownBy(() -> lines(text, p, size, 5))
              .as(text)
              .isInstanceOf(IOException.class)
              .hasMessage("a line is longer than 5 bytes");
        }
      }
    }
  }

  @Test
  void theRestOfALineThatIsTooLongIsSkipped() throws Exception {
    for (int piece = 1; piece < 20; piece++) {
      List<Object> seen = new ArrayList<>();
      var in = AsyncBufRead.of(new Slow("much too long a line\r\nnext\nabcdef", piece), 4);
      runtime.run(() -> {
        try {
          in.readLine(StandardCharsets.UTF_8, 5).await();
        } catch (IOException e) {
          seen.add("too long");
        }
        seen.add(in.readLine(StandardCharsets.UTF_8, 5).await());
        seen.add(new String(in.readExactly(5).await(), StandardCharsets.UTF_8));
      });
      assertThat(seen).containsExactly("too long", "next", "abcde");
    }
  }

  @Test
  void exactLengths() throws Exception {
    for (int piece = 1; piece < 12; piece++) {
      var in = AsyncBufRead.of(new Slow("0123456789", piece), 3);
      assertThat(runtime.run(in.readExactly(0))).isEmpty();
      assertThat(runtime.run(in.readExactly(4))).asString().isEqualTo("0123");
      assertThatThrownBy(() -> runtime.run(in.readExactly(7)))
          .isInstanceOf(EOFException.class)
          .hasMessage("the end came after 6 of 7 bytes");
      assertThat(runtime.run(in.readExactly(6))).asString().isEqualTo("456789");
    }
  }

  @Test
  void aLengthThatIsPromisedTakesNoMemoryBeforeTheBytesCome() {
    var in = AsyncBufRead.of(new Slow("few", 9), 3);
    assertThatThrownBy(() -> runtime.run(in.readExactly(Integer.MAX_VALUE)))
        .isInstanceOf(EOFException.class);
  }

  @Test
  void aCancelAtAnyTimeLosesNoByte() throws Exception {
    String text = "first line\nsecond\nthe third one\n0123456789abcdef";
    for (int patience = 1; patience < 12; patience++) {
      int most = patience;
      List<String> seen = new ArrayList<>();
      var in = AsyncBufRead.of(new Slow(text, 3), 4);
      runtime.run(() -> {
        while (seen.size() < 3) {
          try {
            seen.add(
                in.readLine(StandardCharsets.UTF_8, 50)
                    .timeout(Duration.ofMillis(most).plusNanos(1))
                    .await());
          } catch (TimedOutException e) {
            sleep(Duration.ofNanos(1000)).await();
          }
        }
        while (seen.size() < 4) {
          try {
            seen.add(
                new String(
                    in.readExactly(16).timeout(Duration.ofMillis(most).plusNanos(1)).await(),
                    StandardCharsets.UTF_8));
          } catch (TimedOutException e) {
            sleep(Duration.ofNanos(1000)).await();
          }
        }
      });
      assertThat(seen).containsExactly("first line", "second", "the third one", "0123456789abcdef");
    }
  }

  @Test
  void plainReadsTakeWhatIsBufferedFirst() throws Exception {
    Slow slow = new Slow("line\nrest and more", 100);
    var in = AsyncBufRead.of(slow, 16);
    assertThat(runtime.run(in.readLine())).isEqualTo("line");
    byte[] two = new byte[2];
    assertThat(runtime.run(in.read(two))).isEqualTo(2);
    assertThat(two).asString().isEqualTo("re");
    assertThat(runtime.run(in.readAllBytes())).asString().isEqualTo("st and more");
    assertThat(runtime.run(in.read(two))).isEqualTo(-1);
    runtime.run(in.closeAsync());
    assertThat(slow.closed).isTrue();
  }

  @Test
  void oneOperationAtATime() {
    var in = AsyncBufRead.of(new Slow("text", 1), 16);
    assertThatThrownBy(() -> runtime.run(Async.join(in.readLine(), in.readLine())))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("one at a time");
  }

  @Test
  void leavingTheLinesLeavesTheReaderWhereItIs() throws Exception {
    var in = AsyncBufRead.of(new Slow("a\nb\nc\n", 100), 16);
    runtime.run(() -> {
      for (String line : in.lines(StandardCharsets.UTF_8, 9).await()) {
        assertThat(line).isEqualTo("a");
        break;
      }
      assertThat(in.readLine().await()).isEqualTo("b");
    });
  }

  @Test
  void readAllBytesHasALimit() throws Exception {
    for (int piece : new int[] {1, 3, 100}) {
      assertThat(runtime.run(new Slow("0123456789", piece).readAllBytes(10))).hasSize(10);
      assertThat(runtime.run(new Slow("", piece).readAllBytes(0))).isEmpty();
      assertThatThrownBy(() -> runtime.run(new Slow("0123456789", piece).readAllBytes(9)))
          .isInstanceOf(IOException.class)
          .hasMessage("more than 9 bytes");
    }
    assertThat(runtime.run(new Slow("x".repeat(100_000), 5000).readAllBytes())).hasSize(100_000);
    assertThatThrownBy(() -> new Slow("", 1).readAllBytes(-1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void transferToCopiesAllAndFlushes() throws Exception {
    Writer out = new Writer(7);
    assertThat(runtime.run(new Slow("0123456789".repeat(10), 13).transferTo(out))).isEqualTo(100);
    assertThat(out.text).hasToString("0123456789".repeat(10));
    assertThat(out.flushes).isEqualTo(1);
  }

  @Test
  void writeAllWritesAllOfAllBuffers() throws Exception {
    Writer out = new Writer(3);
    runtime.run(
        out.writeAll(
            ByteBuffer.wrap("abcd".getBytes(StandardCharsets.UTF_8)),
            ByteBuffer.allocate(0),
            ByteBuffer.wrap("efg".getBytes(StandardCharsets.UTF_8))));
    runtime.run(out.writeAll("0123456789".getBytes(StandardCharsets.UTF_8), 2, 3));
    runtime.run(out.writeAll("text"));
    assertThat(out.text).hasToString("abcdefg234text");
    assertThat(out.writes).containsExactly(3, 1, 3, 3, 3, 1);
    assertThatThrownBy(() -> out.writeAll(new byte[2], 1, 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void aCancelledWriteAllBeginsNoFurtherWrite() {
    Writer out = new Writer(1);
    var task = runtime.spawn(out.writeAll("abcdef"));
    runtime.advance(Duration.ofMillis(2));
    task.cancel();
    runtime.advance(Duration.ofMillis(9));
    assertThat(task.isEnded()).isTrue();
    assertThat(out.text).hasToString("ab");
  }

  @Test
  void aWriterThatWritesNothingIsRefused() {
    assertThatThrownBy(() -> runtime.run(new Writer(0).writeAll("a")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("has written nothing");
  }

  @Test
  void aConnectionsLinesAreReadInALoop() throws Exception {
    Pipe pipe = Pipe.create(5);
    List<String> seen = new ArrayList<>();
    runtime.run(
        Async.join(
            Async.async(() -> {
              pipe.first().writeAll("one\r\ntwo\r\nthree").await();
              pipe.first().closeAsync().await();
              return 0;
            }),
            Async.async(() -> {
              for (String line : pipe.second().lines(StandardCharsets.UTF_8).await()) {
                seen.add(line);
              }
              return 0;
            })));
    assertThat(seen).containsExactly("one", "two", "three");
  }
}
