package dev.bide.runtimes;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps the failures that a runtime reports. */
final class Recorder implements FailureHandler {
  /** One of them. */
  record Report(String runtime, String what, Throwable failure) {}

  final List<Report> reports = new CopyOnWriteArrayList<>();

  @Override
  public void failed(String runtime, String what, Throwable failure) {
    reports.add(new Report(runtime, what, failure));
  }
}
