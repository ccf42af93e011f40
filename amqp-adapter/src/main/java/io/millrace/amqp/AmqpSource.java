package io.millrace.amqp;

import io.millrace.amqp.connection.ConnectionShare;
import io.millrace.queue.Producer;
import io.millrace.queue.ProducerFactory;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Reads a queue of an AMQP 0-9-1 broker: whatever anybody publishes to it is a message.
 *
 * <p>Each producer has a channel and a consumer of its own, on one connection for all. Its prefetch
 * follows the room that the engine has. Finished messages are acked, one that the handler rejects
 * is rejected: the broker drops it or gives it to the queue's dead letter exchange. A message that
 * the engine gives up is at its dead letters before it is acked. Retries wait in the engine.
 *
 * <p><b>Failure:</b> what a process that dies had in hand is the broker's again as soon as its
 * connection ends. A connection or channel that is lost is opened anew, with all that is
 * {@linkplain AmqpSourceBuilder#topology declared}, until that works, and {@link #notReady} says
 * why it does not; what was not settled comes again, and results of handlers that were still at it
 * are dropped. So it is when the broker closes a channel because a message was not acked within its
 * consumer timeout: no client can prolong that, and the time has to fit the handlers.
 *
 * <p><b>Attempts:</b> a message that is given back at a stop after failed attempts is published
 * anew, with their number, behind the others, and then acked; where order matters it keeps its
 * place, and the number is forgotten. All others go to their old places. Of deliveries before, only
 * those count as attempts that the broker counts ({@code x-delivery-count}); that a message was
 * delivered to somebody who did not come to it is no failure.
 *
 * <p><b>Order:</b> for {@code KEY} and {@code PARTITION} one producer of a source reads at a time,
 * the others stand by. Where several processes read the queue it must be one with a single active
 * consumer.
 *
 * <p><b>Threads:</b> any. The payload's {@link AmqpPayload#decode} and the key's function run on
 * the producers' threads, never on one of the client's.
 *
 * @param <T> the payload
 */
public final class AmqpSource<T> implements ProducerFactory<T> {
  private final SourceSettings<T> settings;
  private final ConnectionShare connection;
  private final Map<Integer, String> faults = new ConcurrentSkipListMap<>();

  /** Whoever reads where order matters; null while nobody does. */
  private final AtomicReference<@Nullable QueueReader<?>> seat = new AtomicReference<>();

  AmqpSource(SourceSettings<T> settings, ConnectionShare connection) {
    this.settings = settings;
    this.connection = connection;
  }

  public static <T> AmqpSourceBuilder<T> builder(AmqpPayload<T> payload) {
    return new AmqpSourceBuilder<>(payload);
  }

  /** Makes a producer, which connects when it is first asked for messages. */
  @Override
  public Producer<T> create(int index) {
    connection.join();
    return new QueueReader<>(settings, connection, new Reports(index));
  }

  /** The queue it reads. */
  public String queue() {
    return settings.queue();
  }

  /**
   * Why it does not get what it should, in words an operator understands; empty only while all its
   * consumers are attached. Cheap, from any thread.
   */
  public Optional<String> notReady() {
    return faults.values().stream().findFirst();
  }

  /** What a producer tells of itself. */
  private final class Reports implements ReaderReports {
    private final int index;

    Reports(int index) {
      this.index = index;
      failed("queue " + settings.queue() + " has no consumer yet");
    }

    @Override
    public boolean takeSeat(QueueReader<?> reader) {
      return seat.get() == reader || seat.compareAndSet(null, reader);
    }

    @Override
    public void failed(String why) {
      faults.put(index, why);
    }

    @Override
    public void works() {
      faults.remove(index);
    }

    @Override
    public void closed(QueueReader<?> reader) {
      seat.compareAndSet(reader, null);
      works();
      connection.leave();
    }
  }
}
