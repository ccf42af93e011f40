package io.millrace.testkit.sim;

import io.millrace.testkit.memory.Commit;
import io.millrace.testkit.memory.MemorySource;
import java.util.function.Consumer;

/** Checks that the source never takes a message for finished that nobody is done with. */
final class CommitCheck {
  private final MemorySource<?> source;
  private final OrderCheck order;
  private final Consumer<String> complaints;
  private final long[] positions;
  private boolean mayHaveMoved;

  CommitCheck(MemorySource<?> source, OrderCheck order, Consumer<String> complaints) {
    this.source = source;
    this.order = order;
    this.complaints = complaints;
    positions = new long[source.partitions()];
  }

  void mayHaveMoved() {
    mayHaveMoved = true;
  }

  void afterStep() {
    if (!mayHaveMoved) {
      return;
    }
    mayHaveMoved = false;
    for (int partition = 0; partition < positions.length; partition++) {
      Commit commit = source.committed(partition);
      for (long offset = positions[partition]; offset < commit.position(); offset++) {
        covered(partition, offset);
      }
      for (long offset : commit.beyond()) {
        covered(partition, offset);
      }
      if (commit.position() < positions[partition]) {
        complaints.accept(
            "the commit of partition " + partition + " went back to " + commit.position());
      }
      positions[partition] = commit.position();
    }
  }

  private void covered(int partition, long offset) {
    if (!order.isDone(partition, offset)) {
      complaints.accept(
          "commit covers " + partition + "@" + offset + ", which nobody is done with");
    }
  }
}
