package io.millrace.client.adapter;

import io.millrace.client.MillraceClient;
import io.millrace.queue.Ordering;
import io.millrace.queue.Producer;
import io.millrace.queue.ProducerFactory;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Reads a queue of the broker: whatever anybody publishes to it is a message.
 *
 * <p>Each producer binds the queue with acks and a {@linkplain MillraceSourceBuilder#credit credit}
 * of its own. Finished messages are acked, one by one. Those of a process that dies are the
 * broker's again as soon as its connection ends, with one more attempt; a message that is long in
 * work is kept by heartbeats. Retries wait in the engine. The protocol has no word for giving a
 * message back: at an orderly stop the queue is unbound, and all that was not handled goes to its
 * old place without having cost an attempt; what has failed attempts is published anew with their
 * number and the rest of its pause, then acked.
 *
 * <p>A message that the engine gives up is at its dead letters before it is acked. One that is
 * rejected is acked.
 *
 * <p><b>Order:</b> for {@code KEY} and {@code PARTITION} one producer of a source reads at a time,
 * the others stand by. Where several processes read the queue it must be one with a single active
 * consumer. What has failed attempts keeps its place at a stop, and their number is forgotten.
 *
 * <p><b>Threads:</b> any. The payload's {@link MillracePayload#decode} runs on the producers'
 * threads.
 *
 * @param <T> the payload
 */
public final class MillraceSource<T> implements ProducerFactory<T> {
  private final SourceSettings<T> settings;
  private final ClientShare clients;
  private final Map<Integer, String> faults = new ConcurrentSkipListMap<>();

  /** Whoever reads where order matters; null while nobody does. */
  private final AtomicReference<@Nullable Object> seat = new AtomicReference<>();

  MillraceSource(SourceSettings<T> settings, ClientShare clients) {
    this.settings = settings;
    this.clients = clients;
  }

  public static <T> MillraceSourceBuilder<T> builder(MillracePayload<T> payload) {
    return new MillraceSourceBuilder<>(payload);
  }

  /**
   * Makes a producer. Blocks until the broker has answered, but where order matters.
   *
   * @throws IOException when the broker cannot be reached, or refuses
   */
  @Override
  public Producer<T> create(int index) throws IOException, InterruptedException {
    MillraceClient client = clients.join();
    Reports reports = new Reports(index);
    QueueReader<T> reader = new QueueReader<>(settings, client, reports);
    if (settings.ordering() == Ordering.NONE) {
      try {
        reader.bind();
      } catch (IOException | InterruptedException | RuntimeException e) {
        clients.leave();
        reports.failed(e.getMessage());
        throw e;
      }
    }
    return reader;
  }

  /** The queue it reads. */
  public String queue() {
    return settings.bind().queue();
  }

  /**
   * Why it does not get what it should, in words an operator understands; empty while it does.
   * Cheap, from any thread.
   */
  public Optional<String> notReady() {
    return faults.values().stream().findFirst();
  }

  /** What a producer tells of itself. */
  private final class Reports implements ReaderReports {
    private final int index;

    Reports(int index) {
      this.index = index;
    }

    @Override
    public boolean takeSeat(Object reader) {
      return seat.get() == reader || seat.compareAndSet(null, reader);
    }

    @Override
    public void failed(@Nullable String why) {
      faults.put(index, why == null ? "the broker cannot be reached" : why);
    }

    @Override
    public void works() {
      faults.remove(index);
    }

    @Override
    public void closed(Object reader) {
      seat.compareAndSet(reader, null);
      faults.remove(index);
      clients.leave();
    }
  }
}
