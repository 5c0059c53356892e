package dev.bide.bench.driver;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How a side is started.
 *
 * @param name as the table shows it
 * @param command the process and its arguments
 * @param jvmOptions for peers that run on a JVM: the same as for our own side
 */
record SideSpec(String name, List<String> command, String jvmOptions) {
  SideSpec(String name, List<String> command) {
    this(name, command, "-XX:+UseG1GC");
  }

  SideSpec withJvmOptions(String options) {
    return new SideSpec(name, command, options);
  }

  /** With more arguments. */
  SideSpec with(String... more) {
    List<String> all = new ArrayList<>(command);
    all.addAll(Arrays.asList(more));
    return new SideSpec(name, all, jvmOptions);
  }
}
