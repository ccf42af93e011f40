package io.millrace.daemon.source.stdin;

import io.millrace.queue.Fetch;
import io.millrace.queue.FetchResult;
import io.millrace.queue.Producer;
import io.millrace.queue.Settlement;
import java.util.List;

/** Has nothing to read. */
final class NoProducer implements Producer<byte[]> {
  @Override
  public FetchResult fetch(Fetch<byte[]> fetch) {
    return FetchResult.END;
  }

  @Override
  public void settle(List<Settlement<byte[]>> settlements) {
    throw new IllegalStateException(
        "settled " + settlements.size() + " messages that were never fetched");
  }
}
