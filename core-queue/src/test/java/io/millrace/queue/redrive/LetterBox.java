package io.millrace.queue.redrive;

import io.millrace.queue.DeadLetterHeaders;
import io.millrace.queue.Fetch;
import io.millrace.queue.FetchResult;
import io.millrace.queue.Headers;
import io.millrace.queue.Message;
import io.millrace.queue.Producer;
import io.millrace.queue.Settlement;
import io.millrace.queue.SourcePartition;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A source of dead letters that offers those returned to it again at once, as a list in Redis does.
 */
final class LetterBox implements Producer<String> {
  final SourcePartition partition = new SourcePartition("dead", 0);
  final List<String> acked = new ArrayList<>();
  final List<String> returned = new ArrayList<>();
  int renewals;
  int failAfterFetches = Integer.MAX_VALUE;
  Optional<Duration> lease = Optional.empty();

  private final Deque<Message<String>> letters = new ArrayDeque<>();

  static LetterBox of(int count) {
    LetterBox box = new LetterBox();
    for (int i = 0; i < count; i++) {
      box.add("m" + i, i % 2 == 0 ? "timeout" : "bad request");
    }
    return box;
  }

  void add(String payload, String reason) {
    Headers headers =
        Headers.of(
            Map.of("tenant", "t1", DeadLetterHeaders.REASON, reason, DeadLetterHeaders.TIME, "x"));
    letters.add(
        Message.builder(payload)
            .key("k")
            .headers(headers)
            .position(partition, letters.size())
            .attempt(5)
            .build());
  }

  @Override
  public FetchResult fetch(Fetch<String> fetch) throws IOException {
    if (failAfterFetches-- == 0) {
      throw new IOException("source is down");
    }
    while (!letters.isEmpty() && fetch.count() < fetch.messageLimit()) {
      fetch.add(letters.remove());
    }
    return letters.isEmpty() ? FetchResult.IDLE : FetchResult.MORE;
  }

  @Override
  public void settle(List<Settlement<String>> settlements) {
    for (Settlement<String> settlement : settlements) {
      String payload = settlement.message().payload();
      switch (settlement.kind()) {
        case ACKED -> acked.add(payload);
        case RETURNED -> {
          returned.add(payload);
          letters.add(settlement.message());
        }
        default ->
            throw new IllegalStateException(
                "a redrive neither rejects nor dead-letters: " + settlement.kind());
      }
    }
  }

  @Override
  public Optional<Duration> lease() {
    return lease;
  }

  @Override
  public void renew(List<Message<String>> unsettled) {
    renewals++;
  }
}
