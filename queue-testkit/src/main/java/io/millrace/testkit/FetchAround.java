package io.millrace.testkit;

import io.millrace.queue.Fetch;
import io.millrace.queue.Message;
import io.millrace.queue.SourcePartition;
import java.time.Duration;

/**
 * A fetch that does what another does; a subclass looks on, or does some of it otherwise.
 *
 * @param <T> the payload
 */
public abstract class FetchAround<T> implements Fetch<T> {
  private final Fetch<T> inner;

  protected FetchAround(Fetch<T> inner) {
    this.inner = inner;
  }

  @Override
  public int messageLimit() {
    return inner.messageLimit();
  }

  @Override
  public long byteLimit() {
    return inner.byteLimit();
  }

  @Override
  public Duration maxWait() {
    return inner.maxWait();
  }

  @Override
  public void add(Message<T> message) {
    inner.add(message);
  }

  @Override
  public int count() {
    return inner.count();
  }

  @Override
  public void revoke(SourcePartition partition) {
    inner.revoke(partition);
  }

  @Override
  public int giveBack(SourcePartition partition, long offset) {
    return inner.giveBack(partition, offset);
  }

  @Override
  public boolean awaitSettlements(Duration maxWait) throws InterruptedException {
    return inner.awaitSettlements(maxWait);
  }
}
