package io.millrace.client;

import io.millrace.client.codec.Confirm;
import io.millrace.client.codec.Frame;
import io.millrace.client.codec.PublishType;
import java.time.Duration;
import java.time.Instant;

/**
 * A message to publish. Immutable, provided that nobody writes into the body until the message is
 * confirmed: it is not copied.
 */
public final class Publication {
  private static final Duration LONGEST_DELAY =
      Duration.ofMillis(Frame.Publish.LONGEST_DELAY_MILLIS);

  private final Frame.Publish frame;

  private Publication(Frame.Publish frame) {
    this.frame = frame;
  }

  /** For one consumer of the queue, confirmed when it is durable there. */
  public static Publication direct(String queue, byte[] body) {
    return new Publication(Frame.Publish.direct(queue, "", body));
  }

  /** For everybody who has bound the queue, confirmed when each has got a copy. */
  public static Publication fanout(String queue, byte[] body) {
    return new Publication(
        new Frame.Publish(queue, "", PublishType.FANOUT, Confirm.DISK, 0, 0, body));
  }

  /** For consumers that have bound the queue with exactly this key; the empty one unless set. */
  public Publication withRoutingKey(String routingKey) {
    return with(
        routingKey, frame.confirm(), frame.delayMillis(), frame.deliverAtMillis(), frame.body());
  }

  /** What has to be true before it counts as published; {@link Confirm#DISK} unless set. */
  public Publication withConfirm(Confirm confirm) {
    return with(
        frame.routingKey(), confirm, frame.delayMillis(), frame.deliverAtMillis(), frame.body());
  }

  /**
   * Held back for so long from when the broker gets it; in whole milliseconds, rounded up.
   *
   * @throws IllegalArgumentException if it is negative, or longer than 3,660 days
   */
  public Publication withDelay(Duration delay) {
    if (delay.isNegative() || delay.compareTo(LONGEST_DELAY) > 0) {
      throw new IllegalArgumentException(
          "a delay of %s is not within 0 and %,d days".formatted(delay, LONGEST_DELAY.toDays()));
    }
    return withTimes(delay.plusNanos(999_999).toMillis(), frame.deliverAtMillis());
  }

  /** Held back until then, by the broker's clock. A time that is past is now. */
  public Publication withDeliverAt(Instant time) {
    return withTimes(frame.delayMillis(), Math.max(0, time.toEpochMilli()));
  }

  private Publication withTimes(long delayMillis, long deliverAtMillis) {
    return with(frame.routingKey(), frame.confirm(), delayMillis, deliverAtMillis, frame.body());
  }

  /** The same with another body. */
  public Publication withBody(byte[] body) {
    return with(
        frame.routingKey(), frame.confirm(), frame.delayMillis(), frame.deliverAtMillis(), body);
  }

  private Publication with(
      String routingKey, Confirm confirm, long delayMillis, long deliverAtMillis, byte[] body) {
    return new Publication(
        new Frame.Publish(
            frame.queue(), routingKey, frame.type(), confirm, delayMillis, deliverAtMillis, body));
  }

  Frame.Publish frame() {
    return frame;
  }

  @Override
  public String toString() {
    return frame.toString();
  }
}
