package dev.bide.resp;

import dev.bide.resp.RespValue.Array;
import dev.bide.resp.RespValue.BigNumber;
import dev.bide.resp.RespValue.BooleanValue;
import dev.bide.resp.RespValue.BulkString;
import dev.bide.resp.RespValue.DoubleNumber;
import dev.bide.resp.RespValue.ErrorString;
import dev.bide.resp.RespValue.IntegerNumber;
import dev.bide.resp.RespValue.MapValue;
import dev.bide.resp.RespValue.Null;
import dev.bide.resp.RespValue.Push;
import dev.bide.resp.RespValue.SetValue;
import dev.bide.resp.RespValue.SimpleString;
import dev.bide.resp.RespValue.VerbatimString;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Makes bytes from values: small ones are put together, large strings are written from where they
 * are.
 */
final class RespEncoder {
  private static final int LARGE = 16 * 1024;
  private static final byte[] CRLF = {'\r', '\n'};

  private final List<ByteBuffer> parts = new ArrayList<>();
  private byte[] chunk = new byte[1024];
  private int begin;
  private int end;
  private int size;

  /** Whether the other side has asked for RESP3. */
  boolean resp3;

  /** How many bytes are there to be written. */
  int size() {
    return size + (end - begin);
  }

  /** All that was put in, which is then taken out. Not to be changed until it is written. */
  ByteBuffer[] drain() {
    cut();
    ByteBuffer[] all = parts.toArray(new ByteBuffer[0]);
    parts.clear();
    size = 0;
    return all;
  }

  private void cut() {
    if (end > begin) {
      parts.add(ByteBuffer.wrap(chunk, begin, end - begin));
      size += end - begin;
      begin = end;
      if (chunk.length - end < 64) {
        chunk = new byte[Math.min(LARGE, 2 * chunk.length)];
        begin = 0;
        end = 0;
      }
    }
  }

  /** The bytes that {@link #drain} gave were written: their memory may be used again. */
  void written() {
    if (parts.isEmpty() && begin == end) {
      begin = 0;
      end = 0;
    }
  }

  /** A command: an array of bulk strings. */
  void command(byte[][] words) {
    head('*', words.length);
    for (byte[] word : words) {
      bulk(word);
    }
  }

  /** A value. */
  void value(RespValue value) {
    switch (value) {
      case SimpleString(String text) -> line('+', oneLine(text));
      case ErrorString(String text) -> line('-', oneLine(text));
      case IntegerNumber(long n) -> head(':', n);
      case BulkString(byte[] bytes) -> bulk(bytes);
      case Null() -> bytes((resp3 ? "_\r\n" : "$-1\r\n").getBytes(StandardCharsets.US_ASCII));
      case Array(List<RespValue> items) -> items('*', items);
      case SetValue(List<RespValue> items) -> items(resp3 ? '~' : '*', items);
      case Push(List<RespValue> items) -> items(resp3 ? '>' : '*', items);
      case MapValue(List<Map.Entry<RespValue, RespValue>> entries) -> {
        head(resp3 ? '%' : '*', resp3 ? entries.size() : 2L * entries.size());
        for (Map.Entry<RespValue, RespValue> e : entries) {
          value(e.getKey());
          value(e.getValue());
        }
      }
      case DoubleNumber(double d) -> {
        if (resp3) {
          line(',', real(d));
        } else {
          bulk(real(d).getBytes(StandardCharsets.US_ASCII));
        }
      }
      case BooleanValue(boolean b) -> {
        if (resp3) {
          line('#', b ? "t" : "f");
        } else {
          head(':', b ? 1 : 0);
        }
      }
      case BigNumber big -> {
        if (resp3) {
          line('(', big.value().toString());
        } else {
          bulk(big.value().toString().getBytes(StandardCharsets.US_ASCII));
        }
      }
      case VerbatimString(String format, String text) -> {
        if (resp3) {
          byte[] content = (format + ":" + text).getBytes(StandardCharsets.UTF_8);
          head('=', content.length);
          bytes(content);
          bytes(CRLF);
        } else {
          bulk(text.getBytes(StandardCharsets.UTF_8));
        }
      }
    }
  }

  private void items(char type, List<RespValue> items) {
    head(type, items.size());
    for (RespValue item : items) {
      value(item);
    }
  }

  private static String real(double d) {
    if (Double.isNaN(d)) {
      return "nan";
    }
    if (Double.isInfinite(d)) {
      return d > 0 ? "inf" : "-inf";
    }
    return Double.toString(d);
  }

  /** A line end inside would be read as the end of the value. */
  private static String oneLine(String text) {
    return text.indexOf('\r') < 0 && text.indexOf('\n') < 0
        ? text
        : text.replace('\r', ' ').replace('\n', ' ');
  }

  private void head(char type, long n) {
    line(type, Long.toString(n));
  }

  private void line(char type, String text) {
    room(1);
    chunk[end++] = (byte) type;
    bytes(text.getBytes(StandardCharsets.UTF_8));
    bytes(CRLF);
  }

  private void bulk(byte[] content) {
    head('$', content.length);
    if (content.length >= LARGE) {
      cut();
      parts.add(ByteBuffer.wrap(content));
      size += content.length;
    } else {
      bytes(content);
    }
    bytes(CRLF);
  }

  private void bytes(byte[] content) {
    room(content.length);
    System.arraycopy(content, 0, chunk, end, content.length);
    end += content.length;
  }

  private void room(int n) {
    if (chunk.length - end >= n) {
      return;
    }
    if (begin > 0) { // what is before it may be on its way
      byte[] next = new byte[Math.max(chunk.length, end - begin + n)];
      System.arraycopy(chunk, begin, next, 0, end - begin);
      end -= begin;
      begin = 0;
      chunk = next;
    } else {
      chunk = Arrays.copyOf(chunk, Math.max(2 * chunk.length, end + n));
    }
  }
}
