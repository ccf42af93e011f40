package io.millrace.queue.engine;

import static java.util.Objects.requireNonNull;

import io.millrace.queue.Fetch;
import io.millrace.queue.Message;
import io.millrace.queue.SourcePartition;
import java.time.Duration;
import java.util.Arrays;

/**
 * The {@link Fetch} that a producer fills, used again for every call. Belongs to the producer's
 * thread.
 */
final class FetchBatch<T> implements Fetch<T> {
  private final ProducerLoop<T> loop;
  private final Message<T>[] messages;
  private int count;
  private int messageLimit;
  private long byteLimit;
  private Duration maxWait = Duration.ZERO;

  FetchBatch(ProducerLoop<T> loop, int capacity) {
    this.loop = loop;
    @SuppressWarnings({"unchecked", "rawtypes"})
    Message<T>[] array = new Message[capacity];
    messages = array;
  }

  void open(int messages, long bytes, Duration wait) {
    messageLimit = messages;
    byteLimit = bytes;
    maxWait = wait;
    count = 0;
  }

  Message<T> message(int index) {
    return messages[index];
  }

  void clear() {
    Arrays.fill(messages, 0, count, null);
    count = 0;
  }

  @Override
  public int messageLimit() {
    return messageLimit;
  }

  @Override
  public long byteLimit() {
    return byteLimit;
  }

  @Override
  public Duration maxWait() {
    return maxWait;
  }

  @Override
  public void add(Message<T> message) {
    if (count >= messageLimit) {
      throw new IllegalStateException(
          "a producer added more than the "
              + messageLimit
              + " messages that the fetch has room for");
    }
    messages[count++] = requireNonNull(message);
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public void revoke(SourcePartition partition) {
    partition.revoke();
    loop.revoked();
  }

  @Override
  public int giveBack(SourcePartition partition, long offset) {
    return loop.giveBack(partition, offset);
  }

  @Override
  public boolean awaitSettlements(Duration maxWait) throws InterruptedException {
    return loop.awaitSettlements(maxWait);
  }
}
