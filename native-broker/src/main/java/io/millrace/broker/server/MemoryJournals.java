package io.millrace.broker.server;

import io.millrace.broker.journal.Journal;
import io.millrace.broker.journal.VolatileJournal;
import io.millrace.broker.loop.OwnerLoop;
import io.millrace.broker.vhost.JournalFactory;
import java.util.List;

/** The journals of a broker that keeps nothing: what is durable lives as long as the process. */
final class MemoryJournals implements JournalFactory {
  private final long queueBytes;

  /**
   * @param queueBytes of heap that the messages of one queue may take
   */
  MemoryJournals(long queueBytes) {
    this.queueBytes = queueBytes;
  }

  @Override
  public Journal open(String name, OwnerLoop loop, Runnable checkpointWanted) {
    return new VolatileJournal(queueBytes);
  }

  @Override
  public List<String> names() {
    return List.of();
  }
}
