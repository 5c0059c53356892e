package dev.bide.runtimes;

import java.io.PrintWriter;
import java.io.StringWriter;

/** The default failure handler. */
final class FailurePrinter implements FailureHandler {
  static final FailurePrinter INSTANCE = new FailurePrinter();

  private FailurePrinter() {}

  @Override
  public void failed(String runtime, String what, Throwable failure) {
    try {
      print(runtime, what, failure);
    } catch (Throwable t) { // of the failure's own methods, or there is no memory
      printKind(runtime, what, failure, t);
    }
  }

  private static void print(String runtime, String what, Throwable failure) {
    StringWriter text = new StringWriter();
    text.append("Exception in runtime \"").append(runtime).append("\": ").append(what).append(": ");
    failure.printStackTrace(new PrintWriter(text, true));
    System.err.print(text); // in one piece, whatever else prints
  }

  private static void printKind(String runtime, String what, Throwable failure, Throwable why) {
    try {
      System.err.println(
          "Exception in runtime \""
              + runtime
              + "\": "
              + what
              + ": "
              + (failure.getClass().getName() + ", which cannot be printed: ")
              + why.getClass().getName());
    } catch (Throwable noMemory) {
      return; // not even to say so; the tasks are to go on
    }
  }
}
