package dev.bide.twins.generate;

import dev.bide.twins.generate.Scope.Function;
import dev.bide.twins.generate.Scope.Kind;
import dev.bide.twins.generate.Scope.Target;
import dev.bide.twins.generate.Scope.Variable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes up one program. It always compiles: what a statement does to reachability, to definite
 * assignment and to checked exceptions is kept track of. It always ends: loops are counted, and
 * methods call only those behind them.
 */
final class Generator {
  private static final int METHODS = 4;

  private final Choices choices;
  private final String className;
  private final StringBuilder out = new StringBuilder();
  private final Deque<Target> targets = new ArrayDeque<>();
  private Scope scope = new Scope(null);
  private int indent;
  private int names;

  /** The method being made; it may call those with higher numbers. */
  private int method;

  /** What it gives. */
  private Type result = Type.INT;

  /** How many lambdas of the method we are in. */
  private int lambda;

  /** Where no call may wait: a plain lambda, a synchronized block. */
  private int still;

  /** In how many loops we are. */
  private int loops;

  /** In how many {@code finally} bodies that jumps may not leave. */
  private int statementsLeft;

  /** Counts what can throw an {@code IOException}. */
  private int throwing;

  /** Whether only a catch parameter's scope tells where a handler ends. */
  private boolean scopesOnly;

  private Generator(String className, Choices choices) {
    this.className = className;
    this.choices = choices;
  }

  /** The source of the class {@code generated.NAME}. */
  static String generate(String name, Choices choices) {
    return new Generator(name, choices).program();
  }

  // ---------------------------------------------------------------- the class

  private String program() {
    List<String> methods = new ArrayList<>();
    for (int i = 0; i < METHODS; i++) {
      method = i;
      out.setLength(0);
      method();
      methods.add(out.toString());
    }
    out.setLength(0);
    indent = 0;
    line("package generated;");
    line("");
    line("import static dev.bide.twins.sync.Leaves.*;");
    line("");
    line("import dev.bide.twins.Program;");
    line("import dev.bide.twins.Waits;");
    line("import dev.bide.twins.sync.*;");
    line("import java.io.*;");
    line("import java.util.*;");
    line("import java.util.function.*;");
    line("");
    line("@SuppressWarnings(\"all\")");
    line("class " + className + " {");
    indent++;
    line("int f = 1;");
    line("long g = 2;");
    line("String h = \"h\";");
    line("");
    line("record P(Object a, int b) {}");
    line("");
    line("static String cut(String s) { return s.length() > 30 ? s.substring(0, 30) : s; }");
    line("");
    line("static class Plain implements AutoCloseable {");
    line("  final int n;");
    line("  Plain(int n) { this.n = n; log(\"open\", n); }");
    line(
        "  public void close() { log(\"close\", n); if (n % 3 == 1) throw new"
            + " IllegalStateException(\"close \" + n); }");
    line("}");
    line("");
    String only = scopesOnly ? "(cancelsWithScopesOnly = true)" : "";
    line("@Program" + only + " @Waits static Object run() throws IOException {");
    line("  " + className + " self = new " + className + "();");
    line("  Object r = self.m0(1, \"a\");");
    line("  log(self.f, self.g, self.h);");
    line("  return r;");
    line("}");
    for (String m : methods) {
      line("");
      out.append(m);
    }
    otherClasses();
    indent--;
    line("}");
    return out.toString();
  }

  /** Classes whose methods, of all kinds, call the program's: calls that go to another class. */
  private void otherClasses() {
    line("");
    line("static class Other {");
    line("  final " + className + " p;");
    line("  Other(" + className + " p) { this.p = p; }");
    for (int i = 1; i < METHODS; i++) {
      String type = "  @Waits " + resultOf(i).source;
      String head = type + " o" + i + "(int a, String s) throws IOException";
      line(head + " { return p.m" + i + "(a, s); }");
      line(
          type.replace("@Waits", "@Waits static")
              + (" s" + i + "(" + className + " p, int a, String s) throws IOException {")
              + (" log(\"static\", a); return p.m" + i + "(a, s); }"));
    }
    line("}");
    line("");
    line("static class More extends Other {");
    line("  More(" + className + " p) { super(p); }");
    line("  @Override @Waits int o1(int a, String s) throws IOException {");
    line("    pause();");
    line("    return super.o1(a + 1, s);");
    line("  }");
    line("}");
    line("");
    line("record Last(" + className + " p) {");
    for (int i = 1; i < METHODS; i++) {
      line(
          ("  @Waits " + resultOf(i).source + " o" + i + "(int a, String s) throws IOException {")
              + (" log(\"last\"); return Other.s" + i + "(p, a, s); }"));
    }
    line("}");
  }

  private static Type resultOf(int method) {
    return switch (method) {
      case 0 -> Type.OBJECT;
      case 1 -> Type.INT;
      case 2 -> Type.STRING;
      default -> Type.LONG;
    };
  }

  private void method() {
    indent = 1;
    scope = new Scope(null);
    result = resultOf(method);
    statementsLeft = method == 0 ? 12 : 4;
    // The parameters can be assigned to: then the async twin copies them.
    scope.variables.add(new Variable("a", Type.INT, Kind.MUTABLE, 0));
    scope.variables.add(new Variable("s", Type.STRING, Kind.MUTABLE, 0));
    line("@Waits " + result.source + " m" + method + "(int a, String s) throws IOException {");
    scope = new Scope(scope); // lambdas see neither, whether or not they are assigned to
    if (body(method == 0 ? 3 + choices.below(4) : 1 + choices.below(3))) {
      indent++;
      line("return " + value(result, 2) + ";");
      indent--;
    }
    line("}");
  }

  private void line(String s) {
    out.append("  ".repeat(s.isEmpty() ? 0 : indent)).append(s).append('\n');
  }

  private String name(String prefix) {
    return prefix + names++;
  }

  /** One of several, of which only that one is made. */
  @SafeVarargs
  private String choose(Supplier<String>... all) {
    return all[choices.below(all.length)].get();
  }

  // ---------------------------------------------------------------- statements

  /** Statements in a scope of their own; whether their end can be reached. */
  private boolean body(int n) {
    Scope before = scope;
    scope = new Scope(before);
    indent++;
    boolean ends = true;
    for (int i = 0; i < n && ends; i++) {
      ends = statement();
    }
    indent--;
    scope = before;
    return ends;
  }

  private boolean small() {
    return body(1 + choices.below(3));
  }

  private boolean statement() {
    boolean more = statementsLeft-- > 0;
    switch (choices.below(more ? 24 : 5)) {
      case 0 -> line(log());
      case 1 -> declaration();
      case 2 ->
          line(
              still > 0
                  ? "log(\"still\");"
                  : choose(() -> "pause();", () -> waitFor(anyType(), 1) + ";"));
      case 3, 4 -> assignment();
      case 5, 6 -> {
        return branch();
      }
      case 7, 8, 9 -> {
        return loop();
      }
      case 10, 11, 12, 13 -> {
        return tryStatement();
      }
      case 14, 15 -> {
        return switchStatement();
      }
      case 16 -> {
        return jump();
      }
      case 17 -> {
        return labelled();
      }
      case 18 -> function();
      case 19 -> plainLambda();
      case 20 -> {
        return synchronizedBlock();
      }
      case 21 -> {
        return pattern();
      }
      case 22 -> throwing();
      default -> {
        line("{");
        boolean ends = small();
        line("}");
        return ends;
      }
    }
    return true;
  }

  private String log() {
    Type t = anyType();
    String v = value(t, 2);
    // ecj takes a generic call that gives an array for all of the variable arguments.
    return t == Type.INTS ? "log((Object) " + v + ");" : "log(" + v + ");";
  }

  @SuppressWarnings("EnumOrdinal") // any of them will do
  private Type anyType() {
    return Type.values()[choices.below(Type.values().length)];
  }

  private void declaration() {
    Type t = anyType();
    String name = name("v");
    Kind kind = choices.pick(Kind.MUTABLE, Kind.MUTABLE, Kind.FINAL);
    String declared =
        choices.oneIn(5) && t != Type.BOXED && t != Type.OBJECT
            ? "var"
            : (kind == Kind.FINAL && choices.oneIn(2) ? "final " : "") + t.source;
    line(declared + " " + name + " = " + typed(t, 3, declared.equals("var")) + ";");
    scope.variables.add(new Variable(name, t, kind, lambda));
  }

  /** A value whose own type is exactly this one, where {@code var} would take that. */
  private String typed(Type t, int depth, boolean exactly) {
    String v = value(t, depth);
    return exactly ? "(" + t.source + ") (" + v + ")" : v;
  }

  private void assignment() {
    List<Variable> all =
        scope.visible(lambda).stream()
            .filter(v -> v.kind() == Kind.MUTABLE && v.lambda() == lambda)
            .toList();
    if (all.isEmpty() || choices.oneIn(4)) {
      line(
          switch (choices.below(5)) {
            case 0 -> "f = " + value(Type.INT, 2) + ";";
            case 1 -> "g += " + value(Type.INT, 2) + ";";
            case 2 -> "h = cut(h + " + value(anyButArray(), 2) + ");";
            case 3 -> "this.f++;";
            default -> "f = (int) (g ^= " + value(Type.LONG, 2) + ");";
          });
      return;
    }
    Variable v = all.get(choices.below(all.size()));
    String n = v.name();
    line(
        switch (v.type()) {
          case STRING -> n + " = cut(" + value(Type.STRING, 3) + ");";
          case BOOLEAN ->
              n + choices.pick(" = ", " &= ", " |= ", " ^= ") + value(v.type(), 2) + ";";
          case OBJECT -> n + " = " + value(v.type(), 2) + ";";
          case INTS ->
              choices.oneIn(3)
                  ? n + " = " + value(Type.INTS, 2) + ";"
                  : n
                      + "["
                      + index()
                      + "] "
                      + choices.pick("= ", "+= ", "^= ")
                      + value(Type.INT, 2)
                      + ";";
          case BOXED ->
              choose(
                  () -> n + " = " + value(Type.INT, 2) + ";",
                  () -> n + "++;",
                  () -> n + " += " + value(Type.INT, 1) + ";");
          case BYTE, SHORT, CHAR ->
              n + choices.pick(" += ", " -= ", " *= ") + value(Type.INT, 2) + ";";
          case FLOAT, DOUBLE -> n + choices.pick(" = ", " += ", " *= ") + value(Type.INT, 2) + ";";
          case INT, LONG ->
              choose(
                  () -> n + " = " + value(v.type(), 3) + ";",
                  () -> n + "++;",
                  () -> n + " += " + value(Type.INT, 2) + ";",
                  () -> n + " <<= " + value(Type.INT, 1) + ";");
        });
  }

  private boolean branch() {
    line("if (" + value(Type.BOOLEAN, 3) + ") {");
    boolean then = small();
    if (choices.below(2) == 0) {
      line("}");
      return true;
    }
    line("} else {");
    boolean otherwise = small();
    line("}");
    return then || otherwise;
  }

  private boolean loop() {
    if (loops >= 3) {
      line("log(\"deep\");");
      return true;
    }
    String label = choices.oneIn(3) ? name("l") : null;
    String before = label == null ? "" : label + ": ";
    Target target = new Target(label, true);
    String i = name("i");
    int turns = 1 + choices.below(3);
    switch (choices.below(still > 0 ? 5 : 7)) {
      case 0 -> {
        line(before + "for (int " + i + " = 0; " + i + " < " + turns + "; " + i + "++) {");
        forBody(new Variable(i, Type.INT, Kind.COUNTER, lambda), target);
      }
      case 1 -> {
        line(before + "for (int " + i + " : new int[] {" + values(Type.INT, turns) + "}) {");
        forBody(new Variable(i, Type.INT, Kind.FINAL, lambda), target);
      }
      case 2 -> {
        line(before + "for (String " + i + " : List.of(" + values(Type.STRING, turns) + ")) {");
        forBody(new Variable(i, Type.STRING, Kind.FINAL, lambda), target);
      }
      case 3 -> {
        line("int " + i + " = 0;");
        scope.variables.add(new Variable(i, Type.INT, Kind.COUNTER, lambda));
        line(before + "while (" + i + "++ < " + turns + " && " + value(Type.BOOLEAN, 2) + ") {");
        inLoop(target);
        line("}");
      }
      case 4 -> {
        line("int " + i + " = " + turns + ";");
        scope.variables.add(new Variable(i, Type.INT, Kind.COUNTER, lambda));
        line(before + "do {");
        boolean again = inLoop(target) || target.continued;
        // ecj calls a part of a condition unreachable that the body never comes to.
        line("} while (" + i + "-- > 0" + (again ? " && " + value(Type.BOOLEAN, 2) : "") + ");");
        return again || target.broken;
      }
      case 5 -> {
        line(before + "for (int " + i + " : stream(" + values(Type.INT, turns) + ").await()) {");
        forBody(new Variable(i, Type.INT, Kind.FINAL, lambda), target);
      }
      default -> {
        throwing++;
        String made = choices.pick("failingStream", "badlyClosingStream");
        line(
            before
                + "for (String "
                + i
                + " : "
                + made
                + "(new IOException(\""
                + name("io")
                + "\"), "
                + values(Type.STRING, turns)
                + ").await()) {");
        forBody(new Variable(i, Type.STRING, Kind.FINAL, lambda), target);
      }
    }
    return true;
  }

  /** What follows the header of a {@code for} loop, and its end. */
  private void forBody(Variable turn, Target target) {
    Scope outer = scope;
    scope = new Scope(outer);
    scope.variables.add(turn);
    inLoop(target);
    line("}");
    scope = outer;
  }

  private boolean inLoop(Target target) {
    targets.push(target);
    loops++;
    boolean ends = small();
    loops--;
    targets.pop();
    return ends;
  }

  private String values(Type t, int n) {
    StringBuilder sb = new StringBuilder();
    for (int i = 0; i < n; i++) {
      sb.append(i == 0 ? "" : ", ").append(value(t, 1));
    }
    return sb.toString();
  }

  private boolean labelled() {
    Target target = new Target(name("l"), false);
    line(target.label + ": {");
    targets.push(target);
    boolean ends = small();
    targets.pop();
    line("}");
    return ends || target.broken;
  }

  /** A way out; false. */
  private boolean jump() {
    List<Target> breaks = new ArrayList<>();
    for (Target t : targets) {
      if (t.label != null || t == nearest(false)) {
        breaks.add(t);
      }
    }
    switch (choices.below(4)) {
      case 0 -> line(returnStatement());
      case 1, 2 -> {
        if (breaks.isEmpty()) {
          line(returnStatement());
          break;
        }
        Target t = breaks.get(choices.below(breaks.size()));
        boolean continues =
            t.loop && choices.below(2) == 1 && (t.label != null || t == nearest(true));
        if (continues) {
          t.continued = true;
        } else {
          t.broken = true;
        }
        line((continues ? "continue" : "break") + (t.label == null ? "" : " " + t.label) + ";");
      }
      default -> line("throw new IllegalStateException(" + value(Type.STRING, 2) + ");");
    }
    return false;
  }

  /** The innermost that a bare {@code break} or {@code continue} means. */
  private @Nullable Target nearest(boolean loop) {
    for (Target t : targets) {
      if (t.loop || (!loop && t.label == null)) {
        return t;
      }
    }
    return null;
  }

  private String returnStatement() {
    return "return " + value(result, 3) + ";";
  }

  private void throwing() {
    if (still > 0) {
      line("log(\"still\");");
      return;
    }
    String wrapped = choices.pick("new IOException(", "new IllegalStateException(");
    if (wrapped.equals("new IOException(")) {
      throwing++;
    }
    line("if (" + value(Type.BOOLEAN, 2) + ") fail(" + wrapped + value(Type.STRING, 2) + "));");
  }

  private boolean synchronizedBlock() {
    line("synchronized (this) {");
    still++;
    boolean ends = small();
    still--;
    line("}");
    return ends;
  }

  private boolean pattern() {
    String s = name("p");
    String n = name("p");
    String o = value(Type.OBJECT, 2);
    switch (choices.below(3)) {
      case 0 -> {
        line("if (" + o + " instanceof String " + s + " && " + value(Type.BOOLEAN, 1) + ") {");
        return withVariables(new Variable(s, Type.STRING, Kind.FINAL, lambda));
      }
      case 1 -> {
        line(
            "if (new P("
                + o
                + ", "
                + value(Type.INT, 2)
                + ") instanceof P(var "
                + s
                + ", int "
                + n
                + ")) {");
        return withVariables(
            new Variable(s, Type.OBJECT, Kind.FINAL, lambda),
            new Variable(n, Type.INT, Kind.FINAL, lambda));
      }
      default -> {
        line("if (" + o + " instanceof Integer " + n + ") {");
        return withVariables(new Variable(n, Type.BOXED, Kind.FINAL, lambda));
      }
    }
  }

  private boolean withVariables(Variable... all) {
    Scope before = scope;
    scope = new Scope(before);
    scope.variables.addAll(List.of(all));
    small();
    scope = before;
    line("}");
    return true;
  }

  // ---------------------------------------------------------------- switch

  private boolean switchStatement() {
    return choices.below(2) == 0 ? arrows() : colons();
  }

  private boolean arrows() {
    int kind = choices.below(3);
    Type t = kind == 0 ? Type.INT : kind == 1 ? Type.STRING : Type.OBJECT;
    Target target = new Target(null, false);
    String selector = value(t, 2);
    line("switch (" + (kind == 0 ? "(" + selector + ") & 3" : selector) + ") {");
    indent++;
    targets.push(target);
    boolean ends = false;
    String s = name("p");
    String[] labels =
        switch (kind) {
          case 0 -> new String[] {"case 0", "case 1, 2"};
          case 1 -> new String[] {"case \"a\"", "case \"Aa\", \"BB\", \"h\""};
          default -> new String[] {"case null", "case Integer " + s + " when " + s + " > 1"};
        };
    for (String label : labels) {
      line(label + " -> {");
      if (label.startsWith("case Integer")) {
        Scope before = scope;
        scope = new Scope(before);
        scope.variables.add(new Variable(s, Type.BOXED, Kind.FINAL, lambda));
        ends |= small();
        scope = before;
      } else {
        ends |= small();
      }
      line("}");
    }
    line("default -> {");
    ends |= small();
    line("}");
    targets.pop();
    indent--;
    line("}");
    return ends || target.broken;
  }

  private boolean colons() {
    Target target = new Target(null, false);
    line("switch (" + value(Type.INT, 2) + " & 3) {");
    targets.push(target);
    boolean ends = true;
    indent++;
    for (String label : new String[] {"case 0:", "case 1: case 3:", "default:"}) {
      line(label);
      line("{");
      ends = small();
      line("}");
      if (ends && choices.oneIn(2)) {
        line("break;");
        target.broken = true;
        ends = false;
      }
    }
    indent--;
    targets.pop();
    line("}");
    return ends || target.broken;
  }

  // ---------------------------------------------------------------- try

  private boolean tryStatement() {
    int before = throwing;
    List<Exits> exits = exits();
    Scope outer = scope;
    boolean resources = choices.oneIn(3);
    boolean first = choices.below(3) != 2;
    boolean last = !first || choices.oneIn(3);
    if (resources) {
      String r = name("r");
      String open;
      switch (choices.below(still > 0 ? 1 : 3)) {
        case 0 -> open = "new Plain(" + value(Type.INT, 2) + ")";
        case 1 -> open = "resource(" + value(Type.STRING, 1) + ")";
        default -> {
          open = "badResource(" + value(Type.STRING, 1) + ", new IOException(\"" + r + "\"))";
          throwing++;
        }
      }
      line("try (var " + r + " = " + open + ") {");
      if (!open.startsWith("new Plain")) {
        scope = new Scope(outer);
        scope.functions.add(new Function(r + ".use()", Type.STRING, null, false));
      }
    } else {
      line("try {");
    }
    int body = out.length();
    boolean ends = small();
    boolean leaves = jumps(out.substring(body));
    scope = outer;
    boolean io = throwing > before;
    boolean all = false;
    int thrownByBody = throwing;
    if (first) {
      boolean caught = false;
      scopesOnly |= leaves; // what follows may be reached through the handlers only
      if (io && choices.below(2) == 0) {
        ends |= catchClause("IOException");
        caught = true;
        all = true;
      }
      if (!caught || choices.oneIn(3)) {
        String kinds =
            choices.pick(
                "RuntimeException",
                "Exception",
                "IllegalStateException | ArithmeticException",
                "Throwable",
                "Error");
        ends |= catchClause(kinds);
        all |= kinds.equals("Exception") || kinds.equals("Throwable");
      }
    }
    if (all) {
      throwing -= thrownByBody - before; // what the catch clauses throw is left
    }
    if (last) {
      ends &= finallyClause(before, exits);
    }
    line("}");
    return ends;
  }

  /** What jumps leave which targets, to be taken back when a {@code finally} stops them. */
  private record Exits(Target target, boolean broken, boolean continued) {}

  private List<Exits> exits() {
    return targets.stream().map(t -> new Exits(t, t.broken, t.continued)).toList();
  }

  private static void reset(List<Exits> to) {
    for (Exits e : to) {
      e.target.broken = e.broken;
      e.target.continued = e.continued;
    }
  }

  private boolean finallyClause(int thrownBefore, List<Exits> before) {
    line("} finally {");
    int at = out.length();
    int thrown = throwing;
    List<Exits> ofBody = exits();
    reset(before);
    boolean reached;
    if (choices.oneIn(8)) {
      reached = small();
      scopesOnly |= jumps(out.substring(at));
    } else {
      reached = calm();
    }
    if (reached) {
      for (Exits e : ofBody) {
        e.target.broken |= e.broken;
        e.target.continued |= e.continued;
      }
    } else {
      throwing -= thrown - thrownBefore; // nothing that was thrown gets out
    }
    return reached;
  }

  private static boolean jumps(String source) {
    return source.contains("break")
        || source.contains("continue")
        || source.contains("return")
        || source.contains("throw ");
  }

  /** Statements that do not jump. */
  private boolean calm() {
    Scope before = scope;
    scope = new Scope(before);
    indent++;
    int n = 1 + choices.below(3);
    for (int i = 0; i < n; i++) {
      switch (choices.below(statementsLeft-- > 0 ? 5 : 3)) {
        case 0 -> line(log());
        case 1 -> assignment();
        case 2 -> line(still > 0 ? "f++;" : waitFor(anyType(), 1) + ";");
        case 3 -> {
          line("if (" + value(Type.BOOLEAN, 2) + ") {");
          calm();
          line("}");
        }
        default -> {
          line("try {");
          calm();
          line("} catch (RuntimeException " + name("e") + ") {");
          calm();
          line("}");
        }
      }
    }
    indent--;
    scope = before;
    return true;
  }

  private boolean catchClause(String kinds) {
    String e = name("e");
    line("} catch (" + kinds + " " + e + ") {");
    Scope before = scope;
    scope = new Scope(before);
    scope.variables.add(new Variable("((Object) " + e + ")", Type.OBJECT, Kind.FINAL, lambda));
    indent++;
    boolean rethrows = choices.oneIn(4);
    indent--;
    boolean ends = small();
    if (ends && rethrows) {
      indent++;
      if (kinds.equals("IOException") || kinds.equals("Exception") || kinds.equals("Throwable")) {
        throwing++; // as far as we know
        line("throw new IOException(\"" + e + "\", " + e + ");");
      } else {
        line("throw " + e + ";");
      }
      indent--;
      ends = false;
    }
    scope = before;
    return ends;
  }

  // ---------------------------------------------------------------- lambdas

  private void function() {
    if (lambda >= 2 || still > 0) {
      line("log(\"no lambda\");");
      return;
    }
    String b = name("b");
    Type t = choices.pick(Type.INT, Type.STRING, Type.LONG, Type.OBJECT);
    Type parameter = choices.oneIn(2) ? choices.pick(Type.INT, Type.STRING) : null;
    String x = name("x");
    Scope outer = scope;
    Type outerResult = result;
    Deque<Target> outerTargets = new ArrayDeque<>(targets);
    int outerThrowing = throwing;
    int outerLoops = loops;
    targets.clear();
    scope = new Scope(outer);
    lambda++;
    result = t;
    String type;
    if (parameter == null) {
      type = "AsyncSupplier<" + t.boxed + ", IOException> " + b + " = () -> ";
    } else {
      type =
          "AsyncFunction<"
              + parameter.boxed
              + ", "
              + t.boxed
              + ", IOException> "
              + b
              + " = "
              + x
              + " -> ";
      scope.variables.add(
          new Variable(x, parameter == Type.INT ? Type.BOXED : parameter, Kind.FINAL, lambda));
    }
    if (choices.below(2) == 0) {
      line(type + exact(t) + ";");
    } else {
      line(type + "{");
      if (small()) {
        indent++;
        line("return " + exact(t) + ";");
        indent--;
      }
      line("};");
    }
    lambda--;
    result = outerResult;
    scope = outer;
    loops = outerLoops;
    targets.clear();
    targets.addAll(outerTargets);
    throwing = outerThrowing;
    scope.functions.add(new Function(parameter == null ? b + ".await()" : b, t, parameter, true));
  }

  /** A value that fits a boxed type. */
  private String exact(Type t) {
    return t == Type.OBJECT || t == Type.STRING
        ? value(t, 3)
        : "(" + t.source + ") (" + value(t, 3) + ")";
  }

  private void plainLambda() {
    String b = name("b");
    String x = name("x");
    Scope outer = scope;
    scope = new Scope(outer);
    lambda++;
    still++;
    scope.variables.add(new Variable(x, Type.INT, Kind.FINAL, lambda));
    line("IntUnaryOperator " + b + " = " + x + " -> " + value(Type.INT, 2) + ";");
    still--;
    lambda--;
    scope = outer;
    line("log(" + b + ".applyAsInt(" + value(Type.INT, 2) + "));");
  }

  // ---------------------------------------------------------------- expressions

  private String index() {
    return "(" + value(Type.INT, 1) + ") & 1";
  }

  /** A call that waits. */
  private String waitFor(Type t, int depth) {
    return "w("
        + (t == Type.OBJECT || t == Type.INTS || t == Type.BOXED || t == Type.STRING
            ? value(t, depth)
            : "(" + t.source + ") (" + value(t, depth) + ")")
        + ")";
  }

  /** An expression that can be assigned to the type. */
  private String value(Type t, int depth) {
    if (depth <= 0) {
      return choices.below(3) == 0 ? literal(t) : variable(t);
    }
    switch (choices.below(8)) {
      case 0 -> {
        return literal(t);
      }
      case 1, 2 -> {
        return variable(t);
      }
      case 3, 4 -> {
        return still > 0 ? variable(t) : waitFor(t, depth - 1);
      }
      case 5 -> {
        return "("
            + value(Type.BOOLEAN, depth - 1)
            + " ? "
            + branchOf(t, depth)
            + " : "
            + branchOf(t, depth)
            + ")";
      }
      default -> {
        return operation(t, depth);
      }
    }
  }

  private String branchOf(Type t, int depth) {
    return "(" + t.source + ") (" + value(t, depth - 1) + ")";
  }

  private String variable(Type t) {
    List<Variable> all = scope.visible(lambda).stream().filter(v -> v.type() == t).toList();
    if (all.isEmpty()) {
      return switch (t) {
        case INT -> "f";
        case LONG -> "g";
        case STRING -> "h";
        case BOOLEAN -> choices.pick("(f > 2)", "(g > 2)", "h.isEmpty()");
        case DOUBLE -> "(g / 4.0)";
        case OBJECT -> "((Object) f)";
        default -> literal(t);
      };
    }
    return all.get(choices.below(all.size())).name();
  }

  private String literal(Type t) {
    int n = choices.below(7);
    return switch (t) {
      case INT -> new String[] {"0", "1", "2", "3", "(-1)", "300", "70_000"}[n];
      case LONG ->
          new String[] {"0L", "1L", "2L", "-3L", "1L << 40", "5L", "9L"}
              [n].transform(this::grouped);
      case DOUBLE -> new String[] {"0.0", "1.5", "-2.0", "1e10", "0.25", "3.0", "1e-3"}[n];
      case FLOAT -> new String[] {"0f", "1.5f", "-2f", "1e10f", "0.25f", "3f", "7f"}[n];
      case CHAR -> new String[] {"'a'", "'b'", "'z'", "'0'", "'\\n'", "'h'", "'q'"}[n];
      case BYTE -> "(byte) " + new int[] {0, 1, 2, 127, -128, 200, 7}[n];
      case SHORT -> "(short) " + new int[] {0, 1, 2, 300, -1, 40_000, 7}[n];
      case BOOLEAN -> n % 2 == 0 ? "true" : "false";
      case STRING ->
          new String[] {"\"a\"", "\"\"", "\"b\"", "\"Aa\"", "\"BB\"", "\"xyz\"", "\"h\""}[n];
      case OBJECT ->
          new String[] {
                "(Object) null",
                "(Object) 1",
                "(Object) \"a\"",
                "(Object) 'c'",
                "(Object) 2L",
                "(Object) 5",
                "(Object) 1.5"
              }
              [n].transform(this::grouped);
      case BOXED -> "Integer.valueOf(" + new int[] {0, 1, 2, 3, -1, 127, 1000}[n] + ")";
      case INTS -> "new int[] {" + n + ", 2}";
    };
  }

  private String grouped(String s) {
    return "(" + s + ")";
  }

  private String operation(Type t, int depth) {
    int d = depth - 1;
    return switch (t) {
      case INT -> intOperation(d);
      case LONG ->
          choose(
              () ->
                  "("
                      + value(Type.LONG, d)
                      + choices.pick(" + ", " - ", " * ", " ^ ")
                      + value(Type.INT, d)
                      + ")",
              () -> still > 0 || method >= 3 ? "(" + value(Type.LONG, d) + " >>> 3)" : call(3, d));
      case DOUBLE, FLOAT ->
          "("
              + value(t, d)
              + choices.pick(" + ", " - ", " * ", " / ")
              + value(choices.pick(Type.INT, t), d)
              + ")";
      case CHAR -> "(char) (" + value(Type.CHAR, d) + " + " + value(Type.INT, d) + ")";
      case BYTE -> "(byte) (" + value(Type.BYTE, d) + " - " + value(Type.INT, d) + ")";
      case SHORT -> "(short) (" + value(Type.SHORT, d) + " * " + value(Type.INT, d) + ")";
      case BOOLEAN -> condition(d);
      case STRING -> text(d);
      case OBJECT ->
          choose(
              () -> "((Object) (" + value(Type.STRING, d) + "))",
              () -> "((Object) new P(" + value(Type.OBJECT, d) + ", " + value(Type.INT, d) + "))",
              () -> "((Object) (" + value(Type.LONG, d) + "))",
              () ->
                  "((Object) new StringBuilder("
                      + value(Type.STRING, d)
                      + ").append("
                      + value(Type.INT, d)
                      + ").toString())");
      case BOXED -> "Integer.valueOf(" + value(Type.INT, d) + ")";
      case INTS -> "new int[] {" + value(Type.INT, d) + ", " + value(Type.INT, d) + "}";
    };
  }

  private String intOperation(int d) {
    switch (choices.below(9)) {
      case 0 -> {
        return "("
            + value(Type.INT, d)
            + choices.pick(" + ", " - ", " * ", " & ", " | ")
            + value(Type.INT, d)
            + ")";
      }
      case 1 -> {
        return "(" + value(Type.INT, d) + choices.pick(" / ", " % ") + value(Type.INT, d) + ")";
      }
      case 2 -> {
        return "(" + value(Type.STRING, d) + ").length()";
      }
      case 3 -> {
        return "(" + value(Type.INTS, d) + ")[" + index() + "]";
      }
      case 4 -> {
        return "(int) (" + value(choices.pick(Type.LONG, Type.CHAR, Type.DOUBLE), d) + ")";
      }
      case 5 -> {
        return still > 0 || method >= 1 ? "(-" + value(Type.INT, d) + ")" : call(1, d);
      }
      case 6 -> {
        return functionCall(Type.INT, d);
      }
      case 7 -> {
        return switchExpression(d);
      }
      default -> {
        List<Variable> all =
            scope.visible(lambda).stream()
                .filter(
                    v -> v.type() == Type.INT && v.kind() == Kind.MUTABLE && v.lambda() == lambda)
                .toList();
        if (all.isEmpty()) {
          return "(f += " + value(Type.INT, d) + ")";
        }
        String v = all.get(choices.below(all.size())).name();
        return choose(
            () -> "(" + v + "++)",
            () -> "(" + v + " = " + value(Type.INT, d) + ")",
            () -> "(--" + v + ")");
      }
    }
  }

  private String call(int to, int d) {
    throwing++;
    String self = className + ".this";
    String callee =
        switch (choices.below(7)) {
          case 0 -> "new Other(" + self + ").o" + to + "(";
          case 1 -> "new More(" + self + ").o" + to + "(";
          case 2 -> "new Last(" + self + ").o" + to + "(";
          case 3 -> "Other.s" + to + "(" + self + ", ";
          default -> "m" + to + "(";
        };
    return callee + value(Type.INT, d) + ", " + value(Type.STRING, d) + ")";
  }

  private String functionCall(Type t, int d) {
    List<Function> all =
        still > 0 ? List.of() : scope.allFunctions().stream().filter(f -> f.type() == t).toList();
    if (all.isEmpty()) {
      return variable(t);
    }
    Function f = all.get(choices.below(all.size()));
    if (f.throwing()) {
      throwing++;
    }
    Type parameter = f.parameter();
    if (parameter == null) {
      return f.name();
    }
    return f.name() + ".apply(" + value(parameter, d) + ")";
  }

  private String switchExpression(int d) {
    String k = value(Type.INT, d);
    String one = value(Type.INT, d);
    String two = value(Type.INT, d);
    if (still > 0 || choices.below(2) == 0) {
      return "(switch (" + k + ") { case 0, 1 -> " + one + "; default -> " + two + "; })";
    }
    String y = name("y");
    return "(switch ("
        + k
        + ") { case 1 -> { int "
        + y
        + " = "
        + one
        + "; log("
        + y
        + "); yield "
        + y
        + " + "
        + two
        + "; } default -> { pause(); yield "
        + value(Type.INT, 0)
        + "; } })";
  }

  private String condition(int d) {
    return switch (choices.below(6)) {
      case 0 ->
          "("
              + value(Type.INT, d)
              + choices.pick(" < ", " > ", " == ", " != ")
              + value(Type.INT, d)
              + ")";
      case 1 ->
          "("
              + value(Type.BOOLEAN, d)
              + choices.pick(" && ", " || ", " ^ ", " & ")
              + value(Type.BOOLEAN, d)
              + ")";
      case 2 -> "!" + grouped(value(Type.BOOLEAN, d));
      case 3 -> "(" + value(Type.STRING, d) + ").equals(" + value(Type.STRING, d) + ")";
      case 4 ->
          "("
              + value(Type.OBJECT, d)
              + " instanceof "
              + choices.pick("String", "Integer", "P")
              + ")";
      default -> "(" + value(Type.LONG, d) + " >= " + value(Type.DOUBLE, d) + ")";
    };
  }

  private String text(int d) {
    return switch (choices.below(6)) {
      case 0 -> "(" + value(Type.STRING, d) + " + " + value(anyButArray(), d) + ")";
      case 1 -> "(" + value(anyButArray(), d) + " + \"-\" + " + value(anyButArray(), d) + ")";
      case 2 -> still > 0 || method >= 2 ? "(\"\" + " + value(Type.INT, d) + ")" : call(2, d);
      case 3 -> functionCall(Type.STRING, d);
      case 4 -> "String.valueOf(" + value(choices.pick(Type.INT, Type.BOOLEAN, Type.LONG), d) + ")";
      default -> "cut(" + value(Type.STRING, d) + ".concat(" + value(Type.STRING, d) + "))";
    };
  }

  private Type anyButArray() {
    Type t = anyType();
    return t == Type.INTS ? Type.INT : t;
  }
}
