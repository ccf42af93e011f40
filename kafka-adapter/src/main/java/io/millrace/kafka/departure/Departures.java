package io.millrace.kafka.departure;

import io.millrace.kafka.assignment.AssignedPartition;
import io.millrace.queue.Message;
import io.millrace.queue.Pusher;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Pushes records to where they go instead of a handler, so that the poll thread need not wait for
 * it: poison to {@code onPoison}, what waits too long for its retry to the retry topic.
 *
 * <p>A push that fails is repeated with growing pauses for as long as it takes. Meanwhile the
 * record is unfinished, so its partition goes on up to the gap limit, which also bounds what lies
 * here.
 *
 * <p><b>Threads:</b> all methods the poll thread's but {@link #trouble}, which is any's; pushes run
 * on a thread of its own, which begins with the first record.
 */
public final class Departures {
  private final String name;
  private final LinkedBlockingQueue<Departure> leaving = new LinkedBlockingQueue<>();
  private final Queue<Departure> arrived = new ConcurrentLinkedQueue<>();
  private final PushLoop loop;
  private final Thread poller = Thread.currentThread();
  private @Nullable Thread thread;
  private int underWay;

  /**
   * @param name of the thread that pushes
   */
  public Departures(String name) {
    this.name = name;
    this.loop = new PushLoop(leaving, this::arrive);
  }

  /**
   * Sends a record away; it was handed out in its partition, and is finished by a later {@link
   * #collect}.
   */
  public void send(AssignedPartition partition, Message<byte[]> message, Pusher<byte[]> to) {
    underWay++;
    leaving.add(new Departure(partition, message, to));
    if (thread == null) {
      thread = new Thread(loop, name);
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void arrive(List<Departure> safe) {
    arrived.addAll(safe);
    LockSupport.unpark(poller);
  }

  /** How many have not been collected. */
  public int underWay() {
    return underWay;
  }

  /**
   * Finishes in their partitions the records that are safe now.
   *
   * @return those whose partition is still assigned, and those whose is not any more
   */
  public Collected collect() {
    if (underWay == 0) {
      return Collected.NONE;
    }
    int finished = 0;
    int fenced = 0;
    for (Departure departure = arrived.poll(); departure != null; departure = arrived.poll()) {
      underWay--;
      long offset = departure.message().offset();
      if (departure.partition().finish(offset, offset + 1)) {
        finished++;
      } else {
        fenced++;
      }
    }
    return finished + fenced == 0 ? Collected.NONE : new Collected(finished, fenced);
  }

  /** Waits up to {@code maxWait} for something to {@link #collect}; may end early. */
  public void await(Duration maxWait) {
    if (underWay > 0 && arrived.isEmpty()) {
      LockSupport.parkNanos(this, maxWait.toNanos());
    }
  }

  /** Why records cannot leave; empty while they can. */
  public Optional<String> trouble() {
    return loop.trouble();
  }

  /** Ends the thread. What has not left is read again by whoever gets its partition. */
  public void close() {
    loop.stop();
    Thread pushing = thread;
    if (pushing != null) {
      pushing.interrupt();
    }
  }

  /**
   * @param finished how many records are finished
   * @param fenced how many left too late: their assignment had ended
   */
  public record Collected(int finished, int fenced) {
    static final Collected NONE = new Collected(0, 0);
  }
}
