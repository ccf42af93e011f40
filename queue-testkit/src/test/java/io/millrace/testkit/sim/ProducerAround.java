package io.millrace.testkit.sim;

import io.millrace.queue.Fetch;
import io.millrace.queue.FetchResult;
import io.millrace.queue.Message;
import io.millrace.queue.Producer;
import io.millrace.queue.Settlement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A producer that does what another does; the place to plant a bug. */
abstract class ProducerAround implements Producer<Integer> {
  private final Producer<Integer> source;

  ProducerAround(Producer<Integer> source) {
    this.source = source;
  }

  @Override
  public FetchResult fetch(Fetch<Integer> fetch) throws Exception {
    return source.fetch(fetch);
  }

  @Override
  public void settle(List<Settlement<Integer>> settlements) throws Exception {
    source.settle(settlements);
  }

  @Override
  public Optional<Duration> lease() {
    return source.lease();
  }

  @Override
  public void renew(List<Message<Integer>> unsettled) throws Exception {
    source.renew(unsettled);
  }

  @Override
  public long lag() {
    return source.lag();
  }

  @Override
  public void close() throws Exception {
    source.close();
  }
}
