package io.millrace.broker.vhost;

/**
 * What a publisher wants of a publish beside the message.
 *
 * @param mandatory whether a message that is routed nowhere is to come back; its front gives it
 *     back when it sees {@link PublishOutcome#UNROUTABLE}
 * @param immediate whether it goes only to queues that can deliver it at once, because somebody has
 *     credit and nothing is before it; one that no queue could deliver comes back, by {@link
 *     ConfirmSink#returned} or as unroutable
 * @param confirmed whether its publisher looks at what becomes of it
 */
public record PublishOptions(boolean mandatory, boolean immediate, boolean confirmed) {
  /** Neither, and confirmed. */
  public static final PublishOptions PLAIN = new PublishOptions(false, false, true);

  /** Whether its publisher gets a message back that is routed nowhere. */
  boolean isReturned() {
    return mandatory || immediate;
  }
}
