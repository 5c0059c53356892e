package dev.bide.promises;

import java.util.List;

/** This machine lacks what a promise runs on. */
final class MissingTool extends Exception {
  private static final long serialVersionUID = 1;

  private final transient List<Tool> tools;

  MissingTool(List<Tool> tools) {
    super(tools.toString());
    this.tools = List.copyOf(tools);
  }

  List<Tool> tools() {
    return tools;
  }
}
