package io.millrace.broker.vhost;

/** Who is told that there is news for a {@link Publisher}: the port that a front implements. */
@FunctionalInterface
public interface ConfirmTarget {
  /**
   * {@link Publisher#takeConfirms} has something to give, or there may be room again. Called on the
   * thread of some loop, or within {@link Publisher#flush}; must neither block nor throw, and have
   * the publisher's own thread look. Not called again until it has looked.
   */
  void progress();
}
