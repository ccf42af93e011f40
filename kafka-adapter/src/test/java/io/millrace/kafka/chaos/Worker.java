package io.millrace.kafka.chaos;

import io.millrace.kafka.KafkaSource;
import io.millrace.queue.Concurrency;
import io.millrace.queue.ConsumerFactory;
import io.millrace.queue.DrainReport;
import io.millrace.queue.Message;
import io.millrace.queue.Ordering;
import io.millrace.queue.Outcome;
import io.millrace.queue.Queue;
import io.millrace.queue.SourcePartition;
import io.millrace.testkit.check.EventFile;
import io.millrace.testkit.check.LogEvent;
import io.millrace.testkit.check.LogEvent.End;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A queue over a Kafka topic whose handlers note what they do, in the order of keys.
 *
 * <p>An event names the worker and, behind {@code #}, the assignment that the message came with: so
 * what a worker does with partitions that it has lost can be told from what it does with those it
 * has.
 */
final class Worker implements AutoCloseable {
  static final int HANDLERS = 8;

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final WorkerSettings settings;
  private final EventFile events;
  private final Poison poison;
  private final KafkaSource<byte[]> source;
  private final Queue<byte[]> queue;
  private final Map<SourcePartition, String> names = new ConcurrentHashMap<>();
  private final AtomicInteger assignments = new AtomicInteger();

  Worker(WorkerSettings settings) {
    this.settings = settings;
    events = new EventFile(settings.events());
    poison = new Poison(settings.name(), events);
    source =
        KafkaSource.builder(Poison.payload())
            .properties(settings.kafka())
            .topics(settings.topic())
            .ordering(Ordering.KEY)
            .revokeBudget(settings.revokeBudget())
            .onPoison(poison)
            .build();
    queue =
        Queue.<byte[]>builder(settings.name())
            .producers(1, source)
            .consumers(ConsumerFactory.shared(this::handle))
            .concurrency(Concurrency.fixed(HANDLERS))
            .ordering(Ordering.KEY)
            .build();
  }

  static Worker started(WorkerSettings settings) {
    Worker worker = new Worker(settings);
    worker.queue.start();
    return worker;
  }

  private Outcome handle(Message<byte[]> message) throws InterruptedException {
    int partition = message.partition().index();
    String lane = partition + "/" + message.key().orElse("");
    String name =
        names.computeIfAbsent(
            message.partition(), each -> settings.name() + "#" + assignments.incrementAndGet());
    events.accept(new LogEvent.Begun(name, lane, partition, message.offset(), message.attempt()));
    work();
    End end = Thread.currentThread().isInterrupted() ? End.INTERRUPTED : End.DONE;
    events.accept(
        new LogEvent.Ended(name, lane, partition, message.offset(), message.attempt(), end));
    if (end == End.INTERRUPTED) {
      throw new InterruptedException();
    }
    return Outcome.ack();
  }

  private void work() {
    long until =
        System.nanoTime() + ThreadLocalRandom.current().nextLong(2 * settings.handling().toNanos());
    for (long left = until - System.nanoTime();
        left > 0 && !Thread.currentThread().isInterrupted();
        left = until - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  Optional<String> notReady() {
    return source.notReady();
  }

  /** How many values it was given that are no payload. */
  int poison() {
    return poison.taken();
  }

  DrainReport stop() {
    return queue.stop(PATIENCE);
  }

  @Override
  public void close() throws IOException {
    queue.stop(Duration.ZERO);
    events.close();
  }

  /**
   * Runs until its input ends, and then ends at once, or until the input says a line: then it stops
   * in good order, with exit code 0 when nothing was left over.
   */
  public static void main(String[] arguments) throws IOException {
    Worker worker = started(WorkerSettings.of(arguments));
    if (System.in.read() < 0) {
      Runtime.getRuntime().halt(1);
    }
    DrainReport report = worker.stop();
    System.err.println(report);
    System.exit(report.lost() == 0 ? 0 : 1);
  }
}
