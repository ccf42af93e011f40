package io.millrace.broker.vhost;

import io.millrace.broker.journal.Journal;
import io.millrace.broker.loop.OwnerLoop;
import java.util.List;

/**
 * Makes the journals of durable queues. Those of other queues are in memory, which is the virtual
 * host's own business.
 *
 * <p>May read files.
 */
public interface JournalFactory {
  /**
   * The journal of that name, a new one if there is none. On the thread of {@code loop}, which owns
   * it from then on and recovers it.
   *
   * @param name any text; the same after a restart
   * @param checkpointWanted called on the loop when the journal wants a snapshot, also while
   *     nothing else happens: {@link Journal#wantsCheckpoint} is then asked at the end of the turn
   * @throws java.io.UncheckedIOException if it cannot be opened
   */
  Journal open(String name, OwnerLoop loop, Runnable checkpointWanted);

  /** The names of all journals that are stored, to find those that belong to nothing any more. */
  List<String> names();
}
