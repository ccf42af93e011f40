package io.millrace.broker.vhost;

import io.millrace.broker.message.Message;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Messages of one queue for one consumer, in the order in which they are to leave.
 *
 * <p>Written by the queue's owner until it is handed over, then read by whoever got it; never
 * changed again.
 */
public final class Deliveries {
  private static final long REDELIVERED = 1L << 32;

  private final Subscription subscription;
  private long[] offsets = new long[4];
  private @Nullable Message[] messages = new Message[4];

  /** The count of attempts, and {@link #REDELIVERED}. */
  private long[] attempts = new long[4];

  private int count;
  private int redelivered;
  private long bodyBytes;

  /** After a fetch. */
  private long remaining;

  Deliveries(Subscription subscription) {
    this.subscription = subscription;
  }

  void add(long offset, Message message, int deliveryCount, boolean isRedelivered) {
    if (count == offsets.length) {
      int room = count * 2;
      offsets = Arrays.copyOf(offsets, room);
      messages = Arrays.copyOf(messages, room);
      attempts = Arrays.copyOf(attempts, room);
    }
    bodyBytes += message.body().length;
    offsets[count] = offset;
    messages[count] = message;
    attempts[count++] = deliveryCount | (isRedelivered ? REDELIVERED : 0);
    redelivered += isRedelivered ? 1 : 0;
  }

  /** Through which they are settled. */
  public Subscription subscription() {
    return subscription;
  }

  public int count() {
    return count;
  }

  /** How many of them may have been delivered before. */
  int redeliveredCount() {
    return redelivered;
  }

  /** Of all messages together. */
  public long bodyBytes() {
    return bodyBytes;
  }

  /** Of a message that was fetched: how many others waited in the queue then. */
  public long remaining() {
    return remaining;
  }

  void setRemaining(long waiting) {
    remaining = waiting;
  }

  /** By which the queue knows the message: what {@link Subscription} is told to settle. */
  public long offset(int index) {
    return offsets[index];
  }

  public Message message(int index) {
    Message message = messages[index];
    if (message == null) {
      throw new IndexOutOfBoundsException(index + " of " + count);
    }
    return message;
  }

  /** Failed attempts before this one. */
  public int deliveryCount(int index) {
    return (int) attempts[index];
  }

  /** Whether it may have been delivered before. */
  public boolean isRedelivered(int index) {
    return (attempts[index] & REDELIVERED) != 0;
  }
}
