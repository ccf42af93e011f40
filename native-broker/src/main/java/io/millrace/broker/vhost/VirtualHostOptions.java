package io.millrace.broker.vhost;

/**
 * How careful a virtual host is with messages that its publishers do not look after. They are kept
 * through restarts.
 *
 * @param confirmsRequired whether publishes are refused whose publisher does not wait for confirms:
 *     nobody would notice their loss
 * @param parkedMessages how many of the last messages that were routed nowhere, dead letters among
 *     them, are kept in the queue {@value #PARKING_QUEUE}, so that they can be looked at and moved;
 *     0 for none. What is published as mandatory or immediate comes back and is not kept
 */
public record VirtualHostOptions(boolean confirmsRequired, long parkedMessages) {
  /** Where messages are kept that were routed nowhere. It holds at most 64 MiB. */
  public static final String PARKING_QUEUE = "amq.parking";

  /** As in other brokers: publishes are taken as they come, and what is routed nowhere is gone. */
  public static final VirtualHostOptions DEFAULT = new VirtualHostOptions(false, 0);

  public VirtualHostOptions {
    if (parkedMessages < 0) {
      throw new IllegalArgumentException("fewer than no messages: " + parkedMessages);
    }
  }

  boolean isParking() {
    return parkedMessages > 0;
  }
}
