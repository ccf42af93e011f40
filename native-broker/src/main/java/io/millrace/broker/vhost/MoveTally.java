package io.millrace.broker.vhost;

import io.millrace.broker.vhost.MoveReport.State;

/** Counts what a move does; its owner counts and publishes, any thread reads what was published. */
final class MoveTally {
  long lookedAt;
  long selected;
  long moved;
  long homeless;

  /** Immutable: readers see numbers that belong together. */
  private volatile MoveReport report = new MoveReport(0, 0, 0, 0, State.MOVING);

  MoveReport report() {
    return report;
  }

  void publish(State state) {
    report = new MoveReport(lookedAt, selected, moved, homeless, state);
  }
}
