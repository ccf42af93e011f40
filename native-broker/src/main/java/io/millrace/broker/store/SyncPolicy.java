package io.millrace.broker.store;

import java.time.Duration;
import java.util.Objects;

/**
 * What has to happen before a command counts as durable.
 *
 * @param mode what durable means
 * @param interval the longest time between two syncs; used in {@link Mode#INTERVAL} only
 */
public record SyncPolicy(Mode mode, Duration interval) {
  /** Durable is what a sync has covered: it survives a power cut. The default. */
  public static final SyncPolicy ALWAYS = new SyncPolicy(Mode.ALWAYS, Duration.ZERO);

  /**
   * Durable is what the operating system was given: it survives the end of the process, not of the
   * machine. Synced when a file of the log is full.
   */
  public static final SyncPolicy OS = new SyncPolicy(Mode.OS, Duration.ZERO);

  /** See the constants, which name each. */
  public enum Mode {
    ALWAYS,
    INTERVAL,
    OS
  }

  public SyncPolicy {
    Objects.requireNonNull(mode, "mode");
    if (mode == Mode.INTERVAL && (interval.isNegative() || interval.isZero())) {
      throw new IllegalArgumentException("an interval of " + interval);
    }
  }

  /**
   * Durable is what the operating system was given, as with {@link #OS}; what is lost when the
   * machine ends is no older than this.
   */
  public static SyncPolicy every(Duration interval) {
    return new SyncPolicy(Mode.INTERVAL, interval);
  }
}
