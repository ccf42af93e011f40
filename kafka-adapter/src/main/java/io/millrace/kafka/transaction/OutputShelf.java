package io.millrace.kafka.transaction;

import io.millrace.queue.Message;
import io.millrace.queue.SourcePartition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * What handlers want to be produced, until it is: for each message the outputs of its last attempt.
 *
 * <p>An attempt takes its place when it begins, and only its own result may lie there. So the
 * result of a call that the queue has given up is refused, be the message tried again, finished, or
 * committed long ago. What belongs to an assignment goes with it, as its partition is the key.
 *
 * <p><b>Threads:</b> any.
 */
final class OutputShelf {
  private record Place(int attempt, List<ProducerRecord<byte[], byte[]>> records) {}

  private final Map<SourcePartition, ConcurrentHashMap<Long, Place>> shelves =
      Collections.synchronizedMap(new WeakHashMap<>());

  /** An attempt begins; what an earlier one left is gone. */
  void begin(Message<?> message) {
    shelf(message.partition()).put(message.offset(), new Place(message.attempt(), List.of()));
  }

  /** An attempt was acked. */
  void put(Message<?> message, List<ProducerRecord<byte[], byte[]>> records) {
    shelf(message.partition())
        .computeIfPresent(
            message.offset(),
            (offset, place) ->
                place.attempt == message.attempt() ? new Place(place.attempt, records) : place);
  }

  /** The outputs of what is finished, in the order of their messages. */
  List<ProducerRecord<byte[], byte[]>> of(SourcePartition partition, FinishedOffsets finished) {
    Map<Long, Place> sorted = new TreeMap<>();
    shelf(partition)
        .forEach(
            (offset, place) -> {
              if (!place.records.isEmpty() && finished.contains(offset)) {
                sorted.put(offset, place);
              }
            });
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    sorted.values().forEach(place -> records.addAll(place.records));
    return records;
  }

  /** Clears the places of what is finished. */
  void clear(SourcePartition partition, FinishedOffsets finished) {
    shelf(partition).keySet().removeIf(finished::contains);
  }

  private ConcurrentHashMap<Long, Place> shelf(SourcePartition partition) {
    return shelves.computeIfAbsent(partition, key -> new ConcurrentHashMap<>());
  }
}
