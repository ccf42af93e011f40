package io.millrace.daemon.source.memory;

import io.millrace.daemon.spi.Count;
import io.millrace.daemon.spi.Source;
import io.millrace.queue.ProducerFactory;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Messages made up, shared out among the producers. The same seed gives the same messages. */
final class MemorySource implements Source {
  private final long count;
  private final int size;
  private final int keys;
  private final int rate;
  private final int seed;

  private final long startedAtNanos = System.nanoTime();

  /** The number of the next message nobody has made; producers take numbers in blocks. */
  private final AtomicLong next = new AtomicLong();

  MemorySource(long count, int size, int keys, int rate, int seed) {
    this.count = count == 0 ? Long.MAX_VALUE : count;
    this.size = size;
    this.keys = keys;
    this.rate = rate;
    this.seed = seed;
  }

  @Override
  public String description() {
    return "memory " + (count == Long.MAX_VALUE ? "without end" : Count.of(count, "message"));
  }

  @Override
  public ProducerFactory<byte[]> producers() {
    return index -> new MemoryProducer(this, index);
  }

  @Override
  public boolean hasKeys() {
    return keys > 0;
  }

  @Override
  public Optional<Progress> progress() {
    return count == Long.MAX_VALUE
        ? Optional.empty()
        : Optional.of(new Progress(Math.min(next.get(), count), count, "messages"));
  }

  /**
   * The first of up to {@code wanted} numbers that are now the caller's; they end at {@link
   * #count}.
   */
  long take(int wanted) {
    return Math.min(
        count, next.getAndAccumulate(wanted, (taken, more) -> Math.min(count, taken + more)));
  }

  long count() {
    return count;
  }

  int size() {
    return size;
  }

  int keys() {
    return keys;
  }

  int rate() {
    return rate;
  }

  int seed() {
    return seed;
  }

  /** How many messages the rate allows at this moment. */
  double due() {
    return (System.nanoTime() - startedAtNanos) * 1e-9 * rate - next.get();
  }

  long left() {
    return count == Long.MAX_VALUE ? -1 : count - next.get();
  }
}
