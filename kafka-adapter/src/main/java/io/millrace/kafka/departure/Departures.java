package io.millrace.kafka.departure;

import io.millrace.kafka.assignment.AssignedPartition;
import io.millrace.queue.Message;
import io.millrace.queue.Pusher;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Records of a group's partitions that leave otherwise than through a handler: poison to {@code
 * onPoison}, what waits too long for its retry to the retry topic.
 *
 * <p>Until it is safe there a record is unfinished, so its partition goes on up to the gap limit,
 * which also bounds what lies here.
 *
 * <p><b>Threads:</b> as {@link DepartureGate}.
 */
public final class Departures {
  /** A record by its place. */
  private record Place(AssignedPartition partition, long offset) {
    /** False if somebody else has the partition by now. */
    boolean finish() {
      return partition.finish(offset, offset + 1);
    }
  }

  private final DepartureGate<Place> gate;

  /**
   * @param name of the thread that pushes
   */
  public Departures(String name) {
    gate = new DepartureGate<>(name);
  }

  /**
   * Sends a record away; it was handed out in its partition, and is finished by a later {@link
   * #collect}.
   *
   * @param message what is pushed; its offset is the record's
   */
  public void send(AssignedPartition partition, Message<byte[]> message, Pusher<byte[]> to) {
    gate.send(new Place(partition, message.offset()), message, to);
  }

  /** How many have not been collected. */
  public int underWay() {
    return gate.underWay();
  }

  /**
   * Finishes in their partitions the records that are safe now.
   *
   * @return those whose partition is still assigned, and those whose is not any more
   */
  public Collected collect() {
    List<Place> safe = gate.collect();
    if (safe.isEmpty()) {
      return Collected.NONE;
    }
    int finished = 0;
    for (Place place : safe) {
      if (place.finish()) {
        finished++;
      }
    }
    return new Collected(finished, safe.size() - finished);
  }

  /** Waits up to {@code maxWait} for something to {@link #collect}; may end early. */
  public void await(Duration maxWait) {
    gate.await(maxWait);
  }

  /** Why records cannot leave; empty while they can. From any thread. */
  public Optional<String> trouble() {
    return gate.trouble();
  }

  /** Ends the thread. What has not left is read again by whoever gets its partition. */
  public void close() {
    gate.close();
  }

  /**
   * @param finished how many records are finished
   * @param fenced how many left too late: their assignment had ended
   */
  public record Collected(int finished, int fenced) {
    static final Collected NONE = new Collected(0, 0);
  }
}
