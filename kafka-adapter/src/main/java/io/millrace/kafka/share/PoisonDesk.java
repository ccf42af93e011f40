package io.millrace.kafka.share;

import io.millrace.kafka.departure.DepartureGate;
import io.millrace.kafka.record.RecordMessage;
import io.millrace.queue.Message;
import io.millrace.queue.Pusher;
import io.millrace.queue.poison.PoisonLetter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Takes records away that the queue cannot have, as they are, while the member keeps their locks.
 *
 * <p><b>Threads:</b> as {@link DepartureGate}.
 */
public final class PoisonDesk {
  private static final byte[] EMPTY = {};

  private final Pusher<byte[]> pusher;
  private final DepartureGate<HeldRecord> gate;

  /**
   * @param name of its thread
   */
  public PoisonDesk(Pusher<byte[]> pusher, String name) {
    this.pusher = pusher;
    gate = new DepartureGate<>(name);
  }

  /** Takes a record; {@link #done} has it once it is safe at the pusher. */
  public void take(HeldRecord held, String reason, @Nullable Exception cause) {
    gate.send(held, PoisonLetter.of(raw(held), reason, held.deliveryCount(), cause), pusher);
  }

  private static Message<byte[]> raw(HeldRecord held) {
    ConsumerRecord<byte[], byte[]> record = held.record();
    byte[] value = record.value();
    return RecordMessage.describe(
            Message.builder(value == null ? EMPTY : value), record, held.partition())
        .build();
  }

  /** The records that have become safe since the last call. */
  public List<HeldRecord> done() {
    return gate.collect();
  }

  /** Why records are not taken; empty while they are. From any thread. */
  public Optional<String> trouble() {
    return gate.trouble();
  }

  /** Ends once nothing is under way, or {@code timeout} is over; a last {@link #done} follows. */
  public void close(Duration timeout) {
    gate.awaitAll(timeout);
    gate.close();
  }
}
