package io.millrace.daemon.source.http;

import io.millrace.daemon.spi.Count;
import io.millrace.queue.Fetch;
import io.millrace.queue.FetchResult;
import io.millrace.queue.Message;
import io.millrace.queue.Producer;
import io.millrace.queue.Settlement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes over the messages of requests. */
final class HttpProducer implements Producer<byte[]> {
  private static final Logger LOG = LoggerFactory.getLogger(HttpProducer.class);

  private final HandOver handOver;
  private final boolean untilSettled;

  /** A request of which not all messages had room. */
  private @Nullable Ingest partial;

  HttpProducer(HandOver handOver, boolean untilSettled) {
    this.handOver = handOver;
    this.untilSettled = untilSettled;
  }

  @Override
  public FetchResult fetch(Fetch<byte[]> fetch) throws InterruptedException {
    if (fetch.messageLimit() == 0) {
      return FetchResult.MORE;
    }
    List<Ingest> complete = new ArrayList<>();
    long bytes = 0;
    Ingest ingest = partial != null ? partial : handOver.poll(fetch.maxWait());
    while (ingest != null && fetch.count() < fetch.messageLimit() && bytes < fetch.byteLimit()) {
      Message<byte[]> message = ingest.next();
      fetch.add(message);
      bytes += message.sizeBytes();
      if (ingest.isEmpty()) {
        complete.add(ingest);
        ingest = fetch.count() < fetch.messageLimit() ? handOver.poll(Duration.ZERO) : null;
      }
    }
    partial = ingest;
    complete.forEach(done -> done.handedOver().complete(null));
    return fetch.count() > 0 ? FetchResult.MORE : FetchResult.IDLE;
  }

  @Override
  public void settle(List<Settlement<byte[]>> settlements) {
    int returned = 0;
    for (Settlement<byte[]> settlement : settlements) {
      if (settlement.message().handle() instanceof Ingest ingest) {
        ingest.settle(settlement.kind());
        returned += settlement.kind() == Settlement.Kind.RETURNED ? 1 : 0;
      }
    }
    if (returned > 0 && !untilSettled) {
      LOG.error(
          "answered with 202 but not handled, with nowhere to go back to: {}",
          Count.of(returned, "message"));
    }
  }

  @Override
  public void wakeup() {
    handOver.wakeup();
  }

  @Override
  public long lag() {
    return handOver.size();
  }

  @Override
  public void close() {
    if (partial != null) {
      partial
          .handedOver()
          .completeExceptionally(new IllegalStateException("the pipeline has stopped"));
    }
  }
}
