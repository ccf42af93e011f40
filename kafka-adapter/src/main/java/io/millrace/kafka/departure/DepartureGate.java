package io.millrace.kafka.departure;

import io.millrace.queue.Message;
import io.millrace.queue.Pusher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Pushes records to where they go instead of a handler, so that the poll thread need not wait for
 * it. A push that fails is repeated with growing pauses for as long as it takes.
 *
 * <p><b>Threads:</b> all methods the poll thread's, which makes it, but {@link #trouble}, which is
 * any's; pushes run on a thread of its own, which begins with the first record.
 *
 * @param <R> what the source knows a record by
 */
public final class DepartureGate<R> {
  private final String name;
  private final LinkedBlockingQueue<Departure<R>> leaving = new LinkedBlockingQueue<>();
  private final Queue<R> arrived = new ConcurrentLinkedQueue<>();
  private final PushLoop<R> loop;
  private final Thread poller = Thread.currentThread();
  private @Nullable Thread thread;
  private int underWay;

  /**
   * @param name of the thread that pushes
   */
  public DepartureGate(String name) {
    this.name = name;
    this.loop = new PushLoop<>(leaving, this::arrive);
  }

  /** Sends a record away; a later {@link #collect} has it once it is safe. */
  public void send(R record, Message<byte[]> message, Pusher<byte[]> to) {
    underWay++;
    leaving.add(new Departure<>(record, message, to));
    if (thread == null) {
      thread = new Thread(loop, name);
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void arrive(List<Departure<R>> safe) {
    safe.forEach(departure -> arrived.add(departure.record()));
    LockSupport.unpark(poller);
  }

  /** How many have not been collected. */
  public int underWay() {
    return underWay;
  }

  /** The records that have become safe since the last call. */
  public List<R> collect() {
    if (underWay == 0) {
      return List.of();
    }
    List<R> safe = new ArrayList<>();
    for (R record = arrived.poll(); record != null; record = arrived.poll()) {
      safe.add(record);
    }
    underWay -= safe.size();
    return safe;
  }

  /** Waits up to {@code maxWait} for something to {@link #collect}; may end early. */
  public void await(Duration maxWait) {
    if (underWay > 0 && arrived.isEmpty()) {
      LockSupport.parkNanos(this, maxWait.toNanos());
    }
  }

  /** Waits up to {@code timeout} until all have arrived, collected or not. */
  public void awaitAll(Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (arrived.size() < underWay && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(this, deadline - System.nanoTime());
    }
  }

  /** Why records cannot leave; empty while they can. */
  public Optional<String> trouble() {
    return loop.trouble();
  }

  /** Ends the thread. What has not left is the source's again. */
  public void close() {
    loop.stop();
    Thread pushing = thread;
    if (pushing != null) {
      pushing.interrupt();
    }
  }
}
