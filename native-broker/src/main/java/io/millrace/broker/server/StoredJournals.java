package io.millrace.broker.server;

import io.millrace.broker.journal.Journal;
import io.millrace.broker.loop.OwnerLoop;
import io.millrace.broker.store.LocalStore;
import io.millrace.broker.store.LoopStore;
import io.millrace.broker.vhost.JournalFactory;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The journals of virtual hosts, kept in a store on the local disk.
 *
 * <p><b>End:</b> stop the virtual hosts, close the store, stop the loops.
 */
public final class StoredJournals implements JournalFactory {
  private final LocalStore store;

  /** One for each loop, made by that loop when it needs it first. */
  private final Map<OwnerLoop, LoopStore> byLoop = new ConcurrentHashMap<>();

  public StoredJournals(LocalStore store) {
    this.store = store;
  }

  @Override
  public Journal open(String name, OwnerLoop loop, Runnable checkpointWanted) {
    loop.assertOwner();
    return byLoop.computeIfAbsent(loop, store::loop).open(name, checkpointWanted);
  }

  @Override
  public List<String> names() {
    return List.copyOf(store.queues());
  }
}
