package io.millrace.redis;

import io.millrace.queue.Fetch;
import io.millrace.queue.FetchResult;
import io.millrace.queue.Message;
import io.millrace.queue.Producer;
import io.millrace.queue.Settlement;
import io.millrace.queue.envelope.Envelope;
import io.millrace.queue.envelope.EnvelopeFormat;
import io.millrace.queue.envelope.MalformedEnvelopeException;
import io.millrace.redis.connection.Link;
import io.millrace.redis.idle.Doorbell;
import io.millrace.redis.idle.Sleeper;
import io.millrace.redis.idle.WaitingRoom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisException;

/**
 * One producer of a {@link RedisListSource} in simple mode: pops batches, which are then nowhere
 * but here.
 *
 * <p><b>Threads:</b> the producer's; {@link #wakeup} any.
 */
final class PoppingReader<T> implements Producer<T> {
  private static final Logger log = LoggerFactory.getLogger(PoppingReader.class);

  private final List<PoppingLane> lanes = new ArrayList<>();
  private final ListOrder order;
  private final ElementReader<T> elements;
  private final LongSupplier lag;
  private final ReaderReports reports;
  private final Sleeper sleeper = new Sleeper();

  /** Popped, but the queue had no room. */
  private final Queue<PoppedElement> backlog = new ArrayDeque<>();

  /** Given back, and not yet in Redis. */
  private final List<PoppedElement> returned = new ArrayList<>();

  private int messagesLeft;
  private long bytesLeft;

  /** The mean size of late, so that a batch is not much larger than there is room for. */
  private long elementBytes = 1_000;

  PoppingReader(
      SourceSettings<T> settings,
      List<Doorbell> doorbells,
      List<Link> links,
      LongSupplier lag,
      ReaderReports reports) {
    for (int i = 0; i < links.size(); i++) {
      lanes.add(
          new PoppingLane(
              settings.queues().get(i),
              settings.claims().popEnd(),
              links.get(i),
              new WaitingRoom(doorbells.get(i), sleeper)));
    }
    order = settings.order();
    elements = new ElementReader<>(settings);
    this.lag = lag;
    this.reports = reports;
  }

  @Override
  public FetchResult fetch(Fetch<T> fetch) throws InterruptedException {
    messagesLeft = fetch.messageLimit();
    bytesLeft = fetch.byteLimit();
    try {
      putBack();
      if (messagesLeft > 0) {
        give(fetch);
        popAll(fetch);
        if (fetch.count() == 0 && !fetch.maxWait().isZero()) {
          sleeper.sleep(fetch.maxWait());
          popAll(fetch);
        }
      } else {
        lanes.forEach(PoppingLane::standAside);
      }
      reports.works();
    } catch (JedisException e) {
      reports.failed(e);
      throw e;
    }
    // Never IDLE: this has waited, and the queue need not wait as well.
    return lanes.stream().allMatch(PoppingLane::isPaused) ? FetchResult.PAUSED : FetchResult.MORE;
  }

  private void popAll(Fetch<T> fetch) {
    for (int place : order.next()) {
      if (messagesLeft > 0 && bytesLeft > 0 && backlog.isEmpty()) {
        PoppingLane lane = lanes.get(place);
        if (!lane.isDue()) {
          continue;
        }
        long fitting = Math.max(1, bytesLeft / Math.max(1, elementBytes));
        for (Object element : lane.pop((int) Math.min(messagesLeft, fitting))) {
          backlog.add(new PoppedElement(lane, (byte[]) element));
        }
        give(fetch);
      }
    }
  }

  private void give(Fetch<T> fetch) {
    while (messagesLeft > 0 && bytesLeft > 0 && !backlog.isEmpty()) {
      PoppedElement popped = backlog.remove();
      byte[] element = popped.element();
      elementBytes += (element.length - elementBytes) / 8;
      Message<T> message;
      long number = popped.lane().next();
      try {
        message = elements.read(element, popped.lane().partition(), number, popped);
      } catch (Exception e) {
        log.warn("an element of {} goes to the dead letters", popped.lane().partition(), e);
        popped.lane().bury(elements.letterOf(element, popped.lane().partition(), number, e));
        continue;
      }
      fetch.add(message);
      messagesLeft--;
      bytesLeft -= element.length;
    }
  }

  @Override
  public void settle(List<Settlement<T>> settlements) {
    for (Settlement<T> settlement : settlements) {
      if (settlement.kind() == Settlement.Kind.RETURNED
          && settlement.message().handle() instanceof PoppedElement popped) {
        returned.add(
            new PoppedElement(
                popped.lane(), withAttempt(popped.element(), settlement.message().attempt())));
      }
    }
    try {
      putBack();
    } catch (JedisException e) {
      // Kept, and put back by the next fetch.
      log.debug("{} messages wait for Redis", returned.size(), e);
      reports.failed(e);
    }
  }

  private static byte[] withAttempt(byte[] element, int attempt) {
    try {
      Envelope envelope = EnvelopeFormat.read(element);
      return EnvelopeFormat.write(
          new Envelope(
              attempt,
              envelope.key(),
              envelope.headers(),
              envelope.id(),
              envelope.pushedMillis(),
              envelope.payload()));
    } catch (MalformedEnvelopeException e) {
      throw new IllegalStateException("it was read before", e);
    }
  }

  private void putBack() {
    if (returned.isEmpty()) {
      return;
    }
    Map<PoppingLane, List<byte[]>> all = new LinkedHashMap<>();
    for (PoppedElement each : returned) {
      all.computeIfAbsent(each.lane(), lane -> new ArrayList<>()).add(each.element());
    }
    for (Map.Entry<PoppingLane, List<byte[]>> each : all.entrySet()) {
      each.getKey().putBack(each.getValue());
      returned.removeIf(popped -> popped.lane() == each.getKey());
    }
  }

  @Override
  public void wakeup() {
    sleeper.wake();
  }

  @Override
  public long lag() {
    return lag.getAsLong();
  }

  @Override
  public void close() {
    // A stop past its deadline interrupts; what is given back is to arrive nevertheless.
    boolean interrupted = Thread.interrupted();
    try {
      returned.addAll(backlog);
      backlog.clear();
      try {
        putBack();
      } catch (JedisException e) {
        log.debug("once more, with a new connection", e);
        putBack();
      }
      lanes.forEach(lane -> lane.link().run(lane.rejoin()));
    } finally {
      lanes.forEach(lane -> lane.link().close());
      reports.closed();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
