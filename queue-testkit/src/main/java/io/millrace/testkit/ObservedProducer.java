package io.millrace.testkit;

import io.millrace.queue.Fetch;
import io.millrace.queue.FetchResult;
import io.millrace.queue.Message;
import io.millrace.queue.Producer;
import io.millrace.queue.Settlement;
import io.millrace.queue.SourcePartition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The adapter's producer, with everything that passes noted, until its worker is crashed or
 * stalled.
 */
final class ObservedProducer implements Producer<byte[]> {
  private final Producer<byte[]> adapter;
  private final Destination destination;
  private final Traffic traffic;

  ObservedProducer(Producer<byte[]> adapter, Destination destination, Traffic traffic) {
    this.adapter = adapter;
    this.destination = destination;
    this.traffic = traffic;
  }

  @Override
  public FetchResult fetch(Fetch<byte[]> fetch) throws Exception {
    switch (traffic.mode()) {
      case CRASHED -> throw new IllegalStateException("the worker is dead, as the test wants it");
      case STALLED -> {
        return FetchResult.IDLE;
      }
      case RUNNING -> {
        return adapter.fetch(new ObservedFetch(fetch));
      }
    }
    throw new AssertionError(traffic.mode());
  }

  @Override
  public void settle(List<Settlement<byte[]>> settlements) throws Exception {
    if (traffic.mode() == Traffic.Mode.CRASHED) {
      return;
    }
    traffic.settling(settlements);
    adapter.settle(settlements);
    traffic.settled(settlements);
  }

  @Override
  public void wakeup() {
    adapter.wakeup();
  }

  @Override
  public Optional<Duration> lease() {
    return adapter.lease();
  }

  @Override
  public void renew(List<Message<byte[]>> unsettled) throws Exception {
    if (traffic.mode() == Traffic.Mode.RUNNING) {
      traffic.renewed(unsettled);
      adapter.renew(unsettled);
    }
  }

  @Override
  public long lag() {
    return adapter.lag();
  }

  @Override
  public void close() throws Exception {
    if (traffic.mode() == Traffic.Mode.CRASHED) {
      destination.abandon(adapter);
    } else {
      adapter.close();
    }
  }

  private final class ObservedFetch implements Fetch<byte[]> {
    private final Fetch<byte[]> fetch;

    ObservedFetch(Fetch<byte[]> fetch) {
      this.fetch = fetch;
    }

    @Override
    public int messageLimit() {
      return fetch.messageLimit();
    }

    @Override
    public long byteLimit() {
      return fetch.byteLimit();
    }

    @Override
    public Duration maxWait() {
      return fetch.maxWait();
    }

    @Override
    public void add(Message<byte[]> message) {
      traffic.fetched(message);
      fetch.add(message);
    }

    @Override
    public int count() {
      return fetch.count();
    }

    @Override
    public void revoke(SourcePartition partition) {
      fetch.revoke(partition);
    }

    @Override
    public boolean awaitSettlements(Duration maxWait) throws InterruptedException {
      return fetch.awaitSettlements(maxWait);
    }
  }
}
