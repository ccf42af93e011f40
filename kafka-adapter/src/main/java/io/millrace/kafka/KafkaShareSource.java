package io.millrace.kafka;

import io.millrace.kafka.share.ShareGroup;
import io.millrace.queue.Producer;
import io.millrace.queue.ProducerFactory;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Reads topics as a member of a share group: the cluster gives each record to any member and keeps
 * it locked until that member says what became of it. For queues without order only.
 *
 * <p>There may be more consumers than partitions, each message is acknowledged by itself, and a
 * slow one holds up no partition. It costs more for each message, on both sides, than {@link
 * KafkaSource}, and the group keeps no order at all.
 *
 * <p><b>How many producers:</b> each producer of the queue is one member of the group. A member
 * gets its next records, up to {@code max.poll.records} (500 here), when all those before are
 * settled; so several let one slow handler hold up only a part, and at most {@code producers *
 * max.poll.records} messages are in the queue. Four do well, more where handlers are many and slow.
 *
 * <p><b>Settlements:</b> acked and dead-lettered messages are accepted, rejected ones rejected,
 * returned ones released. While a message is in the queue its lock is renewed, however long that
 * takes. A lock that is lost nevertheless, as the process stood still or the broker was away, is
 * counted as lapsed: its message, unless a handler has begun, is not handled here, and the broker
 * gives it to somebody.
 *
 * <p><b>Deliveries are counted by the cluster</b>, and after {@code share.delivery.count.limit} of
 * them, 5 by default, it drops a record that is given back, be it after a failure, a stop or a
 * crash; a crash may cost two. {@link io.millrace.queue.Message#attempt} begins at that count. See
 * {@link KafkaShareSourceBuilder#onPoison} for what the source does against it; a crash with the
 * last delivery only the group's own dead letter topic survives, {@code
 * errors.deadletterqueue.topic.name}.
 *
 * <p><b>Threads:</b> any. The payload's {@link KafkaPayload#decode} runs on the poll threads.
 *
 * @param <T> the payload
 */
public final class KafkaShareSource<T> implements ProducerFactory<T> {
  private final ShareSettings<T> settings;
  private final Map<Integer, String> faults = new ConcurrentSkipListMap<>();

  /** Guards joining and leaving; the group is read without it. */
  private final ReentrantLock lock = new ReentrantLock();

  private volatile @Nullable ShareGroup group;
  private int readers;

  KafkaShareSource(ShareSettings<T> settings) {
    this.settings = settings;
  }

  public static <T> KafkaShareSourceBuilder<T> builder(KafkaPayload<T> payload) {
    return new KafkaShareSourceBuilder<>(payload);
  }

  /**
   * Prepares the group and makes members of it. Blocks for answers of the cluster.
   *
   * @throws io.millrace.kafka.share.ShareGroupsUnavailableException if the cluster has no share
   *     groups; the message says what to enable
   * @throws KafkaException when the cluster does not answer or refuses something
   */
  @Override
  public Producer<T> create(int index) throws InterruptedException {
    try {
      ShareReader<T> reader = new ShareReader<>(settings, index, join(), new Reports(index));
      faults.remove(index);
      return reader;
    } catch (RuntimeException e) {
      faults.put(index, settings.properties().bootstrapServers() + ": " + e.getMessage());
      throw e;
    }
  }

  private ShareGroup join() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      ShareGroup joined = group;
      if (joined == null) {
        joined =
            new ShareGroup(
                Admin.create(settings.properties().ofAdmin()),
                settings.properties().group(),
                settings.topics());
        boolean isPrepared = false;
        try {
          joined.prepare(settings.groupSettings());
          isPrepared = true;
        } finally {
          if (!isPrepared) {
            joined.close();
          }
        }
        group = joined;
      }
      readers++;
      return joined;
    } finally {
      lock.unlock();
    }
  }

  private void leave() {
    lock.lock();
    try {
      readers--;
      ShareGroup left = group;
      if (readers == 0 && left != null) {
        group = null;
        left.close();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Why it does not get what it should, in words an operator understands; empty while it does.
   * Cheap, from any thread.
   */
  public Optional<String> notReady() {
    Optional<String> fault = faults.values().stream().findFirst();
    ShareGroup joined = group;
    return fault.isPresent() || joined == null ? fault : joined.fault();
  }

  /** What the reader of one producer tells. */
  private final class Reports implements ShareReader.Reports {
    private final int index;

    Reports(int index) {
      this.index = index;
    }

    @Override
    public void failed(Exception failure) {
      faults.put(index, settings.properties().bootstrapServers() + ": " + failure.getMessage());
    }

    @Override
    public void troubled(String why) {
      faults.put(index, why);
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
