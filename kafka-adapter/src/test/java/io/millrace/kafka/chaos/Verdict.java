package io.millrace.kafka.chaos;

import io.millrace.testkit.check.ConservationReport;
import java.util.List;

/**
 * What a run came to.
 *
 * @param conservation lost records, broken order, commits of what was not done; and duplicates
 * @param exposed for each worker that was killed or cut off: how many records it had done that no
 *     commit knew of then, which is what may be done again
 * @param unexplained how many duplicates were of records that no crash had exposed
 * @param late how many records a worker ended or began after it was cut off, with partitions of the
 *     time before
 */
record Verdict(ConservationReport conservation, List<Long> exposed, long unexplained, long late) {
  long mostExposed() {
    return exposed.stream().mapToLong(Long::longValue).max().orElse(0);
  }

  @Override
  public String toString() {
    return conservation
        + ", unexplained duplicates "
        + unexplained
        + ", done and not committed at a crash "
        + exposed
        + ", late "
        + late;
  }
}
