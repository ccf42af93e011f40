package io.millrace.client;

import io.millrace.client.codec.Frame;
import java.util.Collection;
import java.util.List;

/**
 * How a queue is bound.
 *
 * @param routingKeys which messages: those with exactly this key. Of a queue that the broker's
 *     rules give key patterns those that match one of them: dots separate words, {@code *} is one
 *     word, {@code #} any number of words. Of another queue the last one counts
 * @param noAck whether a message is done when the broker has sent it: what is on its way is lost
 *     when this process or the connection dies
 * @param credit how many messages may be here and not acked, 1 to 65,535; without acks how many may
 *     wait here to be taken, before the connection is not read from any more; 0 for the broker's
 *     default with acks, and for 1,024 without
 */
public record BindOptions(String queue, List<String> routingKeys, boolean noAck, int credit) {
  private static final int HIGHEST_CREDIT = 65_535;
  private static final int DEFAULT_WAITING = 1_024;
  private static final long MOST_BYTES_WITHOUT_ACKS = 8 << 20;
  private static final long MOST_BYTES = 64 << 20;

  public BindOptions {
    routingKeys = List.copyOf(routingKeys);
    if (routingKeys.isEmpty()) {
      throw new IllegalArgumentException("no routing key; the empty one is a key, too");
    }
    if (credit < 0 || credit > HIGHEST_CREDIT) {
      throw new IllegalArgumentException(
          "a credit of %,d is not within 1 to %,d".formatted(credit, HIGHEST_CREDIT));
    }
  }

  /** With acks, the empty routing key and the broker's credit. */
  public static BindOptions of(String queue) {
    return new BindOptions(queue, List.of(""), false, 0);
  }

  public BindOptions withRoutingKey(String key) {
    return withRoutingKeys(List.of(key));
  }

  /** With several patterns, 64 at most unless the broker takes more. */
  public BindOptions withRoutingKeys(Collection<String> keys) {
    return new BindOptions(queue, List.copyOf(keys), noAck, credit);
  }

  public BindOptions withCredit(int messages) {
    return new BindOptions(queue, routingKeys, noAck, messages);
  }

  public BindOptions withoutAcks() {
    return new BindOptions(queue, routingKeys, true, credit);
  }

  /** How many messages wait here before no more are read; with acks the credit sees to that. */
  int mostWaiting() {
    if (!noAck) {
      return Integer.MAX_VALUE;
    }
    return credit == 0 ? DEFAULT_WAITING : credit;
  }

  /** How many bytes wait here before no more are read. */
  long mostWaitingBytes() {
    return noAck ? MOST_BYTES_WITHOUT_ACKS : MOST_BYTES;
  }

  /** What is asked for, in order. */
  List<Frame.Bind> frames() {
    return routingKeys.stream().map(key -> new Frame.Bind(queue, key, noAck, credit)).toList();
  }
}
