package dev.bide.weaver;

import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.StackInstruction;
import java.lang.classfile.instruction.TypeCheckInstruction;
import java.lang.constant.ConstantDescs;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Replaces what waits in a body by {@link Await} nodes and adds what the contract asks for: the
 * notes at handlers, the charge at back edges, the closing of streams.
 */
final class Rewrite {
  /** So many back edges are charged together: a local costs less than a field of the context. */
  static final int BACK_EDGES = 16;

  /** What a value may still be without being any box: anything a cast to these lets through. */
  private static final Set<String> ABOVE_BOXES =
      Set.of(
          "java/lang/Object",
          "java/lang/Number",
          "java/lang/Comparable",
          "java/io/Serializable",
          "java/lang/constant/Constable",
          "java/lang/constant/ConstantDesc");

  private final Body body;
  private final Abi abi;
  private final Hierarchy hierarchy;
  private final Flow flow;

  private final Map<Node, WaitPoint> points = new HashMap<>();
  private final Map<Node, Consumer<Node>> replaced = new HashMap<>();
  private final List<StreamLoop> loops = new ArrayList<>();
  private final List<Region> regions = new ArrayList<>();
  private final Map<Mark, HandlerBody> handlers;

  /** For each back edge around an await, from node to header. */
  private final Map<Node, Set<Integer>> backEdges = new HashMap<>();

  /** Nodes that may run again in one run of the block. */
  private final BitSet looped = new BitSet();

  private final List<Node> out = new ArrayList<>();

  /** What to call in a called method's place, null when there is nothing. */
  private final BiFunction<InvokeInstruction, Boolean, @Nullable DirectCall> directs;

  /** What to call for a supplier that is awaited. */
  private final Supplier<DirectCall> suppliers;

  /** Whether the block's frame may serve a later run of it. */
  private final boolean usedAgain;

  private Rewrite(
      Body body,
      Abi abi,
      Hierarchy hierarchy,
      BiFunction<InvokeInstruction, Boolean, @Nullable DirectCall> directs,
      Supplier<DirectCall> suppliers,
      boolean usedAgain) {
    this.usedAgain = usedAgain;
    this.suppliers = suppliers;
    this.body = body;
    this.abi = abi;
    this.hierarchy = hierarchy;
    this.directs = directs;
    this.flow = Flow.of(body);
    this.handlers = HandlerBody.find(body, flow);
  }

  /**
   * Rewrites a body in place.
   *
   * @param directs what to call in a called method's place, null when there is nothing
   * @param suppliers what to call for a supplier that is awaited
   * @param usedAgain whether the block's frame may serve a later run of it
   */
  static void run(
      Body body,
      Abi abi,
      Hierarchy hierarchy,
      BiFunction<InvokeInstruction, Boolean, @Nullable DirectCall> directs,
      Supplier<DirectCall> suppliers,
      boolean usedAgain) {
    new Rewrite(body, abi, hierarchy, directs, suppliers, usedAgain).run();
  }

  private void run() {
    findPoints();
    regions.addAll(handlers.values());
    regions.addAll(loops);
    regions.sort(Comparator.comparingInt(r -> r.nodes().cardinality()));
    findBackEdges();
    // Outermost first, so that the handlers of the inner ones know those of the outer ones.
    for (Region region : regions.reversed()) {
      if (region instanceof StreamLoop loop) {
        coverLoop(loop);
        replaceLoop(loop);
      }
    }
    if (!backEdges.isEmpty()) {
      body.countdown = body.addLocal(VType.Simple.INT);
      out.add(abi.constant(BACK_EDGES));
      out.add(body.store(body.countdown));
    }
    for (Node node : body.nodes) {
      rewrite(node);
    }
    for (StreamLoop loop : loops) {
      addHandler(loop);
    }
    body.nodes = out;
    body.number();
  }

  // ---------------------------------------------------------------- finding

  private void findPoints() {
    int[] monitors = Monitors.held(body, flow);
    for (Node node : body.nodes) {
      if (node instanceof Ins i
          && i.instruction instanceof InvokeInstruction call
          && flow.reachable(node.index)) {
        findPoint(i, call, monitors[node.index] > 0);
      }
    }
  }

  private void findPoint(Ins i, InvokeInstruction call, boolean inMonitor) {
    WaitPoint point = WaitPoint.of(call, hierarchy);
    if (point == WaitPoint.CLOSE && inMonitor && !WaitPoint.surelyCloses(call, hierarchy)) {
      return; // it could wait, and must not: what would throws when it is closed plainly
    }
    if (point == WaitPoint.STREAM) {
      StreamLoop loop = StreamLoop.of(i, body, flow);
      if (loop != null) {
        loops.add(loop);
      }
    } else if (point != WaitPoint.NONE) {
      points.put(i, point);
      replaced.put(i, n -> replacePoint(i, call, point));
    }
  }

  private void findBackEdges() {
    BitSet waiting = new BitSet();
    for (Node point : points.keySet()) {
      waiting.set(point.index);
    }
    for (StreamLoop loop : loops) {
      waiting.set(loop.hasNext.getFirst().index);
    }
    if (waiting.isEmpty()) {
      return;
    }
    List<Integer> edges = flow.backEdges();
    for (int i = 0; i < edges.size(); i += 2) {
      int from = edges.get(i);
      int header = edges.get(i + 1);
      BitSet loop = flow.loop(header, from);
      if (loop.intersects(waiting)) {
        looped.or(loop);
        backEdges.computeIfAbsent(body.nodes.get(from), n -> new HashSet<>()).add(header);
      }
    }
  }

  // ---------------------------------------------------------------- the walk

  @SuppressWarnings("IfChainToSwitch") // see Emitter.emit
  private void rewrite(Node node) {
    if (!flow.reachable(node.index)) {
      // Its marks are still named by variable ranges.
      if (!node.isCode()) {
        out.add(node);
      }
      return;
    }
    if (node instanceof Mark mark) {
      out.add(mark);
      HandlerBody handler = handlers.get(mark);
      if (handler != null && !(nextNode(mark) instanceof LineMark)) {
        noteCaught(mark, handler);
      }
    } else if (node instanceof LineMark line) {
      out.add(line);
      // The note belongs to the handler's own line.
      if (line.index > 0 && body.nodes.get(line.index - 1) instanceof Mark mark) {
        HandlerBody handler = handlers.get(mark);
        if (handler != null) {
          noteCaught(mark, handler);
        }
      }
    } else if (node instanceof Jump jump) {
      jump(jump);
    } else if (node instanceof Switch sw) {
      rewriteSwitch(sw);
    } else if (node instanceof Return r) {
      leave(r, -1, r);
      out.add(r);
    } else {
      Consumer<Node> replacement = replaced.get(node);
      if (replacement == null) {
        out.add(node);
      } else {
        replacement.accept(node);
      }
    }
    if (node.fallsThrough() && node.index + 1 < body.nodes.size()) {
      leave(node, node.index + 1, node);
    }
  }

  private @Nullable Node nextNode(Node node) {
    return node.index + 1 < body.nodes.size() ? body.nodes.get(node.index + 1) : null;
  }

  private void noteCaught(Mark mark, HandlerBody handler) {
    Node place = Objects.requireNonNull(body.codeFrom(mark.index));
    note(place, abi.caught(), handler.level());
  }

  private void note(Node place, Ins call, int level) {
    out.add(place.give(new Load(TypeKind.REFERENCE, Body.CX)));
    out.add(place.give(abi.constant(level)));
    out.add(place.give(call));
  }

  private void jump(Jump jump) {
    Consumer<Node> replacement = replaced.get(jump);
    if (replacement != null) {
      replacement.accept(jump);
    } else {
      jump(jump, jump.opcode);
    }
  }

  /** A jump that does the work of the edge it takes. */
  private void jump(Jump jump, Opcode opcode) {
    Jump as = jump.give(new Jump(opcode, jump.target));
    if (!as.conditional()) {
      leave(jump, jump.target.index, jump);
      out.add(as);
    } else if (hasWork(jump, jump.target.index)) {
      Mark skip = jump.give(new Mark());
      out.add(jump.give(new Jump(as.inverted(), skip)));
      leave(jump, jump.target.index, jump);
      out.add(jump.give(new Jump(Opcode.GOTO, jump.target)));
      out.add(skip);
    } else {
      out.add(as);
    }
  }

  private void rewriteSwitch(Switch sw) {
    Map<Mark, Mark> detours = new HashMap<>();
    List<Mark> targets = new ArrayList<>();
    List<Mark> all = new ArrayList<>();
    all.add(sw.otherwise);
    for (Switch.Case c : sw.cases) {
      all.add(c.target());
    }
    for (Mark target : all) {
      if (hasWork(sw, target.index) && !detours.containsKey(target)) {
        detours.put(target, sw.give(new Mark()));
        targets.add(target);
      }
    }
    List<Switch.Case> cases = new ArrayList<>();
    for (Switch.Case c : sw.cases) {
      cases.add(new Switch.Case(c.value(), detours.getOrDefault(c.target(), c.target())));
    }
    out.add(
        sw.give(
            new Switch(
                sw.table,
                sw.low,
                sw.high,
                detours.getOrDefault(sw.otherwise, sw.otherwise),
                cases)));
    for (Mark target : targets) {
      out.add(Objects.requireNonNull(detours.get(target)));
      leave(sw, target.index, sw);
      out.add(sw.give(new Jump(Opcode.GOTO, target)));
    }
  }

  // ---------------------------------------------------------------- edges

  private boolean hasWork(Node from, int to) {
    if (isBackEdge(from, to)) {
      return true;
    }
    for (Region region : regions) {
      if (leaves(region, from, to)) {
        return true;
      }
    }
    return false;
  }

  private boolean isBackEdge(Node from, int to) {
    Set<Integer> headers = backEdges.get(from);
    return headers != null && headers.contains(to);
  }

  private static boolean leaves(Region region, Node from, int to) {
    return region.nodes().get(from.index) && (to < 0 || !region.nodes().get(to));
  }

  /** The work of an edge; to is -1 for a return. */
  private void leave(Node from, int to, Node place) {
    for (Region region : regions) {
      if (leaves(region, from, to)) {
        if (region instanceof StreamLoop loop) {
          close(loop, place);
        } else {
          note(place, abi.left(), ((HandlerBody) region).level());
        }
      }
    }
    if (isBackEdge(from, to)) {
      charge(from, body.nodes.get(to), place);
    }
  }

  private void charge(Node from, Node header, Node place) {
    List<Handler> atHeader = Objects.requireNonNull(body.codeFrom(header.index)).cov;
    List<Handler> cov = new ArrayList<>();
    for (Handler handler : from.cov) {
      if (isAmong(handler, atHeader)) {
        cov.add(handler);
      }
    }
    Mark uncharged = place.give(new Mark());
    add(place, cov, new Inc(body.countdown, -1));
    add(place, cov, body.load(body.countdown));
    add(place, cov, new Jump(Opcode.IFNE, uncharged));
    add(place, cov, abi.constant(BACK_EDGES));
    add(place, cov, body.store(body.countdown));
    add(place, cov, abi.constant(BACK_EDGES));
    add(place, cov, new Load(TypeKind.REFERENCE, Body.CX));
    add(place, cov, abi.backEdges());
    add(place, cov, new Await(Await.Form.OPTIONAL));
    out.add(uncharged);
  }

  private void add(Node place, List<Handler> cov, Node node) {
    place.give(node);
    node.cov = cov;
    out.add(node);
  }

  // ---------------------------------------------------------------- awaits and closings

  private void replacePoint(Ins node, InvokeInstruction call, WaitPoint point) {
    switch (point) {
      case ASYNC -> await(node, Await.Form.ASYNC, call);
      case SUPPLIER -> await(node, Await.Form.SUPPLIER, call);
      case MAYBE -> maybe(node, call);
      case CLOSE -> closeCall(node, call);
      case STREAM, NONE -> throw new IllegalStateException(point.name());
    }
  }

  private void put(Node place, Node... nodes) {
    for (Node node : nodes) {
      out.add(place.give(node));
    }
  }

  private Load cx() {
    return new Load(TypeKind.REFERENCE, Body.CX);
  }

  /** An await and, where the code around it allows that, its value without a box. */
  private void await(Ins node, Await.Form form, InvokeInstruction call) {
    Await direct = directly(node);
    if (direct == null && form == Await.Form.SUPPLIER && !isTask(call)) {
      direct = supplied(node);
    }
    put(node, direct != null ? direct : new Await(form));
    Node then = straight(node);
    if (then instanceof Ins i
        && i.instruction instanceof StackInstruction s
        && s.opcode() == Opcode.POP) {
      return;
    }
    if (passesOn(then)) {
      return;
    }
    if (then instanceof Ins i
        && i.instruction instanceof TypeCheckInstruction cast
        && cast.opcode() == Opcode.CHECKCAST) {
      String type = cast.type().asInternalName();
      TypeKind primitive = Lift.boxed(type);
      Node behind = straight(then);
      if (primitive != null) {
        if (isUnboxing(behind, type, primitive)
            && Objects.requireNonNull(behind).cov.equals(node.cov)) {
          put(node, abi.to(primitive));
          out.add(out.size() - 1, node.give(cx()));
          drop(then);
          drop(behind);
          return;
        }
        if (passesOn(behind)) {
          drop(then);
          return;
        }
      } else if (!ABOVE_BOXES.contains(type)) {
        return;
      }
      if (behind instanceof Store store && hold(node, store)) {
        drop(then);
        return;
      }
    } else if (then instanceof Store store && hold(node, store)) {
      return;
    }
    put(node, cx(), abi.box());
    if (!call.typeSymbol().returnType().equals(ConstantDescs.CD_Object)) {
      put(node, abi.checkcast(abi.pool.classEntry(call.typeSymbol().returnType())));
    }
  }

  /**
   * Makes the call whose result is awaited on the spot a direct one.
   *
   * @return the await of what it returns; null when the call stays as it is
   */
  private @Nullable Await directly(Node await) {
    int at = out.size() - 1;
    while (at >= 0 && out.get(at) instanceof LineMark) {
      at--;
    }
    if (at < 0
        || !(out.get(at) instanceof Ins i && i.instruction instanceof InvokeInstruction call)) {
      return null;
    }
    // Nothing is kept for a call that no frame comes to twice.
    boolean again = usedAgain || looped.get(await.index);
    DirectCall direct = directs.apply(call, again);
    if (direct == null) {
      return null;
    }
    if (direct.kind() == DirectCall.Kind.BEHIND) {
      out.add(++at, i.give(cx()));
    } else {
      out.set(at, i.give(cx()));
    }
    String callee = direct.runsBlocks() ? direct.callee() + " " + await.index : direct.callee();
    out.add(++at, i.give(again ? new Spare(callee) : abi.nullConstant()));
    out.add(
        ++at, i.give(abi.call(direct.owner(), direct.name(), direct.type(), direct.inInterface())));
    Await.Form form = direct.kind() == DirectCall.Kind.LEAF ? Await.Form.LEAF : Await.Form.CALLED;
    return again ? new Await(form, callee) : new Await(form);
  }

  private static boolean isTask(InvokeInstruction call) {
    return call.owner().asInternalName().equals(Names.TASK);
  }

  /** Runs the block of a supplier, which is on the stack, as a call of it would. */
  private Await supplied(Ins node) {
    DirectCall run = suppliers.get();
    boolean again = usedAgain || looped.get(node.index);
    put(
        node,
        cx(),
        again ? new Spare(run.callee()) : abi.nullConstant(),
        abi.call(run.owner(), run.name(), run.type(), run.inInterface()));
    return again ? new Await(Await.Form.CALLED, run.callee()) : new Await(Await.Form.CALLED);
  }

  /**
   * Keeps an awaited value in the form in which it has come, where it is stored only to be returned
   * behind a {@code finally}: what is in the context is kept beside it, since what runs meanwhile
   * may put something else there.
   */
  private boolean hold(Ins await, Store store) {
    List<Load> loads = HeldReturn.of(body, flow, store);
    if (loads == null) {
      return false;
    }
    for (Load load : loads) {
      if (load.index < store.index
          || hasWork(Objects.requireNonNull(HeldReturn.returned(body, load)), -1)) {
        return false;
      }
    }
    int value = body.addLocal(VType.Ref.OBJECT);
    int primitive = body.addLocal(VType.Simple.LONG);
    drop(store);
    put(await, body.store(value), cx(), abi.primitive(Opcode.GETFIELD), body.store(primitive));
    for (Load load : loads) {
      replaced.put(
          load,
          n ->
              put(n, cx(), body.load(primitive), abi.primitive(Opcode.PUTFIELD), body.load(value)));
    }
    return true;
  }

  /** Whether a node returns the operand to the block's caller, who takes it in any form. */
  private boolean passesOn(@Nullable Node node) {
    return node instanceof Return r
        && r.kind == TypeKind.REFERENCE
        && r.unboxed == null
        && !hasWork(r, -1);
  }

  private static boolean isUnboxing(@Nullable Node node, String type, TypeKind primitive) {
    return node instanceof Ins i
        && i.instruction instanceof InvokeInstruction call
        && call.owner().asInternalName().equals(type)
        && call.name().equalsString(Lift.unboxing(primitive))
        && call.type().equalsString("()" + Lift.descriptor(primitive));
  }

  /**
   * What runs next when nothing else leads there: a line or the end of a {@code try} may stand
   * between.
   */
  private @Nullable Node straight(@Nullable Node node) {
    Node next = node == null ? null : nextNode(node);
    while (next != null && Lift.isPassed(next)) {
      next = nextNode(next);
    }
    return next;
  }

  private void drop(@Nullable Node node) {
    replaced.put(Objects.requireNonNull(node), n -> {});
  }

  /** An {@code await()} of a type that is not on the class path: ours, or somebody else's. */
  private void maybe(Ins node, InvokeInstruction call) {
    Mark plain = node.give(new Mark());
    Mark done = node.give(new Mark());
    ClassEntry result = abi.pool.classEntry(call.typeSymbol().returnType());
    put(
        node,
        abi.stack(Opcode.DUP),
        abi.instanceOf(Names.CD_ASYNC_SUPPLIER),
        new Jump(Opcode.IFEQ, plain),
        abi.checkcast(abi.pool.classEntry(Names.CD_ASYNC_SUPPLIER)),
        new Await(Await.Form.SUPPLIER),
        cx(),
        abi.box(),
        abi.checkcast(result),
        new Jump(Opcode.GOTO, done),
        plain,
        new Ins(node.instruction),
        done);
  }

  private void closeCall(Ins node, InvokeInstruction call) {
    int resource = body.addLocal(VType.Ref.ofInternalName(call.owner().asInternalName()));
    int closing = body.addLocal(VType.of(Names.CD_ASYNC));
    Mark plain = node.give(new Mark());
    Mark done = node.give(new Mark());
    put(
        node,
        abi.stack(Opcode.DUP),
        body.store(resource),
        abi.closing(),
        abi.stack(Opcode.DUP),
        body.store(closing),
        new Jump(Opcode.IFNULL, plain),
        body.load(closing),
        new Await(Await.Form.ASYNC),
        abi.stack(Opcode.POP),
        new Jump(Opcode.GOTO, done),
        plain,
        body.load(resource),
        new Ins(node.instruction),
        done);
  }

  // ---------------------------------------------------------------- loops over streams

  private void replaceLoop(StreamLoop loop) {
    int stream = body.addLocal(VType.of(Names.CD_ASYNC_STREAM));
    int item = body.addLocal(VType.Ref.OBJECT);
    loop.stream = stream;
    replaced.put(
        loop.await,
        n -> put(n, abi.stack(Opcode.DUP), abi.requireNonNull(), abi.stack(Opcode.POP)));
    replaced.put(loop.iterator, n -> {});
    replaced.put(loop.store, n -> put(n, body.store(stream)));
    for (Load load : loop.loads) {
      replaced.put(load, n -> {});
    }
    for (Ins call : loop.hasNext) {
      Jump jump = (Jump) Objects.requireNonNull(body.codeFrom(call.index + 1));
      replaced.put(
          call,
          n -> {
            put(n, body.load(stream), abi.next());
            Await direct = directly(n);
            if (direct == null) {
              out.removeLast();
              put(n, abi.nextOf());
            }
            put(
                n,
                direct == null ? new Await(Await.Form.ASYNC) : direct,
                cx(),
                abi.box(),
                abi.stack(Opcode.DUP),
                body.store(item));
          });
      replaced.put(
          jump, n -> jump(jump, jump.opcode == Opcode.IFEQ ? Opcode.IFNULL : Opcode.IFNONNULL));
    }
    for (Ins call : loop.next) {
      replaced.put(call, n -> put(n, body.load(item)));
    }
  }

  private void close(StreamLoop loop, Node place) {
    List<Handler> cov = loop.cov();
    add(place, cov, body.load(loop.stream));
    add(place, cov, abi.closing());
    add(place, cov, new Await(Await.Form.ASYNC));
    add(place, cov, abi.stack(Opcode.POP));
  }

  /**
   * Makes the handler that closes the stream when the loop ends by an exception, and puts it over
   * the loop: behind the handlers inside, before those around.
   */
  private void coverLoop(StreamLoop loop) {
    List<Handler> outer = loop.cov();
    Mark entry = handlerMark(loop, outer);
    Mark failed = handlerMark(loop, outer);
    Handler ofLoop = new Handler(entry, null);
    Handler ofClosing = new Handler(failed, null);
    int rank = body.handlers.size();
    for (Handler handler : outer) {
      rank = Math.min(rank, body.handlers.indexOf(handler));
    }
    body.handlers.add(rank, ofClosing);
    body.handlers.add(rank, ofLoop);
    loop.ofLoop = ofLoop;
    loop.ofClosing = ofClosing;

    Map<List<Handler>, List<Handler>> canonical = new HashMap<>();
    for (int i = loop.nodes().nextSetBit(0); i >= 0; i = loop.nodes().nextSetBit(i + 1)) {
      Node node = body.nodes.get(i);
      node.cov = canonical.computeIfAbsent(node.cov, cov -> with(cov, ofLoop, outer));
    }
  }

  private static List<Handler> with(List<Handler> cov, Handler added, List<Handler> outer) {
    List<Handler> result = new ArrayList<>(cov);
    int at = 0;
    while (at < cov.size() && !isAmong(cov.get(at), outer)) {
      at++;
    }
    result.add(at, added);
    return List.copyOf(result);
  }

  private static boolean isAmong(Handler handler, List<Handler> others) {
    for (Handler other : others) {
      if (other.target() == handler.target()) {
        return true;
      }
    }
    return false;
  }

  private static Mark handlerMark(StreamLoop loop, List<Handler> outer) {
    Mark mark = new Mark();
    mark.line = loop.hasNext.getFirst().line;
    mark.cov = outer;
    mark.handlerOfOurs = true;
    mark.like = outer.stream().map(Handler::target).toList();
    return mark;
  }

  /** The code of that handler, as try-with-resources would have it. */
  private void addHandler(StreamLoop loop) {
    int thrown = body.addLocal(VType.Ref.THROWABLE);
    int second = body.addLocal(VType.Ref.THROWABLE);
    int level = 0;
    for (HandlerBody handler : handlers.values()) {
      if (handler.nodes().get(loop.store.index)) {
        level++;
      }
    }
    Handler ofClosing = Objects.requireNonNull(loop.ofClosing);
    Mark entry = Objects.requireNonNull(loop.ofLoop).target();
    Mark failed = ofClosing.target();
    Mark rethrow = entry.give(new Mark());
    Mark counted = entry.give(new Mark());

    out.add(new LineMark(entry.line));
    out.add(entry);
    put(entry, cx(), abi.constant(level), abi.caught(), body.store(thrown));
    List<Handler> closing = new ArrayList<>(loop.cov());
    closing.addFirst(ofClosing);
    add(entry, closing, body.load(loop.stream));
    add(entry, closing, abi.closing());
    add(entry, closing, new Await(Await.Form.ASYNC));
    add(entry, closing, abi.stack(Opcode.POP));
    put(entry, new Jump(Opcode.GOTO, rethrow));
    out.add(failed);
    put(
        entry,
        cx(),
        abi.constant(level + 1),
        abi.caught(),
        body.store(second),
        body.load(thrown),
        body.load(second),
        new Jump(Opcode.IF_ACMPEQ, counted),
        body.load(thrown),
        body.load(second),
        abi.addSuppressed(),
        counted,
        cx(),
        abi.constant(level + 1),
        abi.left(),
        rethrow,
        body.load(thrown),
        new Throw());
  }
}
