package io.millrace.broker.vhost;

import io.millrace.broker.message.Message;

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

  /**
   * In no queue: it was {@linkplain PublishOptions#immediate immediate}, and nobody could take it
   * at once. Its publisher gets it back; nothing else is told of that number.
   */
  default void returned(long sequence, Message message) {
    throw new IllegalStateException("returned what was not immediate: " + sequence);
  }
}
