package dev.bide.bench.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What a JVM with a disassembler prints; one without needs objdump, and is not tested here. */
class MachineCodeTest {
  private static MachineCode of(String instruction) throws IOException {
    MachineCode code = new MachineCode();
    code.line("Compiled method (c2) 3367  254 %           dev.bide.X::run @ 2 (30 bytes)");
    code.line("[Disassembly]");
    code.line("  0x00007fd55c4da800:   " + instruction);
    code.line("[/Disassembly]");
    code.line("  0x00007fd55c4da804:   lock addl $0x0,(%rsp)");
    assertThat(code.isReadable()).isTrue();
    assertThat(code.methods()).containsExactly("dev.bide.X::run");
    return code;
  }

  @Test
  void findsFencesAndLocks() throws IOException {
    for (String fence :
        new String[] {
          "lock addl $0x0,-0x40(%rsp)",
          "lock cmpxchg %edi,0xc(%rsi)",
          "mfence",
          "xchg   %eax,0x10(%rbx)",
          "xchg dword ptr [rbx+10h],eax"
        }) {
      assertThat(of(fence).fences()).containsOnlyKeys("dev.bide.X::run");
    }
  }

  @Test
  void letsOtherCodePass() throws IOException {
    for (String plain :
        new String[] {"mov    0x14(%rsi),%r10d", "xchg   %ax,%ax", "call   0x7fd5 ; block"}) {
      assertThat(of(plain).fences()).isEmpty();
    }
  }
}
