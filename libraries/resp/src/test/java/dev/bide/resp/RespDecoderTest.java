package dev.bide.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bide.resp.RespValue.Array;
import dev.bide.resp.RespValue.BigNumber;
import dev.bide.resp.RespValue.BooleanValue;
import dev.bide.resp.RespValue.BulkString;
import dev.bide.resp.RespValue.DoubleNumber;
import dev.bide.resp.RespValue.ErrorString;
import dev.bide.resp.RespValue.IntegerNumber;
import dev.bide.resp.RespValue.MapValue;
import dev.bide.resp.RespValue.Push;
import dev.bide.resp.RespValue.SetValue;
import dev.bide.resp.RespValue.SimpleString;
import dev.bide.resp.RespValue.VerbatimString;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Bytes become values, however they are cut; what is no value is refused. */
@SuppressWarnings({"StringConcatToTextBlock", "StringSplitter"}) // CR LF; empty lines do no harm
class RespDecoderTest {
  private static final String ALL =
      "+OK\r\n-ERR no\r\n:-42\r\n$5\r\nhe\r\no\r\n$0\r\n\r\n$-1\r\n*-1\r\n*0\r\n"
          + "*3\r\n:1\r\n*2\r\n+a\r\n$1\r\nb\r\n_\r\n,1.5\r\n,-inf\r\n#t\r\n#f\r\n"
          + "(12345678901234567890\r\n!7\r\nERR bad\r\n=8\r\ntxt:abcd\r\n"
          + "%2\r\n+k\r\n:1\r\n+l\r\n:2\r\n~2\r\n:1\r\n:2\r\n>1\r\n+msg\r\n"
          + "|1\r\n+ttl\r\n:9\r\n*1\r\n|1\r\n+x\r\n:1\r\n:7\r\n*1\r\n*1\r\n*0\r\n";

  private static final List<RespValue> VALUES =
      List.of(
          new SimpleString("OK"),
          new ErrorString("ERR no"),
          new IntegerNumber(-42),
          RespValue.bulk("he\r\no"),
          RespValue.bulk(""),
          RespValue.NULL,
          RespValue.NULL,
          new Array(List.of()),
          new Array(
              List.of(
                  new IntegerNumber(1),
                  new Array(List.of(new SimpleString("a"), RespValue.bulk("b"))),
                  RespValue.NULL)),
          new DoubleNumber(1.5),
          new DoubleNumber(Double.NEGATIVE_INFINITY),
          new BooleanValue(true),
          new BooleanValue(false),
          new BigNumber(new BigInteger("12345678901234567890")),
          new ErrorString("ERR bad"),
          new VerbatimString("txt", "abcd"),
          new MapValue(
              List.of(
                  Map.entry(new SimpleString("k"), new IntegerNumber(1)),
                  Map.entry(new SimpleString("l"), new IntegerNumber(2)))),
          new SetValue(List.of(new IntegerNumber(1), new IntegerNumber(2))),
          new Push(List.of(new SimpleString("msg"))),
          new Array(List.of(new IntegerNumber(7))),
          new Array(List.of(new Array(List.of(new Array(List.of()))))));

  private static List<RespValue> decode(RespDecoder decoder, byte[] bytes, int... cuts)
      throws RespProtocolException {
    List<RespValue> values = new ArrayList<>();
    int from = 0;
    int cut = 0;
    while (from < bytes.length) {
      int to = cut < cuts.length ? cuts[cut++] : bytes.length;
      while (from < to) {
        ByteBuffer space = decoder.space();
        int n = Math.min(space.remaining(), to - from);
        space.put(bytes, from, n);
        decoder.filled();
        from += n;
        RespValue v;
        while ((v = decoder.next()) != null) {
          values.add(v);
        }
      }
    }
    return values;
  }

  private static List<RespValue> decode(String text) throws RespProtocolException {
    return decode(
        new RespDecoder(RespLimits.DEFAULT, false), text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void knowsAllKinds() throws Exception {
    assertThat(decode(ALL)).isEqualTo(VALUES);
  }

  @Test
  void takesBytesInAnyPieces() throws Exception {
    byte[] bytes = ALL.getBytes(StandardCharsets.UTF_8);
    for (int i = 1; i < bytes.length; i++) {
      RespDecoder d = new RespDecoder(RespLimits.DEFAULT, false);
      assertThat(decode(d, bytes, i)).as("cut at %d", i).isEqualTo(VALUES);
      assertThat(d.isAtStart()).isTrue();
    }
    int[] each = new int[bytes.length];
    for (int i = 0; i < each.length; i++) {
      each[i] = i + 1;
    }
    assertThat(decode(new RespDecoder(RespLimits.DEFAULT, false), bytes, each)).isEqualTo(VALUES);
  }

  @Test
  void knowsWhetherItStandsInsideAValue() throws Exception {
    for (String part :
        List.of("+O", "$3\r\n", "$3\r\nab", "*1\r\n", "*2\r\n:1\r\n", "|1\r\n+a\r\n")) {
      RespDecoder d = new RespDecoder(RespLimits.DEFAULT, false);
      assertThat(decode(d, part.getBytes(StandardCharsets.UTF_8))).isEmpty();
      assertThat(d.isAtStart()).as(part).isFalse();
    }
  }

  @Test
  void largeStringsGrowTheBufferAsTheyCome() throws Exception {
    byte[] content = new byte[3_000_000];
    for (int i = 0; i < content.length; i++) {
      content[i] = (byte) i;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < 2; i++) {
      out.writeBytes(("$" + content.length + "\r\n").getBytes(StandardCharsets.UTF_8));
      out.writeBytes(content);
      out.writeBytes("\r\n:1\r\n".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(decode(new RespDecoder(RespLimits.DEFAULT, false), out.toByteArray()))
        .containsExactly(
            new BulkString(content),
            new IntegerNumber(1),
            new BulkString(content),
            new IntegerNumber(1));
    RespDecoder promised = new RespDecoder(RespLimits.DEFAULT, false);
    decode(promised, "$60000000\r\nab".getBytes(StandardCharsets.UTF_8));
    assertThat(promised.space().capacity()).isLessThan(100_000);
  }

  @Test
  void refusesWhatIsNoValue() {
    assertThatThrownBy(() -> decode("hello\r\n"))
        .isInstanceOf(RespProtocolException.class)
        .hasMessage("no value begins with 'h'");
    assertThatThrownBy(() -> decode("\r\n")).hasMessage("no value begins with the byte 0");
    assertThatThrownBy(() -> decode(":12x\r\n")).hasMessage("not a number: '12x'");
    assertThatThrownBy(() -> decode(":1\n")).hasMessage("a line ends in LF without CR");
    assertThatThrownBy(() -> decode("$2\r\nabc\r\n"))
        .hasMessage("a string of 2 bytes is not followed by CR LF");
    assertThatThrownBy(() -> decode("$-2\r\n")).hasMessageStartingWith("a string of -2 bytes");
    assertThatThrownBy(() -> decode("*-2\r\n")).hasMessageStartingWith("a collection of -2 items");
    assertThatThrownBy(() -> decode("#x\r\n")).hasMessage("neither true nor false: 'x'");
    assertThatThrownBy(() -> decode("=3\r\nabc\r\n"))
        .hasMessage("a verbatim string without its format");
    assertThatThrownBy(() -> decode("(1.5\r\n")).hasMessage("not a number: '1.5'");
    assertThatThrownBy(() -> decode(":99999999999999999999\r\n"))
        .hasMessage("not a number: '99999999999999999999'");
  }

  @Test
  void refusesMoreThanTheLimits() {
    RespLimits limits = new RespLimits(32, 10, 3, 2);
    assertThatThrownBy(() -> decode(limits, "$11\r\n"))
        .hasMessage("a string of 11 bytes; at most 10 are allowed");
    assertThatThrownBy(() -> decode(limits, "*4\r\n"))
        .hasMessage("a collection of 4 items; at most 3 are allowed");
    assertThatThrownBy(() -> decode(limits, "%4\r\n")).hasMessageContaining("at most 3");
    assertThatThrownBy(() -> decode(limits, "*1\r\n*1\r\n*1\r\n"))
        .hasMessage("collections are nested deeper than 2 levels");
    assertThatThrownBy(() -> decode(limits, "+" + "x".repeat(32) + "\r\n"))
        .hasMessage("a line is longer than 32 bytes");
    assertThatThrownBy(() -> decode(limits, "x".repeat(40)))
        .hasMessage("a line is longer than 32 bytes");
  }

  private static List<RespValue> decode(RespLimits limits, String text)
      throws RespProtocolException {
    return decode(new RespDecoder(limits, false), text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aCommandMayBeALineOfWords() throws Exception {
    assertThat(
            decode(
                new RespDecoder(RespLimits.DEFAULT, true),
                "\r\nset a  1\r\nPING\n*1\r\n$4\r\nPING\r\n".getBytes(StandardCharsets.UTF_8)))
        .containsExactly(
            new Array(List.of(RespValue.bulk("set"), RespValue.bulk("a"), RespValue.bulk("1"))),
            new Array(List.of(RespValue.bulk("PING"))),
            new Array(List.of(RespValue.bulk("PING"))));
  }

  @Test
  void whatWasEncodedIsDecoded() throws Exception {
    RespEncoder encoder = new RespEncoder();
    encoder.resp3 = true;
    List<RespValue> values = new ArrayList<>(VALUES);
    byte[] large = new byte[100_000];
    values.add(new BulkString(large));
    values.add(new DoubleNumber(Double.NaN));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int round = 0; round < 3; round++) {
      values.forEach(encoder::value);
      int size = encoder.size();
      int before = out.size();
      for (ByteBuffer part : encoder.drain()) {
        byte[] bytes = new byte[part.remaining()];
        part.get(bytes);
        out.writeBytes(bytes);
      }
      assertThat(out.size() - before).isEqualTo(size);
      encoder.written();
    }
    List<RespValue> all = decode(new RespDecoder(RespLimits.DEFAULT, false), out.toByteArray());
    assertThat(all).hasSize(3 * values.size());
    assertThat(all.subList(2 * values.size(), all.size())).isEqualTo(values);
  }

  @Test
  void resp2HasNoneOfTheNewKinds() throws Exception {
    RespEncoder encoder = new RespEncoder();
    VALUES.forEach(encoder::value);
    StringBuilder text = new StringBuilder();
    for (ByteBuffer part : encoder.drain()) {
      text.append(StandardCharsets.UTF_8.decode(part));
    }
    for (String line : text.toString().split("\r\n")) {
      assertThat(line.isEmpty() || "_,#(!=%~>|".indexOf(line.charAt(0)) < 0).as(line).isTrue();
    }
  }

  @Test
  void aLineEndInAnErrorsTextIsNotSent() throws Exception {
    RespEncoder encoder = new RespEncoder();
    encoder.value(new ErrorString("ERR a\r\n+b"));
    assertThat(StandardCharsets.UTF_8.decode(encoder.drain()[0]).toString())
        .isEqualTo("-ERR a  +b\r\n");
  }
}
