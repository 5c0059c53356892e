package dev.bide.bench.driver;

import java.util.List;

/**
 * How a side is started.
 *
 * @param name as the table shows it
 * @param command the process and its arguments
 */
record SideSpec(String name, List<String> command) {}
