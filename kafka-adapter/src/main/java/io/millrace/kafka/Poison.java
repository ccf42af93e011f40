package io.millrace.kafka;

import io.millrace.kafka.assignment.AssignedPartition;
import io.millrace.kafka.departure.Departures;
import io.millrace.queue.Pusher;
import io.millrace.queue.poison.PoisonLetter;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of records whose value is no payload: they are pushed away as they are or, where
 * nobody takes them, their partition stands still. The poll thread's.
 */
final class Poison {
  private static final Logger log = LoggerFactory.getLogger(Poison.class);

  private final Optional<Pusher<byte[]>> pusher;
  private final Departures departures;

  Poison(Optional<Pusher<byte[]>> pusher, Departures departures) {
    this.pusher = pusher;
    this.departures = departures;
  }

  /**
   * Takes the next record of a partition.
   *
   * @param cause why it is no payload
   */
  void take(ConsumerRecord<String, byte[]> record, AssignedPartition partition, Exception cause) {
    if (pusher.isEmpty()) {
      log.error(
          "{} stands still at offset {}: its value is no payload, and there is no onPoison pusher"
              + " to take it",
          partition,
          record.offset(),
          cause);
      partition.halt(
          partition
              + " stands still at offset "
              + record.offset()
              + ", which is no payload and nobody takes: "
              + cause);
      return;
    }
    log.warn(
        "{}@{} is no payload and goes to {}: {}",
        partition,
        record.offset(),
        pusher.get().name(),
        cause.toString());
    partition.handOut(record);
    departures.send(
        partition,
        PoisonLetter.of(Messages.raw(record, partition), "the value is no payload", 0, cause),
        pusher.get());
  }
}
