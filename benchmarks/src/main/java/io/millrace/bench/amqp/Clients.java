package io.millrace.bench.amqp;

import io.millrace.bench.contest.Arguments;

/**
 * Who sends and receives, and how much each has under way.
 *
 * @param pairs queues with a sender and a receiver each
 * @param prefetch messages delivered and not acked, of each receiver that acks
 * @param ackEvery messages that one ack is for
 * @param window messages sent and not confirmed, of each sender that waits for confirms
 * @param backlog messages sent and not received, of all queues; then senders wait
 */
public record Clients(int pairs, int prefetch, int ackEvery, int window, int backlog) {
  public static final String USAGE =
      """
      --pairs 1               queues with a sender and a receiver each
      --prefetch 500          messages delivered and not acked, of each receiver
      --ack-every 100         messages that one ack is for
      --window 500            messages sent and not confirmed, of each sender
      --backlog 20000         messages sent and not received, of all queues; then senders wait
      """;

  public Clients {
    if (ackEvery > prefetch) {
      throw new IllegalArgumentException("prefetch is less than one ack is for");
    }
  }

  /** As {@link #USAGE} has it. */
  public static Clients from(Arguments given) {
    return new Clients(
        (int) given.number("pairs", 1),
        (int) given.number("prefetch", 500),
        (int) given.number("ack-every", 100),
        (int) given.number("window", 500),
        (int) given.number("backlog", 20_000));
  }
}
