package io.millrace.broker.vhost;

/** The virtual host has stopped, so that what it was asked for is refused. */
final class HostStoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  HostStoppedException(String virtualHost) {
    super("virtual host '" + virtualHost + "' has stopped", null, false, false);
  }
}
