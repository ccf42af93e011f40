package io.millrace.bench.kafka;

import io.millrace.bench.contest.Work;

/**
 * One combination that every contender is measured in.
 *
 * @param inFlight how many handlers may run at once
 */
record Cell(Load load, Work work, int inFlight) {
  @Override
  public String toString() {
    return work + ", " + load.label() + (work.blocks() ? ", " + inFlight + " in flight" : "");
  }
}
