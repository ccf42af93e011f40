package io.millrace.queue.engine;

import io.millrace.queue.Fetch;
import io.millrace.queue.FetchResult;
import io.millrace.queue.Message;
import io.millrace.queue.Producer;
import io.millrace.queue.ProducerFactory;
import io.millrace.queue.Settlement;
import io.millrace.queue.SourcePartition;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Messages in memory, shared by any number of producers; remembers every settlement. */
final class ListSource implements ProducerFactory<String> {
  private final SourcePartition partition = new SourcePartition("list", 0);
  private final Queue<Message<String>> left = new ConcurrentLinkedQueue<>();
  private final AtomicInteger added = new AtomicInteger();
  private volatile FetchResult atEnd = FetchResult.END;
  private volatile boolean endsWorkers;

  final Queue<Settlement<String>> settlements = new ConcurrentLinkedQueue<>();
  final AtomicInteger fetched = new AtomicInteger();
  final AtomicInteger opened = new AtomicInteger();
  final AtomicInteger closed = new AtomicInteger();

  /** This many messages named by their numbers, without keys. */
  static ListSource of(int count) {
    ListSource source = new ListSource();
    for (int i = 0; i < count; i++) {
      source.add(null, 0);
    }
    return source;
  }

  /** This many messages for each key, the keys in turns. */
  static ListSource keyed(int count, String... keys) {
    ListSource source = new ListSource();
    for (int i = 0; i < count; i++) {
      for (String key : keys) {
        source.add(key, 0);
      }
    }
    return source;
  }

  /** What a producer answers when nothing is left. */
  ListSource atEnd(FetchResult result) {
    atEnd = result;
    return this;
  }

  ListSource staysOpen() {
    return atEnd(FetchResult.IDLE);
  }

  /** Its messages are said to have ended those who had them. */
  ListSource endingWorkers() {
    endsWorkers = true;
    return this;
  }

  /** One message of which earlier attempts are known. */
  ListSource withAttempt(int attempt) {
    int offset = added.getAndIncrement();
    left.add(
        Message.builder(Integer.toString(offset))
            .position(partition, offset)
            .attempt(attempt)
            .build());
    return this;
  }

  void add(String key, int sizeBytes) {
    int offset = added.getAndIncrement();
    left.add(
        Message.builder(Integer.toString(offset))
            .key(key)
            .position(partition, offset)
            .sizeBytes(sizeBytes)
            .build());
  }

  int settled() {
    return settlements.size();
  }

  long settled(Settlement.Kind kind) {
    return settlements.stream().filter(s -> s.kind() == kind).count();
  }

  @Override
  public Producer<String> create(int index) {
    opened.incrementAndGet();
    return new ListProducer();
  }

  /** Reads the list of its source. */
  private final class ListProducer implements Producer<String> {
    private final Semaphore wakeups = new Semaphore(0);

    @Override
    public FetchResult fetch(Fetch<String> fetch) throws Exception {
      long bytes = 0;
      while (fetch.count() < fetch.messageLimit() && (bytes == 0 || bytes < fetch.byteLimit())) {
        Message<String> next = left.poll();
        if (next == null) {
          break;
        }
        bytes += next.sizeBytes();
        fetch.add(next);
        fetched.incrementAndGet();
      }
      if (fetch.count() > 0 || fetch.messageLimit() == 0) {
        return FetchResult.MORE;
      }
      if (atEnd == FetchResult.IDLE) {
        boolean woken = wakeups.tryAcquire(fetch.maxWait().toNanos(), TimeUnit.NANOSECONDS);
        wakeups.drainPermits();
        return woken ? FetchResult.MORE : FetchResult.IDLE;
      }
      return atEnd;
    }

    @Override
    public boolean hasEndedWorkers(Message<String> message) {
      return endsWorkers;
    }

    @Override
    public void settle(List<Settlement<String>> some) {
      settlements.addAll(some);
    }

    @Override
    public void wakeup() {
      wakeups.release();
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }
}
