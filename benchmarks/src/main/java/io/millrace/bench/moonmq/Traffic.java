package io.millrace.bench.moonmq;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.Histogram;

/** Senders and receivers at work, a thread each, from the constructor until it is closed. */
final class Traffic implements AutoCloseable {
  private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(5);
  private static final int STACK_BYTES = 256 << 10;

  private final Pace pace;
  private final List<Party> parties = new ArrayList<>();
  private final List<Histogram> latencies = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private volatile boolean closing;

  Traffic(InetSocketAddress server, Shape shape, int bytes, LoadOptions options, int perSecond)
      throws IOException {
    pace = new Pace(options.backlog(), perSecond);
    for (int queue = 0; queue < shape.queues(); queue++) {
      String name = "load-" + queue;
      for (int i = 0; i < shape.receivers(); i++) {
        Histogram latency = new Histogram(LONGEST_NANOS, 3);
        latencies.add(latency);
        parties.add(new Receiver(server, name, bytes, options.credit(), pace, latency));
      }
      parties.add(
          new Sender(server, name, bytes, Math.min(options.window(), (2 << 20) / bytes), pace));
    }
    for (Party party : parties) {
      Thread thread = new Thread(null, () -> work(party), "load", STACK_BYTES);
      threads.add(thread);
      thread.start();
    }
  }

  private void work(Party party) {
    try {
      while (!closing) {
        party.go();
      }
    } catch (IOException | RuntimeException fault) {
      if (!closing) {
        failure.compareAndSet(null, fault);
      }
    }
  }

  long received() throws IOException {
    Throwable fault = failure.get();
    if (fault != null) {
      throw new IOException("a sender or receiver has failed", fault);
    }
    return pace.received();
  }

  /** Ends everybody; what they have recorded. */
  Histogram end() throws IOException, InterruptedException {
    close();
    for (Thread thread : threads) {
      thread.join();
    }
    Histogram all = new Histogram(LONGEST_NANOS, 3);
    latencies.forEach(all::add);
    return all;
  }

  @Override
  public void close() throws IOException {
    closing = true;
    for (Party party : parties) {
      party.close();
    }
  }
}
