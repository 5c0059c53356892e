package dev.bide.resp;

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
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes values from bytes that come in any pieces. Waits for nothing, so a read that is cancelled
 * between two pieces leaves it as it was.
 *
 * <pre>
 *   at a value --line: +-:_,#( --> value
 *       |      --line: $!=     --> in a string: so many bytes and CR LF --> value
 *       |      --line: *%~>|   --> in a collection: its items are values --> value
 * </pre>
 */
final class RespDecoder {
  private static final int SIZE = 8 * 1024;

  private final RespLimits limits;

  /** Whether a line without a type is a command, its words separated by spaces. */
  private final boolean inline;

  private byte[] bytes = new byte[SIZE];
  private ByteBuffer space = ByteBuffer.wrap(bytes);
  private int position;
  private int limit;

  /** How many bytes behind {@link #position} are known to have no end of line. */
  private int looked;

  /** The type of the string whose bytes are awaited; 0 for none. */
  private byte string;

  private int stringLength;

  /** Collections that are not complete, the outermost first. */
  private final ArrayList<Collection> open = new ArrayList<>();

  private static final class Collection {
    final byte type;
    final List<RespValue> items;
    int missing;

    Collection(byte type, int n) {
      this.type = type;
      this.items = new ArrayList<>(Math.min(n, 64));
      this.missing = n;
    }
  }

  RespDecoder(RespLimits limits, boolean inline) {
    this.limits = limits;
    this.inline = inline;
  }

  /** Where the next bytes go: at least one. */
  ByteBuffer space() {
    if (position == limit) {
      position = 0;
      limit = 0;
      if (bytes.length > 16 * SIZE) { // grown for one large string
        bytes = new byte[SIZE];
        space = ByteBuffer.wrap(bytes);
      }
    }
    if (limit == bytes.length) {
      int n = limit - position;
      byte[] to = n <= bytes.length / 2 ? bytes : new byte[larger(n)];
      System.arraycopy(bytes, position, to, 0, n);
      if (to != bytes) {
        bytes = to;
        space = ByteBuffer.wrap(bytes);
      }
      position = 0;
      limit = n;
    }
    space.limit(bytes.length);
    space.position(limit);
    return space;
  }

  private int larger(int n) {
    // Not more than is wanted, but never so little that each read copies all.
    return (int) Math.min(Integer.MAX_VALUE - 8, Math.max(n + SIZE, Math.min(2L * n, wanted())));
  }

  private long wanted() {
    return string != 0 ? stringLength + 2L : limits.line() + 3L;
  }

  /** Bytes were put into {@link #space}. */
  void filled() {
    limit = space.position();
  }

  /** Whether it stands between two values. */
  boolean isAtStart() {
    return position == limit && string == 0 && open.isEmpty();
  }

  /**
   * The next value.
   *
   * @return null when more bytes are needed
   */
  @Nullable RespValue next() throws RespProtocolException {
    for (; ; ) {
      RespValue v = string != 0 ? string() : line();
      if (v == null) {
        if (!pieceTaken) {
          return null;
        }
        continue;
      }
      RespValue whole = into(v);
      if (whole != null) {
        return whole;
      }
    }
  }

  /** The last call of {@link #line} took a line that is no value by itself. */
  private boolean pieceTaken;

  private @Nullable RespValue into(RespValue value) throws RespProtocolException {
    RespValue v = value;
    while (!open.isEmpty()) {
      Collection c = open.getLast();
      c.items.add(v);
      if (--c.missing > 0) {
        return null;
      }
      open.removeLast();
      if (c.type == '|') { // attributes: what they are about follows
        return null;
      }
      v = made(c);
    }
    return v;
  }

  private static RespValue made(Collection c) {
    return switch (c.type) {
      case '*' -> new Array(c.items);
      case '~' -> new SetValue(c.items);
      case '>' -> new Push(c.items);
      default -> {
        List<Map.Entry<RespValue, RespValue>> entries = new ArrayList<>(c.items.size() / 2);
        for (int i = 0; i < c.items.size(); i += 2) {
          entries.add(Map.entry(c.items.get(i), c.items.get(i + 1)));
        }
        yield new MapValue(entries);
      }
    };
  }

  private @Nullable RespValue string() throws RespProtocolException {
    pieceTaken = false;
    if (limit - position < stringLength + 2L) {
      return null;
    }
    int end = position + stringLength;
    if (bytes[end] != '\r' || bytes[end + 1] != '\n') {
      throw new RespProtocolException(
          "a string of " + stringLength + " bytes is not followed by CR LF");
    }
    byte type = string;
    string = 0;
    RespValue v;
    if (type == '$') {
      byte[] content = new byte[stringLength];
      System.arraycopy(bytes, position, content, 0, stringLength);
      v = new BulkString(content);
    } else {
      String text = new String(bytes, position, stringLength, StandardCharsets.UTF_8);
      if (type == '!') {
        v = new ErrorString(text);
      } else if (text.length() > 3 && text.charAt(3) == ':') {
        v = new VerbatimString(text.substring(0, 3), text.substring(4));
      } else {
        throw new RespProtocolException("a verbatim string without its format");
      }
    }
    position = end + 2;
    return v;
  }

  private @Nullable RespValue line() throws RespProtocolException {
    pieceTaken = false;
    for (int i = position + looked; i < limit; i++) {
      if (bytes[i] == '\n') {
        int begin = position;
        boolean cr = i > begin && bytes[i - 1] == '\r';
        position = i + 1;
        looked = 0;
        return taken(begin, cr ? i - 1 : i, cr);
      }
    }
    looked = limit - position;
    if (looked > limits.line() + 1) {
      throw new RespProtocolException("a line is longer than " + limits.line() + " bytes");
    }
    return null;
  }

  private @Nullable RespValue taken(int begin, int end, boolean cr) throws RespProtocolException {
    if (end - begin > limits.line()) {
      throw new RespProtocolException("a line is longer than " + limits.line() + " bytes");
    }
    byte type = begin < end ? bytes[begin] : 0;
    String text =
        begin < end ? new String(bytes, begin + 1, end - begin - 1, StandardCharsets.UTF_8) : "";
    boolean known = type != 0 && "+-:$*_,#(!=%~>|".indexOf(type) >= 0;
    if (!known && inline && open.isEmpty()) {
      return inline(new String(bytes, begin, end - begin, StandardCharsets.UTF_8));
    }
    if (!cr) {
      throw new RespProtocolException("a line ends in LF without CR");
    }
    return switch (type) {
      case '+' -> new SimpleString(text);
      case '-' -> new ErrorString(text);
      case ':' -> new IntegerNumber(number(text));
      case '_' -> RespValue.NULL;
      case ',' -> new DoubleNumber(real(text));
      case '#' -> new BooleanValue(bool(text));
      case '(' -> new BigNumber(big(text));
      case '$', '!', '=' -> stringHead(type, text);
      case '*', '~', '>', '%', '|' -> collectionHead(type, text);
      default -> throw new RespProtocolException("no value begins with " + shown(type));
    };
  }

  private static String shown(byte b) {
    return b > ' ' && b < 0x7F ? "'" + (char) b + "'" : "the byte " + (b & 0xFF);
  }

  private @Nullable RespValue inline(String line) {
    List<RespValue> words = new ArrayList<>();
    for (String word : line.split(" ", -1)) {
      if (!word.isEmpty()) {
        words.add(RespValue.bulk(word));
      }
    }
    pieceTaken = words.isEmpty(); // an empty line is nothing
    return words.isEmpty() ? null : new Array(words);
  }

  private @Nullable RespValue stringHead(byte type, String text) throws RespProtocolException {
    long n = number(text);
    if (n == -1 && type == '$') {
      return RespValue.NULL;
    }
    if (n < 0 || n > limits.bulk()) {
      throw new RespProtocolException(
          "a string of " + n + " bytes; at most " + limits.bulk() + " are allowed");
    }
    string = type;
    stringLength = (int) n;
    pieceTaken = true;
    return null;
  }

  private @Nullable RespValue collectionHead(byte type, String text) throws RespProtocolException {
    long n = number(text);
    if (n == -1 && type == '*') {
      return RespValue.NULL;
    }
    if (n < 0 || n > limits.items()) {
      throw new RespProtocolException(
          "a collection of " + n + " items; at most " + limits.items() + " are allowed");
    }
    if (open.size() >= limits.depth()) {
      throw new RespProtocolException(
          "collections are nested deeper than " + limits.depth() + " levels");
    }
    boolean pairs = type == '%' || type == '|';
    if (pairs && n > Integer.MAX_VALUE / 2) {
      throw new RespProtocolException("a map of " + n + " entries");
    }
    Collection c = new Collection(type, (int) (pairs ? 2 * n : n));
    if (c.missing == 0) {
      if (type == '|') {
        pieceTaken = true;
        return null;
      }
      return made(c);
    }
    open.add(c);
    pieceTaken = true;
    return null;
  }

  private static long number(String text) throws RespProtocolException {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new RespProtocolException("not a number: '" + text + "'");
    }
  }

  private static double real(String text) throws RespProtocolException {
    try {
      return switch (text) {
        case "inf" -> Double.POSITIVE_INFINITY;
        case "-inf" -> Double.NEGATIVE_INFINITY;
        case "nan" -> Double.NaN;
        default -> Double.parseDouble(text);
      };
    } catch (NumberFormatException e) {
      throw new RespProtocolException("not a number: '" + text + "'");
    }
  }

  private static boolean bool(String text) throws RespProtocolException {
    return switch (text) {
      case "t" -> true;
      case "f" -> false;
      default -> throw new RespProtocolException("neither true nor false: '" + text + "'");
    };
  }

  private static BigInteger big(String text) throws RespProtocolException {
    try {
      return new BigInteger(text);
    } catch (NumberFormatException e) {
      throw new RespProtocolException("not a number: '" + text + "'");
    }
  }
}
