package io.millrace.broker.queue;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a queue must know of a message to order, expire, delay, group and count it. It is stored
 * with the message, and is final: a queue's time to live is already in {@code expiresAtMillis}.
 *
 * @param sizeBytes what the message counts for in a limit by bytes: its body
 * @param priority 0 to 255; a queue without priorities ignores it, one with fewer uses its highest
 * @param enqueuedAtMillis when it entered the queue, in milliseconds since the epoch
 * @param expiresAtMillis from when on it must not be delivered any more; {@link #NEVER} for none
 * @param dueAtMillis before when it must not be delivered; 0 for at once
 * @param group the key within which messages are delivered one at a time, if the queue has groups;
 *     or the one that consumers choose by, if they do
 * @param deduplicationId by which the queue recognizes it within its de-duplication window
 */
public record Envelope(
    int sizeBytes,
    int priority,
    long enqueuedAtMillis,
    long expiresAtMillis,
    long dueAtMillis,
    @Nullable String group,
    @Nullable String deduplicationId) {
  public static final long NEVER = Long.MAX_VALUE;
  public static final int HIGHEST_PRIORITY = 255;

  public Envelope {
    if (sizeBytes < 0) {
      throw new IllegalArgumentException("sizeBytes must not be negative: " + sizeBytes);
    }
    if (priority < 0 || priority > HIGHEST_PRIORITY) {
      throw new IllegalArgumentException("priority must be 0 to 255: " + priority);
    }
  }

  /** A message with nothing special about it. */
  public static Envelope plain(int sizeBytes, long enqueuedAtMillis) {
    return new Envelope(sizeBytes, 0, enqueuedAtMillis, NEVER, 0, null, null);
  }

  /** Whether there is nothing in it but size and time. */
  public boolean isPlain() {
    return priority == 0
        && expiresAtMillis == NEVER
        && dueAtMillis == 0
        && group == null
        && deduplicationId == null;
  }

  /**
   * Whether it is too late to deliver it. In the moment when it comes it never is: what is good for
   * no time at all goes to whoever can take it at once.
   */
  public boolean isExpired(long nowMillis) {
    return expiresAtMillis <= nowMillis && enqueuedAtMillis < nowMillis;
  }

  public boolean isDelayed(long nowMillis) {
    return dueAtMillis > nowMillis;
  }

  public Envelope withPriority(int other) {
    return new Envelope(
        sizeBytes, other, enqueuedAtMillis, expiresAtMillis, dueAtMillis, group, deduplicationId);
  }

  public Envelope withExpiry(long otherMillis) {
    return new Envelope(
        sizeBytes, priority, enqueuedAtMillis, otherMillis, dueAtMillis, group, deduplicationId);
  }

  public Envelope withDue(long otherMillis) {
    return new Envelope(
        sizeBytes,
        priority,
        enqueuedAtMillis,
        expiresAtMillis,
        otherMillis,
        group,
        deduplicationId);
  }

  public Envelope withGroup(String other) {
    Objects.requireNonNull(other, "group");
    return new Envelope(
        sizeBytes,
        priority,
        enqueuedAtMillis,
        expiresAtMillis,
        dueAtMillis,
        other,
        deduplicationId);
  }

  public Envelope withDeduplicationId(String other) {
    Objects.requireNonNull(other, "deduplicationId");
    return new Envelope(
        sizeBytes, priority, enqueuedAtMillis, expiresAtMillis, dueAtMillis, group, other);
  }
}
