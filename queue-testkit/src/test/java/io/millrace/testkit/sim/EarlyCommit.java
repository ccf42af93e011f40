package io.millrace.testkit.sim;

import io.millrace.queue.Fetch;
import io.millrace.queue.FetchResult;
import io.millrace.queue.Producer;
import io.millrace.queue.Settlement;
import java.util.List;

/** Takes messages for finished as soon as they are fetched. */
final class EarlyCommit extends RecordingProducer {
  EarlyCommit(Producer<Integer> source) {
    super(source);
  }

  @Override
  public FetchResult fetch(Fetch<Integer> fetch) throws Exception {
    FetchResult result = super.fetch(fetch);
    List<Settlement<Integer>> early =
        fetched.values().stream()
            .map(message -> new Settlement<>(message, Settlement.Kind.ACKED))
            .toList();
    fetched.clear();
    super.settle(early);
    return result;
  }

  @Override
  public void settle(List<Settlement<Integer>> settlements) {
    // It has been said already.
  }
}
