package io.millrace.queue.engine;

import io.millrace.queue.Fetch;
import io.millrace.queue.FetchResult;
import io.millrace.queue.Message;
import io.millrace.queue.Producer;
import io.millrace.queue.ProducerFactory;
import io.millrace.queue.Settlement;
import io.millrace.queue.SourcePartition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Messages without end, in bursts of one partition and often of one key, from partitions that are
 * taken away on request; remembers what became of each.
 *
 * <p>Each producer has partitions and keys of its own, so that its messages have one order, and
 * their offsets rise in it.
 */
final class BurstSource implements ProducerFactory<String> {
  private static final int LONGEST_BURST = 60;

  final AtomicInteger fetched = new AtomicInteger();

  /** By offset, which no two messages share. */
  final Map<Long, Settlement.Kind> settled = new ConcurrentHashMap<>();

  final Set<Long> settledTwice = ConcurrentHashMap.newKeySet();

  private final SplittableRandom random;
  private final int partitions;
  private final int keys;
  private final AtomicLong offsets = new AtomicLong();
  private final AtomicInteger revocations = new AtomicInteger();
  private final AtomicInteger made = new AtomicInteger();

  BurstSource(SplittableRandom random) {
    this.random = random;
    partitions = 1 + random.nextInt(6);
    keys = 1 + random.nextInt(40);
  }

  /** Takes a partition away from whoever fetches next, which gets another for it. */
  void revokeOne() {
    revocations.incrementAndGet();
  }

  @Override
  public Producer<String> create(int index) {
    synchronized (random) {
      return new BurstProducer("producer" + made.getAndIncrement(), random.split());
    }
  }

  private final class BurstProducer implements Producer<String> {
    private final String name;
    private final SplittableRandom dice;
    private final List<SourcePartition> assigned = new ArrayList<>();

    BurstProducer(String name, SplittableRandom dice) {
      this.name = name;
      this.dice = dice;
      for (int i = 0; i < partitions; i++) {
        assigned.add(new SourcePartition(name, i));
      }
    }

    @Override
    public FetchResult fetch(Fetch<String> fetch) throws Exception {
      if (revocations.getAndUpdate(count -> Math.max(0, count - 1)) > 0) {
        int index = dice.nextInt(partitions);
        fetch.revoke(assigned.get(index));
        fetch.awaitSettlements(Duration.ofMillis(dice.nextInt(5)));
        assigned.set(index, new SourcePartition(name, index));
      }
      while (fetch.count() < fetch.messageLimit()) {
        SourcePartition partition = assigned.get(dice.nextInt(partitions));
        String key = name + "-" + dice.nextInt(keys);
        int burst = Math.min(1 + dice.nextInt(LONGEST_BURST), fetch.messageLimit() - fetch.count());
        for (int i = 0; i < burst; i++) {
          fetch.add(message(partition, dice.nextInt(20) == 0 ? null : key));
        }
      }
      return FetchResult.MORE;
    }

    private Message<String> message(SourcePartition partition, String key) {
      fetched.incrementAndGet();
      return Message.builder("text")
          .key(key)
          .position(partition, offsets.getAndIncrement())
          .sizeBytes(1)
          .build();
    }

    @Override
    public void settle(List<Settlement<String>> settlements) {
      for (Settlement<String> settlement : settlements) {
        long offset = settlement.message().offset();
        if (settled.put(offset, settlement.kind()) != null) {
          settledTwice.add(offset);
        }
      }
    }
  }
}
