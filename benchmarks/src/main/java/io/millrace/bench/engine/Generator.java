package io.millrace.bench.engine;

import io.millrace.queue.Fetch;
import io.millrace.queue.FetchResult;
import io.millrace.queue.Message;
import io.millrace.queue.Producer;
import io.millrace.queue.Settlement;
import io.millrace.queue.SourcePartition;
import java.util.List;

/** A producer that always has more: messages of 100 bytes by name, on 5,000 keys in turn. */
final class Generator implements Producer<Integer> {
  private static final int KEYS = 5_000;

  private final SourcePartition partition;
  private final String[] keys = new String[KEYS];
  private long next;

  Generator(int index) {
    partition = new SourcePartition("generator", index);
    for (int i = 0; i < KEYS; i++) {
      keys[i] = index + "-" + i;
    }
  }

  @Override
  public FetchResult fetch(Fetch<Integer> fetch) {
    for (int i = fetch.messageLimit(); i > 0; i--) {
      fetch.add(
          Message.builder(1)
              .key(keys[(int) (next % KEYS)])
              .position(partition, next++)
              .sizeBytes(100)
              .build());
    }
    return FetchResult.MORE;
  }

  @Override
  public void settle(List<Settlement<Integer>> settlements) {
    // there is nothing behind it
  }
}
