package io.millrace.redis.chaos;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.queue.Concurrency;
import io.millrace.queue.ConsumerFactory;
import io.millrace.queue.DrainReport;
import io.millrace.queue.Message;
import io.millrace.queue.Outcome;
import io.millrace.queue.Queue;
import io.millrace.redis.RedisListSource;
import io.millrace.redis.RedisPayload;
import io.millrace.testkit.check.EventFile;
import io.millrace.testkit.check.LogEvent;
import io.millrace.testkit.check.LogEvent.End;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/** A queue over a list whose handlers note what they do. */
final class Worker implements AutoCloseable {
  static final int HANDLERS = 8;

  /** How many messages it may have taken beyond those in handlers. */
  static final int CAPACITY = 256;

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final WorkerSettings settings;
  private final EventFile events;
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final RedisListSource<byte[]> source;
  private final Queue<byte[]> queue;

  Worker(WorkerSettings settings) {
    this.settings = settings;
    events = new EventFile(settings.events());
    source =
        RedisListSource.builder(RedisPayload.bytes())
            .location(settings.place()::applyTo)
            .lists(settings.list())
            .lease(settings.lease())
            .meters(meters, List.of())
            .build();
    queue =
        Queue.<byte[]>builder(settings.name())
            .producers(1, source)
            .consumers(ConsumerFactory.shared(this::handle))
            .concurrency(Concurrency.fixed(HANDLERS))
            .bufferMessages(CAPACITY)
            .build();
  }

  static Worker started(WorkerSettings settings) {
    Worker worker = new Worker(settings);
    worker.queue.start();
    return worker;
  }

  private Outcome handle(Message<byte[]> message) throws InterruptedException {
    long id = Job.id(message.payload());
    String lane = Long.toString(id);
    events.accept(new LogEvent.Begun(settings.name(), lane, 0, id, message.attempt()));
    work();
    End end = Thread.currentThread().isInterrupted() ? End.INTERRUPTED : End.DONE;
    events.accept(new LogEvent.Ended(settings.name(), lane, 0, id, message.attempt(), end));
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

  /** Results that were refused as the lease had ended. */
  long fenced() {
    return (long) meters.counter("millrace.fenced.results").count();
  }

  /** Messages of dead workers that this one put back. */
  long recovered() {
    return (long) meters.counter("millrace.redis.recovered").count();
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
   * in good order, says how many of its results were refused, and ends with exit code 0 when
   * nothing was left over.
   */
  public static void main(String[] arguments) throws IOException {
    Worker worker = started(WorkerSettings.of(arguments));
    if (System.in.read() < 0) {
      Runtime.getRuntime().halt(1);
    }
    DrainReport report = worker.stop();
    System.out.println("fenced " + worker.fenced());
    System.out.println(report);
    System.exit(report.lost() == 0 ? 0 : 1);
  }
}
