package io.millrace.client;

import io.millrace.client.codec.Frame;

/**
 * How a queue is bound.
 *
 * @param routingKey which messages; those with exactly this key
 * @param noAck whether a message is done when the broker has sent it: what is on its way is lost
 *     when this process or the connection dies
 * @param credit how many messages may be here and not acked, 1 to 65,535; without acks how many may
 *     wait here to be taken, before the connection is not read from any more; 0 for the broker's
 *     default with acks, and for 1,024 without
 */
public record BindOptions(String queue, String routingKey, boolean noAck, int credit) {
  private static final int HIGHEST_CREDIT = 65_535;
  private static final int DEFAULT_WAITING = 1_024;

  public BindOptions {
    if (credit < 0 || credit > HIGHEST_CREDIT) {
      throw new IllegalArgumentException(
          "a credit of %,d is not within 1 to %,d".formatted(credit, HIGHEST_CREDIT));
    }
  }

  /** With acks, the empty routing key and the broker's credit. */
  public static BindOptions of(String queue) {
    return new BindOptions(queue, "", false, 0);
  }

  public BindOptions withRoutingKey(String key) {
    return new BindOptions(queue, key, noAck, credit);
  }

  public BindOptions withCredit(int messages) {
    return new BindOptions(queue, routingKey, noAck, messages);
  }

  public BindOptions withoutAcks() {
    return new BindOptions(queue, routingKey, true, credit);
  }

  /** How many messages wait here, without acks, before no more are read. */
  int mostWaiting() {
    return credit == 0 ? DEFAULT_WAITING : credit;
  }

  Frame.Bind frame() {
    return new Frame.Bind(queue, routingKey, noAck, credit);
  }
}
