package dev.bide.bench.driver;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what {@code -XX:CompileCommand=print} prints: instructions where the JVM has a disassembler
 * (hsdis), else bytes, for {@code objdump}.
 */
final class MachineCode {
  private static final Pattern METHOD = Pattern.compile("Compiled method .* (\\S+::\\S+) .*");
  private static final Pattern BYTES = Pattern.compile("\\s+0x[0-9a-f]+: ((?:[0-9a-f ]|\\|)+)$");
  private static final Pattern INSTRUCTION = Pattern.compile("\\s+0x[0-9a-f]+:\\s+([a-z].*)$");

  /** An exchange with memory locks without a prefix. */
  private static final Pattern FENCE =
      Pattern.compile("\\b(lock|[mls]fence)\\b|\\bxchg\\b.*[(\\[]");

  private final Map<String, ByteArrayOutputStream> bytes = new LinkedHashMap<>();
  private final Map<String, List<String>> instructions = new LinkedHashMap<>();
  private String method = "";
  private boolean inCode;

  /** The next line. */
  void line(String line) {
    Matcher m = METHOD.matcher(line);
    if (m.matches()) {
      method = m.group(1);
      inCode = false;
    } else if (line.startsWith("[MachCode]") || line.startsWith("[Disassembly]")) {
      inCode = true;
    } else if (line.startsWith("[/")) {
      inCode = false;
    } else if (inCode) {
      code(line);
    }
  }

  private void code(String line) {
    Matcher m = BYTES.matcher(line);
    if (m.matches()) {
      String hex = m.group(1).replaceAll("[ |]", "");
      ByteArrayOutputStream to = bytes.computeIfAbsent(method, _ -> new ByteArrayOutputStream());
      for (int i = 0; i + 1 < hex.length(); i += 2) {
        to.write(Integer.parseInt(hex, i, i + 2, 16));
      }
      return;
    }
    m = INSTRUCTION.matcher(line);
    if (m.matches()) {
      instructions.computeIfAbsent(method, _ -> new ArrayList<>()).add(m.group(1));
    }
  }

  /** Whether there are instructions to look at. */
  boolean isReadable() throws IOException {
    for (var each : bytes.entrySet()) {
      List<String> read = disassembled(each.getValue().toByteArray());
      if (read.isEmpty()) {
        return false;
      }
      instructions.put(each.getKey(), read);
    }
    bytes.clear();
    return !instructions.isEmpty();
  }

  Set<String> methods() {
    return instructions.keySet();
  }

  /** The locked instructions and fences, by the method that was compiled. */
  Map<String, List<String>> fences() {
    Map<String, List<String>> found = new TreeMap<>();
    instructions.forEach((name, all) -> {
      List<String> some = all.stream().filter(i -> FENCE.matcher(i).find()).toList();
      if (!some.isEmpty()) {
        found.put(name, some);
      }
    });
    return found;
  }

  private static List<String> disassembled(byte[] code) throws IOException {
    Path file = Files.createTempFile("bide-code", ".bin");
    try {
      Files.write(file, code);
      Process p =
          new ProcessBuilder("objdump", "-D", "-b", "binary", "-m", "i386:x86-64", file.toString())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String said = new String(p.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return said.lines()
          .filter(l -> l.matches("\\s+[0-9a-f]+:\\t.*\\t.*"))
          .map(l -> l.substring(l.lastIndexOf('\t') + 1))
          .toList();
    } catch (IOException e) {
      return List.of(); // there is no objdump
    } finally {
      Files.delete(file);
    }
  }
}
