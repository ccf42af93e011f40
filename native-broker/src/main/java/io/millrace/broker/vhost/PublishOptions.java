package io.millrace.broker.vhost;

/**
 * What a publisher wants of a publish beside the message.
 *
 * @param mandatory whether a message that is routed nowhere is to come back; its front gives it
 *     back when it sees {@link PublishOutcome#UNROUTABLE}
 * @param immediate whether it goes only to queues that can deliver it at once, because somebody has
 *     credit and nothing is before it; one that no queue could deliver comes back, by {@link
 *     ConfirmSink#returned} or as unroutable
 */
public record PublishOptions(boolean mandatory, boolean immediate) {
  /** Neither. */
  public static final PublishOptions PLAIN = new PublishOptions(false, false);
}
