package io.millrace.testkit;

import io.millrace.queue.Fetch;
import io.millrace.queue.FetchResult;
import io.millrace.queue.Message;
import io.millrace.queue.Producer;
import io.millrace.queue.Settlement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A producer that does what another does; a subclass looks on, or does some of it otherwise.
 *
 * @param <T> the payload
 */
public abstract class ProducerAround<T> implements Producer<T> {
  private final Producer<T> inner;

  protected ProducerAround(Producer<T> inner) {
    this.inner = inner;
  }

  @Override
  public FetchResult fetch(Fetch<T> fetch) throws Exception {
    return inner.fetch(fetch);
  }

  @Override
  public void settle(List<Settlement<T>> settlements) throws Exception {
    inner.settle(settlements);
  }

  @Override
  public void wakeup() {
    inner.wakeup();
  }

  @Override
  public Optional<Duration> lease() {
    return inner.lease();
  }

  @Override
  public void renew(List<Message<T>> unsettled) throws Exception {
    inner.renew(unsettled);
  }

  @Override
  public boolean hasEndedWorkers(Message<T> message) {
    return inner.hasEndedWorkers(message);
  }

  @Override
  public long lag() {
    return inner.lag();
  }

  @Override
  public void close() throws Exception {
    inner.close();
  }
}
