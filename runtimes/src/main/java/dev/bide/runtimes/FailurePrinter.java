package dev.bide.runtimes;

import java.io.PrintWriter;
import java.io.StringWriter;

/** The default failure handler. */
final class FailurePrinter implements FailureHandler {
  static final FailurePrinter INSTANCE = new FailurePrinter();

  private FailurePrinter() {}

  @Override
  public void failed(String runtime, String what, Throwable failure) {
    StringWriter text = new StringWriter();
    text.append("Exception in runtime \"").append(runtime).append("\": ").append(what).append(": ");
    failure.printStackTrace(new PrintWriter(text, true));
    System.err.print(text); // in one piece, whatever else prints
  }
}
