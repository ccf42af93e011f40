package io.millrace.daemon.admin.client;

import io.millrace.daemon.admin.view.PipelineStatus;
import io.millrace.daemon.admin.view.SourceProgress;
import org.jspecify.annotations.Nullable;

/**
 * A column of {@code millrace top}.
 *
 * <p>The order is that on the screen; the rank says which stay when there is not room for all, the
 * lowest first.
 */
enum TopColumn {
  STATE("STATE", 9, false, 0),
  IN("IN/s", 6, true, 1),
  OUT("OUT/s", 6, true, 0),
  HISTORY("LAST 30 s", 10, false, 13),
  IN_FLIGHT("IN FLIGHT", 9, true, 2),
  CONSUMERS("CONSUMERS", 9, true, 7),
  BUFFERED("BUFFERED", 8, true, 9),
  WAITING("WAITING", 7, true, 8),
  LAG("LAG", 6, true, 3),
  BEHIND("BEHIND", 7, true, 10),
  DRAIN("DRAIN", 7, true, 12),
  RETRIES("RETRIES", 7, true, 11),
  DEAD("DEAD", 6, true, 4),
  OLDEST("OLDEST", 7, true, 5),
  PROGRESS("PROGRESS", 11, false, 6);

  private static final int BAR = 6;

  final String heading;
  final int width;
  final boolean toRight;
  final int rank;

  TopColumn(String heading, int width, boolean toRight, int rank) {
    this.heading = heading;
    this.width = width;
    this.toRight = toRight;
    this.rank = rank;
  }

  Cell cell(PipelineStatus pipeline) {
    return switch (this) {
      case STATE -> state(pipeline);
      case IN -> rate(pipeline.fetchedPerSecond());
      case OUT -> rate(pipeline.settledPerSecond());
      case HISTORY -> Cell.of(""); // drawn from many looks, not from one
      case IN_FLIGHT -> Cell.count(pipeline.inFlight());
      case CONSUMERS -> Cell.of(Quantity.ofMax(pipeline.consumers(), pipeline.maxConsumers()));
      case BUFFERED -> Cell.count(pipeline.buffered());
      case WAITING -> Cell.count(pipeline.waiting());
      case LAG ->
          pipeline.lagMessages() == null ? Cell.unknown() : Cell.count(pipeline.lagMessages());
      case BEHIND -> duration(pipeline.lagSeconds());
      case DRAIN -> duration(pipeline.drainSecondsEstimate());
      case RETRIES -> Cell.count(pipeline.retries());
      case DEAD -> Cell.trouble(pipeline.settled().deadLettered());
      case OLDEST ->
          pipeline.inFlight() == 0 ? Cell.unknown() : duration(pipeline.oldestInFlightSeconds());
      case PROGRESS -> progress(pipeline.progress());
    };
  }

  private static Cell state(PipelineStatus pipeline) {
    PipelineState state = PipelineState.of(pipeline);
    Paint paint =
        switch (state.mood()) {
          case ENDED -> Paint.DIM;
          case FINE -> Paint.GREEN;
          case HELD -> Paint.YELLOW;
          case TROUBLED -> Paint.RED;
        };
    return new Cell(state.text(), paint);
  }

  private static Cell rate(double perSecond) {
    return new Cell(Quantity.rate(perSecond), perSecond == 0 ? Paint.DIM : Paint.PLAIN);
  }

  private static Cell duration(@Nullable Double seconds) {
    if (seconds == null) {
      return Cell.unknown();
    }
    return new Cell(Quantity.seconds(seconds), seconds == 0 ? Paint.DIM : Paint.PLAIN);
  }

  private static Cell progress(@Nullable SourceProgress progress) {
    if (progress == null) {
      return Cell.unknown();
    }
    double share =
        progress.total() <= 0
            ? 1
            : Math.min(1, Math.max(0, (double) progress.done() / progress.total()));
    int full = (int) Math.floor(share * BAR);
    // rounded down: 100 % is said when everything has been read, not before
    return new Cell(
        "█".repeat(full)
            + "░".repeat(BAR - full)
            + String.format(" %3d%%", (int) Math.floor(share * 100)),
        Paint.CYAN);
  }
}
