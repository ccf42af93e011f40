package io.millrace.broker.vhost;

/** Takes what became of publishes, the lowest number first. */
public interface ConfirmSink {
  /**
   * Durable in every queue that they were routed to, or routed nowhere.
   *
   * @param sequence the number of the publish
   * @param multiple whether all before it that were not told of are meant, too
   */
  void confirmed(long sequence, boolean multiple);

  /** Not, or not everywhere, in the queues it was routed to. */
  void refused(long sequence, PublishRefusal why);
}
