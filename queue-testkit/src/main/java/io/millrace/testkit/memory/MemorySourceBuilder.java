package io.millrace.testkit.memory;

import static java.util.Objects.requireNonNull;

import io.millrace.testkit.check.EventLog;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Collects what a {@link MemorySource} is made of. Not safe for several threads. */
public final class MemorySourceBuilder<T> {

  /** Lets time pass for a fetch that is slow; a simulator moves its clock instead of waiting. */
  @FunctionalInterface
  public interface Pause {
    void nanos(long nanos) throws InterruptedException;
  }

  final String name;
  int partitions = 4;
  LongSupplier nanoTime = System::nanoTime;
  Pause pause = TimeUnit.NANOSECONDS::sleep;
  Random random = new Random(0);
  Faults faults = Faults.NONE;
  Duration revokeBudget = Duration.ofSeconds(5);
  @Nullable Duration lease;
  @Nullable EventLog events;

  MemorySourceBuilder(String name) {
    this.name = requireNonNull(name);
  }

  /** 4 by default. */
  public MemorySourceBuilder<T> partitions(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("partitions must be at least 1, got " + count);
    }
    partitions = count;
    return this;
  }

  /**
   * How long a message is a producer's without a sign of life; by default until the producer
   * closes.
   */
  public MemorySourceBuilder<T> lease(Duration value) {
    lease = requireNonNull(value);
    return this;
  }

  /**
   * How long a producer that gives up a partition waits for handlers that have begun; 5 seconds by
   * default.
   */
  public MemorySourceBuilder<T> revokeBudget(Duration value) {
    revokeBudget = requireNonNull(value);
    return this;
  }

  public MemorySourceBuilder<T> faults(Faults value) {
    faults = requireNonNull(value);
    return this;
  }

  /** The source of every random choice; used under the source's lock only. */
  public MemorySourceBuilder<T> random(Random value) {
    random = requireNonNull(value);
    return this;
  }

  public MemorySourceBuilder<T> nanoTime(LongSupplier value) {
    nanoTime = requireNonNull(value);
    return this;
  }

  public MemorySourceBuilder<T> pause(Pause value) {
    pause = requireNonNull(value);
    return this;
  }

  /** Where the source reports what was published, settled and committed. */
  public MemorySourceBuilder<T> events(EventLog log) {
    events = requireNonNull(log);
    return this;
  }

  public MemorySource<T> build() {
    return new MemorySource<>(this);
  }
}
