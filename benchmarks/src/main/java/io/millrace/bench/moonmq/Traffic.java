package io.millrace.bench.moonmq;

import io.millrace.bench.load.Pace;
import io.millrace.bench.load.Parties;
import io.millrace.bench.load.Party;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Senders, a thread each, and receivers at work, from the constructor until it is closed. */
final class Traffic implements AutoCloseable {
  private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(5);
  private static final int MOST_OPEN_BYTES = 2 << 20;

  private final List<Pace> paces = new ArrayList<>();
  private final List<Histogram> latencies = new ArrayList<>();
  private final Parties working;

  Traffic(InetSocketAddress server, Shape shape, int bytes, LoadOptions options, int perSecond)
      throws IOException {
    List<Party> parties = new ArrayList<>();
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
    working = new Parties(parties);
  }

  long received() throws IOException {
    working.check();
    return paces.stream().mapToLong(Pace::received).sum();
  }

  /** Ends everybody; what they have recorded. */
  Histogram end() throws IOException, InterruptedException {
    working.end();
    Histogram all = new Histogram(LONGEST_NANOS, 3);
    latencies.forEach(all::add);
    return all;
  }

  @Override
  public void close() throws IOException {
    working.close();
  }
}
