package io.millrace.queue.service;

import java.util.List;

/**
 * A service did not start, so that its group is stopped. Failures to stop the ones started before
 * are suppressed exceptions of this one.
 */
public final class ServiceStartException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String service;

  ServiceStartException(String group, String service, Throwable cause) {
    super(group + ": service " + service + " did not start: " + cause, cause);
    this.service = service;
  }

  ServiceStartException(String message, String service) {
    super(message);
    this.service = service;
  }

  /**
   * The name of the service that did not start, or of the group when it was stopped just before it
   * had started.
   */
  public String service() {
    return service;
  }

  ServiceStartException withSuppressed(List<Exception> failures) {
    failures.forEach(this::addSuppressed);
    return this;
  }
}
