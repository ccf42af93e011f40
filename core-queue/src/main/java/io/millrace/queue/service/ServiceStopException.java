package io.millrace.queue.service;

import java.util.ArrayList;
import java.util.List;

/**
 * Some services failed to stop; all were asked to. Their failures are the suppressed exceptions, in
 * the same order.
 */
public final class ServiceStopException extends Exception {
  private static final long serialVersionUID = 1L;

  private final ArrayList<String> services;

  ServiceStopException(String group, List<String> services, List<Exception> failures) {
    super(group + ": " + failures.size() + " services failed to stop: " + services);
    this.services = new ArrayList<>(services);
    failures.forEach(this::addSuppressed);
  }

  /** The names of those that failed. */
  public List<String> services() {
    return List.copyOf(services);
  }
}
