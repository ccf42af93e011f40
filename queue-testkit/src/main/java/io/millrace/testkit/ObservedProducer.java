package io.millrace.testkit;

import io.millrace.queue.Fetch;
import io.millrace.queue.FetchResult;
import io.millrace.queue.Message;
import io.millrace.queue.Producer;
import io.millrace.queue.Settlement;
import java.util.List;

/**
 * The adapter's producer, with everything that passes noted, until its worker is crashed or
 * stalled.
 */
final class ObservedProducer extends ProducerAround<byte[]> {
  private final Producer<byte[]> adapter;
  private final Destination destination;
  private final Traffic traffic;

  ObservedProducer(Producer<byte[]> adapter, Destination destination, Traffic traffic) {
    super(adapter);
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
        return super.fetch(new ObservedFetch(fetch));
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
    super.settle(settlements);
    traffic.settled(settlements);
  }

  @Override
  public void renew(List<Message<byte[]>> unsettled) throws Exception {
    if (traffic.mode() == Traffic.Mode.RUNNING) {
      traffic.renewed(unsettled);
      super.renew(unsettled);
    }
  }

  @Override
  public void close() throws Exception {
    if (traffic.mode() == Traffic.Mode.CRASHED) {
      destination.abandon(adapter);
    } else {
      super.close();
    }
  }

  private final class ObservedFetch extends FetchAround<byte[]> {
    ObservedFetch(Fetch<byte[]> fetch) {
      super(fetch);
    }

    @Override
    public void add(Message<byte[]> message) {
      traffic.fetched(message);
      super.add(message);
    }
  }
}
