package io.millrace.queue.redrive;

import io.millrace.queue.Fetch;
import io.millrace.queue.Message;
import io.millrace.queue.SourcePartition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One fetch of a redrive. Belongs to the thread that runs it. */
final class FetchedLetters<T> implements Fetch<T> {
  private static final long BYTE_LIMIT = 16L << 20;

  private final int messageLimit;
  private final Duration maxWait;
  private final List<Message<T>> messages = new ArrayList<>();

  FetchedLetters(int messageLimit, Duration maxWait) {
    this.messageLimit = messageLimit;
    this.maxWait = maxWait;
  }

  List<Message<T>> messages() {
    return messages;
  }

  @Override
  public int messageLimit() {
    return messageLimit;
  }

  @Override
  public long byteLimit() {
    return BYTE_LIMIT;
  }

  @Override
  public Duration maxWait() {
    return maxWait;
  }

  @Override
  public void add(Message<T> message) {
    if (messages.size() == messageLimit) {
      throw new IllegalStateException("a fetch of " + messageLimit + " messages was given another");
    }
    messages.add(message);
  }

  @Override
  public int count() {
    return messages.size();
  }

  /**
   * Marks it, so that none of its messages is sent from now on; those kept go back with the others,
   * at the end.
   */
  @Override
  public void revoke(SourcePartition partition) {
    partition.revoke();
  }

  @Override
  public int giveBack(SourcePartition partition, long offset) {
    return 0;
  }

  @Override
  public boolean awaitSettlements(Duration wait) {
    return false;
  }
}
