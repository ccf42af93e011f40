package io.millrace.testkit.memory;

import io.millrace.queue.Message;
import io.millrace.queue.Producer;
import io.millrace.queue.ProducerFactory;
import io.millrace.queue.Pusher;
import io.millrace.testkit.Backend;
import io.millrace.testkit.Destination;
import io.millrace.testkit.Feature;
import io.millrace.testkit.Features;
import java.time.Duration;
import java.util.List;

/**
 * The in-memory source as a backend for the contract: as a log, or with a lease as a list of jobs.
 */
final class MemoryBackend implements Backend {
  private static final Duration LEASE = Duration.ofSeconds(2);

  private final boolean isLeased;

  private MemoryBackend(boolean isLeased) {
    this.isLeased = isLeased;
  }

  static MemoryBackend leased() {
    return new MemoryBackend(true);
  }

  static MemoryBackend assigned() {
    return new MemoryBackend(false);
  }

  @Override
  public Features features() {
    return isLeased ? Features.all() : Features.all().without(Feature.LEASE);
  }

  @Override
  public Destination create() {
    MemorySourceBuilder<byte[]> builder = MemorySource.builder("memory");
    return new MemoryDestination(isLeased ? builder.lease(LEASE).build() : builder.build());
  }

  @Override
  public Duration lease() {
    return LEASE;
  }

  private static final class MemoryDestination implements Destination {
    private final MemorySource<byte[]> source;
    private final DeadLetterLog<byte[]> letters = new DeadLetterLog<>();

    MemoryDestination(MemorySource<byte[]> source) {
      this.source = source;
    }

    @Override
    public void publish(List<Message<byte[]>> messages) {
      messages.forEach(source::publish);
    }

    @Override
    public void publishDelayed(List<Message<byte[]>> messages, Duration delay) {
      messages.forEach(message -> source.publishDelayed(message, delay));
    }

    @Override
    public ProducerFactory<byte[]> producers() {
      return source.producers();
    }

    @Override
    public void abandon(Producer<byte[]> producer) {
      source.abandon(producer);
    }

    @Override
    public Pusher<byte[]> deadLetters() {
      return letters;
    }

    @Override
    public List<Message<byte[]>> readDeadLetters() {
      return letters.letters();
    }

    @Override
    public int redrive() {
      return letters.redrive(source);
    }

    @Override
    public void end() {
      source.end();
    }

    @Override
    public List<String> violations() {
      return source.violations();
    }
  }
}
