package io.millrace.broker.vhost;

import io.millrace.broker.loop.LoopCommand;
import io.millrace.broker.message.Message;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Publishes of one publisher for queues of one loop: one hop for all of them, and one answer, when
 * the last of them is durable or refused.
 *
 * <p>Owned by the publisher's thread until it is posted, by the loop until it is answered, then by
 * the publisher again, which uses it anew.
 */
final class PublishBatch extends LoopCommand {
  /** So many entries, or bytes, are enough for a hop. */
  private static final int FULL = 256;

  private static final long FULL_BYTES = 256L << 10;

  /** What every entry takes, roughly. */
  private static final int ENTRY_BYTES = 64;

  private final Publisher publisher;
  private long[] sequences = new long[16];
  private @Nullable Message[] messages = new Message[16];
  private @Nullable HostedQueue[] queues = new HostedQueue[16];
  private Entrance[] entrances = new Entrance[16];

  /** Null until the first refusal. */
  private @Nullable PublishRefusal @Nullable [] refusals;

  /** Entries whose messages nobody could take at once; null until the first. */
  private @Nullable BitSet left;

  private int count;
  private long messageBytes;

  /** Whether it was given up half-way: a queue may still answer, so it is not used anew. */
  private boolean abandoned;

  /** Queues whose journals have to reach a position, and 1 while entries are added to queues. */
  private int awaited;

  /** The batch below this one in the publisher's stack of answers. */
  @Nullable PublishBatch below;

  PublishBatch(Publisher publisher) {
    this.publisher = publisher;
  }

  /** Adds an entry; true if it is the first one of its message. */
  boolean add(long sequence, Message message, HostedQueue queue, Entrance entrance) {
    if (count == sequences.length) {
      int room = count * 2;
      sequences = Arrays.copyOf(sequences, room);
      messages = Arrays.copyOf(messages, room);
      queues = Arrays.copyOf(queues, room);
      entrances = Arrays.copyOf(entrances, room);
    }
    sequences[count] = sequence;
    messages[count] = message;
    entrances[count] = entrance;
    queues[count++] = queue;
    messageBytes += message.heldBytes();
    return count == 1 || sequences[count - 2] != sequence;
  }

  boolean isFull() {
    return count >= FULL || messageBytes >= FULL_BYTES;
  }

  int count() {
    return count;
  }

  long heldBytes() {
    return messageBytes + (long) count * ENTRY_BYTES;
  }

  long sequence(int entry) {
    return sequences[entry];
  }

  /** Whether its publisher waits for room rather than being refused. */
  boolean isPatient() {
    return publisher.isPatient();
  }

  Entrance entrance(int entry) {
    return entrances[entry];
  }

  HostedQueue queue(int entry) {
    return Objects.requireNonNull(queues[entry], "queue");
  }

  Message message(int entry) {
    return Objects.requireNonNull(messages[entry], "message");
  }

  @Nullable PublishRefusal refusal(int entry) {
    return refusals == null ? null : refusals[entry];
  }

  /** Whether the entry is the last one of its message in this batch. */
  boolean endsMessage(int entry) {
    return entry + 1 == count || sequences[entry + 1] != sequences[entry];
  }

  /** Makes it empty, to be filled again. */
  void clear() {
    Arrays.fill(messages, 0, count, null);
    Arrays.fill(queues, 0, count, null);
    refusals = null;
    left = null;
    count = 0;
    messageBytes = 0;
  }

  @Override
  protected int sizeBytes() {
    return (int) Math.min(Integer.MAX_VALUE, heldBytes());
  }

  @Override
  protected void run(long nowMillis) {
    awaited = 1;
    for (int entry = 0; entry < count; entry++) {
      HostedQueue queue = queues[entry];
      Message message = messages[entry];
      if (queue != null && message != null) {
        queue.publish(message, this, entry, nowMillis);
      }
    }
    answered();
  }

  @Override
  protected void abandon(Throwable cause) {
    abandoned = true;
    refuseAll(PublishRefusal.UNAVAILABLE);
    publisher.answered(this);
  }

  boolean isAbandoned() {
    return abandoned;
  }

  /** All entries are refused, also those that may have got in. */
  void refuseAll(PublishRefusal why) {
    for (int entry = 0; entry < count; entry++) {
      refuse(entry, why);
    }
  }

  void refuse(int entry, PublishRefusal why) {
    PublishRefusal[] reasons = refusals;
    if (reasons == null) {
      reasons = new PublishRefusal[count];
      refusals = reasons;
    }
    reasons[entry] = why;
  }

  /** Nobody can take the message of the entry at once. */
  void leave(int entry) {
    BitSet entries = left;
    if (entries == null) {
      entries = new BitSet();
      left = entries;
    }
    entries.set(entry);
  }

  boolean isLeft(int entry) {
    return left != null && left.get(entry);
  }

  /** One more queue will answer. */
  void await() {
    awaited++;
  }

  /** One more of its messages waits until a full queue has room. */
  void block() {
    await();
    publisher.blocked(1);
  }

  /** One of them waits no longer. */
  void unblock() {
    publisher.blocked(-1);
    answered();
  }

  /** One queue has answered: what it took is durable, or refused. */
  void answered() {
    if (--awaited == 0 && !abandoned) {
      publisher.answered(this);
    }
  }
}
