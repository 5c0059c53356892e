package dev.bide.weaver.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.Location;
import com.sun.jdi.StackFrame;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.LaunchingConnector;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.event.LocatableEvent;
import com.sun.jdi.event.StepEvent;
import com.sun.jdi.event.VMDisconnectEvent;
import com.sun.jdi.request.ClassPrepareRequest;
import com.sun.jdi.request.StepRequest;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A debugger stops, steps and shows variables in woven code as in the source. */
class DebuggerTest {
  private static final String PROGRAM = "woven.Debugged";
  private static final int FIRST = 19;
  private static final int LAST = 26;

  @TempDir static Path folder;
  private static Path classes;

  @BeforeAll
  static void weave() throws IOException {
    WovenClasses woven =
        WovenClasses.of(
            WovenClasses.By.JAVAC,
            Files.createDirectories(folder.resolve("compiled")),
            WovenClasses.resource("woven/Support.java"),
            WovenClasses.resource("woven/Debugged.java"));
    classes = folder.resolve("woven");
    for (Map.Entry<String, byte[]> c : woven.woven.entrySet()) {
      Path file = classes.resolve(c.getKey() + ".class");
      Files.createDirectories(file.getParent());
      Files.write(file, c.getValue());
    }
  }

  @Test
  void breakpointsStopOncePerPassWithTheVariablesInScope() throws Exception {
    assertThat(stops(1, true))
        .containsExactly(
            "19 lambda$block$0",
            "20 lambda$block$0 x=1",
            "21 lambda$block$0$resume x=1 y=5",
            "22 lambda$block$0$resume x=1 y=5 z=6",
            "23 lambda$block$0$resume i=0 z=6",
            "22 lambda$block$0$resume i=0 z=11",
            "23 lambda$block$0$resume i=1 z=11",
            "22 lambda$block$0$resume i=1 z=16",
            "25 lambda$block$0$resume z=16",
            "26 lambda$block$0$resume w=8 z=16");
  }

  @Test
  void steppingFollowsTheSourceWhereNothingWaits() throws Exception {
    assertThat(stops(0, false))
        .startsWith(
            "19 lambda$block$0",
            "20 lambda$block$0 x=1",
            "21 lambda$block$0 x=1 y=5",
            "22 lambda$block$0 x=1 y=5 z=6",
            "23 lambda$block$0 i=0 x=1 y=5 z=6",
            "22 lambda$block$0 i=0 x=1 y=5 z=11",
            "23 lambda$block$0 i=1 x=1 y=5 z=11",
            "22 lambda$block$0 i=1 x=1 y=5 z=16",
            "25 lambda$block$0 x=1 y=5 z=16",
            "26 lambda$block$0 w=8 x=1 y=5 z=16");
  }

  /** Where the program stops: at breakpoints on all lines, or stepping from the first. */
  private static List<String> stops(int pending, boolean breakpoints) throws Exception {
    LaunchingConnector connector = Bootstrap.virtualMachineManager().defaultConnector();
    Map<String, Connector.Argument> arguments = connector.defaultArguments();
    arguments
        .get("options")
        .setValue("-cp \"" + classes + File.pathSeparator + Javac.core() + "\"");
    arguments.get("main").setValue(PROGRAM + " " + pending);
    VirtualMachine vm = connector.launch(arguments);
    List<String> stops = new ArrayList<>();
    try {
      ClassPrepareRequest prepared = vm.eventRequestManager().createClassPrepareRequest();
      prepared.addClassFilter(PROGRAM);
      prepared.enable();
      while (true) {
        EventSet events = vm.eventQueue().remove();
        for (Event event : events) {
          switch (event) {
            case VMDisconnectEvent e -> {
              return stops;
            }
            case ClassPrepareEvent e -> {
              for (int line = FIRST; line <= (breakpoints ? LAST : FIRST); line++) {
                for (Location location : e.referenceType().locationsOfLine(line)) {
                  vm.eventRequestManager().createBreakpointRequest(location).enable();
                }
              }
            }
            case BreakpointEvent e -> {
              stops.add(describe(e));
              if (!breakpoints) {
                StepRequest step =
                    vm.eventRequestManager()
                        .createStepRequest(
                            e.thread(), StepRequest.STEP_LINE, StepRequest.STEP_OVER);
                step.addClassFilter(PROGRAM);
                step.enable();
              }
            }
            case StepEvent e -> stops.add(describe(e));
            default -> {}
          }
        }
        events.resume();
      }
    } finally {
      Process process = vm.process();
      process.destroyForcibly();
      process.waitFor();
    }
  }

  private static String describe(LocatableEvent event) throws Exception {
    StackFrame frame = event.thread().frame(0);
    if (!event.location().method().name().equals("main")) {
      assertThat(frame.thisObject()).as("the receiver").isNotNull();
    }
    String variables =
        frame.visibleVariables().stream()
            .map(v -> " " + v.name() + "=" + frame.getValue(v))
            .sorted()
            .collect(Collectors.joining());
    Location at = event.location();
    return at.lineNumber() + " " + at.method().name() + variables;
  }
}
