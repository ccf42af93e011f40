package io.millrace.bench.moonmq;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.Histogram;

/** Senders, a thread each, and receivers at work, from the constructor until it is closed. */
final class Traffic implements AutoCloseable {
  private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(5);
  private static final int MOST_OPEN_BYTES = 2 << 20;
  private static final int STACK_BYTES = 256 << 10;

  private final List<Pace> paces = new ArrayList<>();
  private final List<Party> parties = new ArrayList<>();
  private final List<Histogram> latencies = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private volatile boolean closing;

  Traffic(InetSocketAddress server, Shape shape, int bytes, LoadOptions options, int perSecond)
      throws IOException {
    List<Receiver> receivers = new ArrayList<>();
    for (int queue = 0; queue < shape.queues(); queue++) {
      Pace pace = new Pace(options.backlog() / shape.queues(), perSecond);
      paces.add(pace);
      String name = "load-" + queue;
      for (int i = 0; i < shape.receivers(); i++) {
        Histogram latency = new Histogram(LONGEST_NANOS, 3);
        latencies.add(latency);
        receivers.add(new Receiver(server, name, bytes, options.credit(), pace, latency));
      }
      int window = Math.min(options.window(), MOST_OPEN_BYTES / bytes);
      parties.add(new Sender(server, name, bytes, window, pace));
    }
    parties.add(receivers.size() == 1 ? receivers.get(0) : new ReceiverGroup(receivers));
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
    return paces.stream().mapToLong(Pace::received).sum();
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
