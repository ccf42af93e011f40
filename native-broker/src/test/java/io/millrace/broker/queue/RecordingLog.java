package io.millrace.broker.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Keeps every command, and of the messages only those that are in the queue. */
final class RecordingLog implements QueueLog, DurableCommand.Cases {
  final List<DurableCommand> commands = new ArrayList<>();
  final Map<Long, Enqueue> present = new TreeMap<>();

  @Override
  public long append(DurableCommand command) {
    command.match(this);
    commands.add(command);
    return (long) commands.size() - 1;
  }

  @Override
  public Envelope envelope(long offset) {
    Enqueue enqueued = present.get(offset);
    assertThat(enqueued).as("message that is in the queue: %s", offset).isNotNull();
    return enqueued.envelope();
  }

  @Override
  public boolean outlivesRestart() {
    return true;
  }

  @Override
  public void enqueue(Enqueue command) {
    present.put(command.offset(), command);
  }

  @Override
  public void settle(Settle command) {
    assertThat(sizeBytes(command.offsets())).isEqualTo(command.sizeBytes());
    command.offsets().forEach(present::remove);
  }

  @Override
  public void depart(Depart command) {
    assertThat(sizeBytes(command.offsets())).isEqualTo(command.sizeBytes());
  }

  @Override
  public void requeue(Requeue command) {
    assertThat(sizeBytes(command.offsets())).isNotNegative();
  }

  @Override
  public void purge(Purge command) {
    long sizeBefore = sizeBytes();
    int countBefore = present.size();
    present.keySet().removeIf(offset -> !command.survivors().contains(offset));
    assertThat(sizeBefore - sizeBytes()).isEqualTo(command.sizeBytes());
    assertThat(countBefore - present.size()).isEqualTo(command.count());
  }

  private long sizeBytes() {
    return present.values().stream().mapToLong(each -> each.envelope().sizeBytes()).sum();
  }

  private long sizeBytes(Offsets offsets) {
    long[] sum = {0};
    offsets.forEach(offset -> sum[0] += envelope(offset).sizeBytes());
    return sum[0];
  }
}
