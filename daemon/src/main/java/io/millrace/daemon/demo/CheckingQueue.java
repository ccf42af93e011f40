package io.millrace.daemon.demo;

import io.millrace.queue.Concurrency;
import io.millrace.queue.Message;
import io.millrace.queue.Ordering;
import io.millrace.queue.Outcome;
import io.millrace.queue.Queue;
import java.time.Duration;
import java.util.Collections;
import java.util.List;

/** The queue of a demonstration: takes all from a backend, in the order of keys, and checks it. */
final class CheckingQueue {
  static final int PRODUCERS = 2;
  static final int CONSUMERS = 8;
  static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

  private static final int BATCH = 500;

  private CheckingQueue() {}

  /** Not started. */
  static Queue<byte[]> of(DemoBackend backend, NumberedMessages messages) {
    return Queue.<byte[]>builder("demo")
        .producers(PRODUCERS, backend.producers())
        .batchConsumers(BATCH, () -> batch -> check(batch, messages))
        .concurrency(Concurrency.fixed(CONSUMERS))
        .ordering(Ordering.KEY)
        .bufferMessages(16 << 10)
        .fetchSize(5_000)
        .stopTimeout(STOP_TIMEOUT)
        .build();
  }

  private static List<Outcome> check(List<Message<byte[]>> batch, NumberedMessages messages) {
    batch.forEach(messages::check);
    return Collections.nCopies(batch.size(), Outcome.ack());
  }
}
