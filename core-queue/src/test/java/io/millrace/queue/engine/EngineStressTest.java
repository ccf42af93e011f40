package io.millrace.queue.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.queue.Concurrency;
import io.millrace.queue.DrainReport;
import io.millrace.queue.Message;
import io.millrace.queue.Ordering;
import io.millrace.queue.Outcome;
import io.millrace.queue.Queue;
import io.millrace.queue.QueueBuilder;
import io.millrace.queue.RetryPolicy;
import io.millrace.queue.Settlement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;

/**
 * Random settings, failures, resizes and pauses, ended by a random stop; each message accounted
 * for.
 */
@Timeout(30)
class EngineStressTest {
  private static final Duration LENGTH = Duration.ofMillis(600);

  private final Random random = new Random();

  /** By key: the offset handled last, which must never go down. */
  private final Map<String, Long> last = new ConcurrentHashMap<>();

  private final Set<String> busy = ConcurrentHashMap.newKeySet();
  private final List<String> broken = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger events = new AtomicInteger();

  private Outcome handle(Message<String> message) throws Exception {
    String key = message.key().orElseThrow();
    if (!busy.add(key)) {
      broken.add(key + " is handled twice at once");
    }
    try {
      Long before = last.put(key, message.offset());
      if (before != null && before > message.offset()) {
        broken.add(key + ": " + message.offset() + " after " + before);
      }
      int dice = ThreadLocalRandom.current().nextInt(1_000);
      if (dice < 10) {
        throw new IllegalStateException("dice");
      }
      if (dice < 20) {
        return Outcome.retry(Duration.ofMillis(dice));
      }
      if (dice < 30) {
        return Outcome.deadLetter("dice");
      }
      if (dice < 60) {
        LockSupport.parkNanos(dice * 20_000L);
      }
      return dice < 65 ? Outcome.reject("dice") : Outcome.ack();
    } finally {
      busy.remove(key);
    }
  }

  private List<Outcome> handleAll(List<Message<String>> messages) throws Exception {
    List<Outcome> outcomes = new ArrayList<>();
    for (Message<String> message : messages) {
      outcomes.add(handle(message));
    }
    return outcomes;
  }

  @RepeatedTest(12)
  void keepsOrderAndSettlesEachMessageOnceWhateverHappens() {
    String[] keys = new String[1 + random.nextInt(300)];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = "key" + i;
    }
    ListSource source = ListSource.keyed(200_000 / keys.length, keys);
    boolean inBatches = random.nextBoolean();
    // One producer: two that take turns at one list have no common order to keep.
    QueueBuilder<String> builder =
        Queue.<String>builder("stress")
            .producers(1, source)
            .ordering(Ordering.KEY)
            .bufferMessages(1 + random.nextInt(300))
            .fetchSize(1 + random.nextInt(300))
            .concurrency(
                random.nextBoolean()
                    ? Concurrency.fixed(1 + random.nextInt(8))
                    : Concurrency.adaptive(1, 8))
            .retry(new RetryPolicy(3, Duration.ofMillis(1), Duration.ofMillis(5), 0.5, 500))
            .deadLetters(new Letters());
    if (inBatches) {
      builder.batchConsumers(1 + random.nextInt(20), () -> this::handleAll);
    } else {
      builder.consumers(() -> this::handle);
    }
    Queue<String> queue = builder.build();
    queue.start();
    long end = System.nanoTime() + LENGTH.toNanos();
    while (System.nanoTime() < end && queue.drainReport().isEmpty()) {
      disturb(queue);
      LockSupport.parkNanos(random.nextInt(5_000_000));
    }
    queue.resume();
    DrainReport report = queue.stop(Duration.ofMillis(random.nextInt(300)));
    assertThat(broken).isEmpty();
    Expect.conserved(report);
    assertThat(report.fetched()).isEqualTo(source.fetched.get());
    assertThat(source.settled()).isEqualTo(source.fetched.get());
    Set<Long> offsets = new HashSet<>();
    for (Settlement<String> settlement : source.settlements) {
      assertThat(offsets.add(settlement.message().offset())).isTrue();
    }
    assertThat(queue.snapshot().heldBytes()).isZero();
    assertThat(queue.snapshot().waiting()).isZero();
    assertThat(queue.snapshot().buffered()).isZero();
    Expect.soon(() -> Expect.threads("stress") == 0);
  }

  private void disturb(Queue<String> queue) {
    switch (random.nextInt(4)) {
      case 0 -> {
        try {
          queue.resize(1, 1 + random.nextInt(8));
        } catch (IllegalStateException e) {
          assertThat(queue.state()).isNotEqualTo(io.millrace.queue.QueueState.RUNNING);
        }
      }
      case 1 -> queue.pause();
      case 2 -> queue.broadcast(events.incrementAndGet());
      default -> queue.resume();
    }
  }

  /** Fails now and then. */
  private static final class Letters implements io.millrace.queue.Pusher<String> {
    @Override
    public String name() {
      return "letters";
    }

    @Override
    public void push(List<Message<String>> messages) {
      if (ThreadLocalRandom.current().nextInt(10) == 0) {
        throw new IllegalStateException("dice");
      }
    }
  }
}
