package io.millrace.redis;

import io.millrace.queue.ConsumerFactory;
import io.millrace.queue.Message;
import io.millrace.queue.Producer;
import io.millrace.queue.ProducerFactory;
import io.millrace.redis.claim.Claims;
import io.millrace.redis.connection.Link;
import io.millrace.redis.idle.Sleeper;
import io.millrace.redis.idle.WaitingRoom;
import io.millrace.redis.layout.QueueKeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Reads lists: whatever anybody pushes to them is a message.
 *
 * <p>In {@link SourceMode#RELIABLE reliable} mode elements move, a batch in one step, into claims
 * that this process holds under a lease. Settled ones are forgotten; those of a process that dies
 * are back at the head of their list soon after its lease has ended, with one more attempt; a
 * result that comes later than that is refused and counted. Retries wait in the engine. An orderly
 * stop puts back what was not handled, to the head and in its order.
 *
 * <p>With several lists those named first come first, unless they are given weights.
 *
 * <p><b>Order:</b> for {@code KEY} and {@code PARTITION} a list has one reader at a time: one
 * producer of all processes; the others stand by, and take over when it ends or its lease does.
 *
 * <p><b>Threads:</b> any. The payload's {@link RedisPayload#decode} runs on the producers' threads.
 * While it has producers there is one thread for each list that waits for elements, one for each
 * that moves delayed ones, and one for upkeep.
 *
 * @param <T> the payload
 */
public final class RedisListSource<T> implements ProducerFactory<T> {
  /** Where faults of waiting stand among those of the producers: behind them, which are newer. */
  private static final int WAITING = Integer.MAX_VALUE;

  private final SourceSettings<T> settings;
  private final Map<Integer, String> faults = new ConcurrentSkipListMap<>();

  /** Guards what all producers share while there are any. */
  private final ReentrantLock lock = new ReentrantLock();

  private @Nullable Household household;
  private int readers;

  RedisListSource(SourceSettings<T> settings) {
    this.settings = settings;
  }

  public static <T> RedisListSourceBuilder<T> builder(RedisPayload<T> payload) {
    return new RedisListSourceBuilder<>(payload);
  }

  /**
   * Makes a producer. Blocks for answers of Redis.
   *
   * @throws JedisException when Redis does not answer or refuses
   * @throws EvictionException when Redis would throw jobs away, and that is not allowed
   */
  @Override
  public Producer<T> create(int index) throws InterruptedException {
    Reports reports = new Reports(index);
    try {
      Household shared = join();
      faults.remove(index);
      return reader(index, shared, reports);
    } catch (RuntimeException e) {
      reports.failed(e);
      throw e;
    }
  }

  private Producer<T> reader(int index, Household shared, ReaderReports reports) {
    ElementReader<T> elements = new ElementReader<>(settings);
    LongSupplier depth = index == 0 ? shared::depth : () -> 0;
    if (settings.mode() == SourceMode.SIMPLE) {
      return new PoppingReader<>(settings, shared.doorbells(), links(), depth, reports);
    }
    Sleeper sleeper = new Sleeper();
    List<ListLane> lanes = new ArrayList<>();
    for (int i = 0; i < settings.queues().size(); i++) {
      QueueKeys keys = settings.queues().get(i);
      Link link = new Link(settings.servers(), keys);
      lanes.add(
          new ListLane(
              new Claims(keys, link, settings.claims(), settings.meters()),
              new WaitingRoom(shared.doorbells().get(i), sleeper)));
    }
    return new ClaimingReader<>(
        lanes, settings.order(), elements, settings.claims().lease(), depth, sleeper, reports);
  }

  private List<Link> links() {
    return settings.queues().stream().map(keys -> new Link(settings.servers(), keys)).toList();
  }

  private Household join() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      Household joined = household;
      if (joined == null) {
        checkEviction();
        joined = new Household(settings, this::waited);
        household = joined;
      }
      readers++;
      return joined;
    } finally {
      lock.unlock();
    }
  }

  private void waited(Optional<JedisException> failure) {
    if (failure.isPresent()) {
      faults.put(WAITING, settings.servers() + ": " + Trouble.inWords(failure.get()));
    } else {
      faults.remove(WAITING);
    }
  }

  private void checkEviction() {
    for (QueueKeys keys : settings.queues()) {
      try (Link link = new Link(settings.servers(), keys)) {
        EvictionCheck.check(link, settings.servers().toString(), settings.allowsEviction());
      }
    }
  }

  private void leave() {
    Household left = null;
    lock.lock();
    try {
      readers--;
      if (readers == 0) {
        left = household;
        household = null;
      }
    } finally {
      lock.unlock();
    }
    if (left != null) {
      left.close();
      settings.servers().close();
      faults.remove(WAITING);
    }
  }

  /** The lists it reads, by name, those of spread queues one by one. */
  public List<String> lists() {
    return settings.queues().stream().map(QueueKeys::list).toList();
  }

  /**
   * Why it does not get what it should, in words an operator understands; empty while it does.
   * Cheap, from any thread.
   */
  public Optional<String> notReady() {
    return faults.values().stream().findFirst();
  }

  /**
   * A number that is higher for each delivery of a message than for those before, by which whatever
   * a handler writes to can refuse a former owner: the time of the claim, in microseconds of
   * Redis's clock. As good as that clock across a fail-over.
   *
   * @throws IllegalArgumentException for a message of another source, or of simple mode
   */
  public static long fencingToken(Message<?> message) {
    return ClaimingReader.claimOf(message).token();
  }

  /**
   * Makes consumers whose effect is had once for each {@link RedisHeaders#ID}, however often a
   * message of it comes, for as long as outcomes are kept. The outcome is stored in the step that
   * settles the message; so what is repeated is an effect whose worker died before that, and that
   * of two messages of one id that are handled at the same time. A message without an id is handled
   * whenever it comes. For reliable mode; costs a round trip for each message.
   *
   * @param keep for how long Redis keeps an outcome
   */
  public ConsumerFactory<T> effectOnce(Duration keep, Effect<T> effect) {
    if (keep.toMillis() < 1) {
      throw new IllegalArgumentException("outcomes must be kept for at least 1 ms, got " + keep);
    }
    if (settings.mode() != SourceMode.RELIABLE) {
      throw new IllegalArgumentException("simple mode settles nothing to store an outcome with");
    }
    return () -> new EffectOnceConsumer<>(settings.servers(), keep, effect);
  }

  private final class Reports implements ReaderReports {
    private final int index;

    Reports(int index) {
      this.index = index;
    }

    @Override
    public void failed(Exception failure) {
      faults.put(index, settings.servers() + ": " + Trouble.inWords(failure));
    }

    @Override
    public void works() {
      faults.remove(index);
    }

    @Override
    public void closed() {
      faults.remove(index);
      leave();
    }
  }
}
