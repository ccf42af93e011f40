package io.millrace.kafka;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether one consumer gets what it needs from Kafka, and in words why not.
 *
 * <p><b>Threads:</b> the poll thread reports, any thread asks.
 */
final class Readiness {
  /** A client hears from a broker at each heartbeat, every 3 to 5 s unless set otherwise. */
  private static final Duration SILENCE = Duration.ofSeconds(12);

  /** A failure comes again with the next attempt, which may answer well for a while before it. */
  private static final Duration FAILURE_STANDS = Duration.ofSeconds(10);

  private final String servers;
  private final long startNanos = System.nanoTime();

  private double bytesHeard;
  private long failedNanos;
  private volatile boolean everHeard;
  private volatile long heardNanos = startNanos;
  private volatile @Nullable String failure;
  private volatile @Nullable String missing;
  private volatile @Nullable String halted;
  private volatile @Nullable String trouble;
  private volatile boolean joined;

  Readiness(String servers) {
    this.servers = servers;
  }

  /** A call to Kafka failed. */
  void failed(Exception cause) {
    failedNanos = System.nanoTime();
    failure = ReadFailure.inWords(cause, servers);
  }

  /** A poll went well. */
  void polled(boolean broughtRecords) {
    if (failure != null
        && (broughtRecords || System.nanoTime() - failedNanos > FAILURE_STANDS.toNanos())) {
      failure = null;
    }
  }

  /**
   * @param bytes how many bytes brokers have sent in all
   */
  void heard(double bytes) {
    if (bytes > bytesHeard) {
      bytesHeard = bytes;
      heardNanos = System.nanoTime();
      everHeard = true;
    }
  }

  /** Whether a broker has answered of late. */
  boolean isHeard() {
    return everHeard && System.nanoTime() - heardNanos < SILENCE.toNanos();
  }

  void joined(boolean value) {
    joined = value;
  }

  /** Says which topics do not exist; null for none. */
  void missing(@Nullable String topics) {
    missing = topics;
  }

  /** Says which partitions stand still; null for none. */
  void halted(@Nullable String partitions) {
    halted = partitions;
  }

  /** Says what else is wrong; null for nothing. */
  void troubled(@Nullable String text) {
    trouble = text;
  }

  /** What is wrong, in words; empty if nothing is. */
  Optional<String> notReady() {
    String text = failure;
    if (text != null) {
      return Optional.of(text);
    }
    if (!isHeard()) {
      long seconds = Duration.ofNanos(System.nanoTime() - heardNanos).toSeconds();
      return Optional.of(servers + " does not answer since " + seconds + " s");
    }
    text = missing;
    if (text != null) {
      return Optional.of(text);
    }
    if (!joined) {
      return Optional.of("the group has not let it join yet");
    }
    text = halted;
    return Optional.ofNullable(text != null ? text : trouble);
  }
}
