package dev.bide.weaver;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The control flow of small bodies. */
class FlowTest {
  private final Body body = new Body(4, new State(4));

  private Flow flow(Node... nodes) {
    body.nodes = List.of(nodes);
    body.number();
    return Flow.of(body);
  }

  private static Load load() {
    return new Load(TypeKind.INT, 0);
  }

  private static Return end() {
    return new Return(TypeKind.VOID, null);
  }

  @Test
  void whatIsBehindABranchIsDominatedByItsStartOnly() {
    Mark otherwise = new Mark();
    Mark join = new Mark();
    Load start = load();
    Load then = load();
    Load last = load();
    Flow flow =
        flow(
            start,
            new Jump(Opcode.IFEQ, otherwise),
            then,
            new Jump(Opcode.GOTO, join),
            otherwise,
            load(),
            join,
            last,
            end());
    assertThat(flow.dominates(start.index, last.index)).isTrue();
    assertThat(flow.dominates(then.index, last.index)).isFalse();
    assertThat(flow.dominates(otherwise.index, last.index)).isFalse();
    assertThat(flow.dominates(join.index, last.index)).isTrue();
  }

  @Test
  void aLoopHasTheNodesBetweenItsHeaderAndTheJumpBack() {
    Mark header = new Mark();
    Mark exit = new Mark();
    Load before = load();
    Load inside = load();
    Jump back = new Jump(Opcode.GOTO, header);
    Load after = load();
    Flow flow =
        flow(before, header, load(), new Jump(Opcode.IFEQ, exit), inside, back, exit, after, end());
    assertThat(flow.dominates(header.index, back.index)).isTrue();
    assertThat(flow.loop(header.index, back.index).stream())
        .contains(header.index, inside.index, back.index)
        .doesNotContain(before.index, after.index);
    assertThat(flow.backEdges()).containsExactly(back.index, header.index);
  }

  @Test
  void aHandlerMayBeComeToFromAllItCovers() {
    Mark handler = new Mark();
    Mark join = new Mark();
    Load covered = load();
    Handler entry = new Handler(handler, null);
    body.handlers.add(entry);
    covered.cov = List.of(entry);
    Load joined = load();
    Flow flow =
        flow(
            load(),
            covered,
            new Jump(Opcode.GOTO, join),
            handler,
            new Store(TypeKind.REFERENCE, 1),
            join,
            joined,
            end());
    assertThat(flow.thrown[covered.index]).containsExactly(handler.index);
    assertThat(flow.dominates(covered.index, handler.index)).isTrue();
    assertThat(flow.dominates(handler.index, joined.index)).isFalse();
  }

  @Test
  void whatNobodyComesToIsUnreachable() {
    Load dead = load();
    Flow flow = flow(end(), dead, end());
    assertThat(flow.reachable(dead.index)).isFalse();
    assertThat(flow.dominates(0, dead.index)).isFalse();
  }

  @Test
  void aLocalIsLiveFromItsWriteToItsLastRead() {
    Store write = new Store(TypeKind.INT, 1);
    Load between = new Load(TypeKind.INT, 2);
    Load read = new Load(TypeKind.INT, 1);
    Load after = load();
    Flow flow = flow(load(), write, between, read, after, end());
    Liveness live = Liveness.of(body, flow);
    assertThat(live.before(write).get(1)).isFalse();
    assertThat(live.before(between).get(1)).isTrue();
    assertThat(live.before(read).get(1)).isTrue();
    assertThat(live.before(after).get(1)).isFalse();
  }

  @Test
  void aLocalThatAHandlerReadsIsLiveInAllItCovers() {
    Mark handler = new Mark();
    Handler entry = new Handler(handler, null);
    body.handlers.add(entry);
    Store covered = new Store(TypeKind.INT, 1);
    covered.cov = List.of(entry);
    Flow flow =
        flow(
            load(),
            covered,
            end(),
            handler,
            new Store(TypeKind.REFERENCE, 2),
            new Load(TypeKind.INT, 1),
            end());
    assertThat(Liveness.of(body, flow).before(covered).get(1))
        .as("the exception may come before the write")
        .isTrue();
  }
}
