package io.millrace.kafka;

import io.millrace.kafka.assignment.AssignedPartition;
import org.jspecify.annotations.Nullable;

/**
 * Finishes offsets in their partitions, those that follow each other together: a worker takes
 * messages as they come, so its results come in runs.
 */
final class FinishedRuns {
  private @Nullable AssignedPartition partition;
  private long first;
  private long behind;
  private int finished;
  private int fenced;

  void add(AssignedPartition of, long offset) {
    if (of == partition && offset == behind) {
      behind++;
      return;
    }
    end();
    partition = of;
    first = offset;
    behind = offset + 1;
  }

  /** Finishes the last run. */
  void end() {
    if (partition == null) {
      return;
    }
    int count = (int) (behind - first);
    if (partition.finish(first, behind)) {
      finished += count;
    } else {
      fenced += count;
    }
    partition = null;
  }

  int finished() {
    return finished;
  }

  /** How many came too late: their assignment had ended. */
  int fenced() {
    return fenced;
  }
}
