package io.millrace.broker.store;

import org.jspecify.annotations.Nullable;

/** Messages of a queue that are to be moved into a new segment, by ascending offset. */
final class Survivors {
  private static final long[] NONE = {};

  private final @Nullable Extent extent;
  private final long[] offsets;
  private final long[] positions;
  private final boolean apart;

  private Survivors(@Nullable Extent extent, long[] offsets, long[] positions, boolean apart) {
    this.extent = extent;
    this.offsets = offsets;
    this.positions = positions;
    this.apart = apart;
  }

  /**
   * Messages that stand in the log.
   *
   * @param apart whether messages that stay where they are lie between those before and these
   */
  static Survivors ofLog(long[] positions, boolean apart) {
    return new Survivors(null, NONE, positions, apart);
  }

  /** Messages that stand in an extent. */
  static Survivors of(Extent extent, long[] offsets, boolean apart) {
    return new Survivors(extent, offsets, NONE, apart);
  }

  /** The extent that they stand in; null for the log. */
  @Nullable Extent extent() {
    return extent;
  }

  /** Their offsets, if they stand in an extent. */
  long[] offsets() {
    return offsets;
  }

  /** Their positions, if they stand in the log. */
  long[] positions() {
    return positions;
  }

  boolean apart() {
    return apart;
  }
}
