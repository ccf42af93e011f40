package io.millrace.testkit;

import io.millrace.queue.Fetch;
import io.millrace.queue.Message;
import io.millrace.queue.SourcePartition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A fetch that keeps what it is given, for tests that call a producer by hand instead of running a
 * queue.
 *
 * <p>Not safe for several threads.
 */
public final class FetchBuffer<T> implements Fetch<T> {

  /** Settles messages while a producer waits for it; tells whether there were any. */
  @FunctionalInterface
  public interface Settler {
    boolean settle();
  }

  private final int messageLimit;
  private final long byteLimit;
  private final Settler settler;
  private final List<Message<T>> messages = new ArrayList<>();
  private final List<SourcePartition> revoked = new ArrayList<>();

  private FetchBuffer(int messageLimit, long byteLimit, Settler settler) {
    this.messageLimit = messageLimit;
    this.byteLimit = byteLimit;
    this.settler = settler;
  }

  /** Room for so many messages of any size; nothing is settled while the producer waits. */
  public static <T> FetchBuffer<T> of(int messageLimit) {
    return new FetchBuffer<>(messageLimit, Long.MAX_VALUE, () -> false);
  }

  public FetchBuffer<T> withByteLimit(long limit) {
    return new FetchBuffer<>(messageLimit, limit, settler);
  }

  /** Does this when the producer waits for settlements. */
  public FetchBuffer<T> withSettler(Settler newSettler) {
    return new FetchBuffer<>(messageLimit, byteLimit, newSettler);
  }

  @Override
  public int messageLimit() {
    return messageLimit - messages.size();
  }

  @Override
  public long byteLimit() {
    return byteLimit;
  }

  @Override
  public Duration maxWait() {
    return Duration.ZERO;
  }

  @Override
  public void add(Message<T> message) {
    if (messages.size() == messageLimit) {
      throw new IllegalStateException("more than " + messageLimit + " messages in a fetch");
    }
    messages.add(message);
  }

  @Override
  public int count() {
    return messages.size();
  }

  @Override
  public void revoke(SourcePartition partition) {
    revoked.add(partition);
  }

  @Override
  public int giveBack(SourcePartition partition, long offset) {
    return 0;
  }

  @Override
  public boolean awaitSettlements(Duration maxWait) {
    return settler.settle();
  }

  /** What the producer added. */
  public List<Message<T>> messages() {
    return List.copyOf(messages);
  }

  /** The assignments the producer ended. */
  public List<SourcePartition> revoked() {
    return List.copyOf(revoked);
  }
}
