package io.millrace.broker.server;

import io.millrace.broker.journal.Journal;
import io.millrace.broker.loop.OwnerLoop;
import io.millrace.broker.redis.RedisStore;
import io.millrace.broker.vhost.JournalFactory;
import java.util.List;

/** The journals of virtual hosts, kept by a Redis server. All was read when it was opened. */
final class RedisJournals implements JournalFactory {
  private final RedisStore store;

  RedisJournals(RedisStore store) {
    this.store = store;
  }

  @Override
  public Journal open(String name, OwnerLoop loop, Runnable checkpointWanted) {
    loop.assertOwner();
    return store.open(name, loop);
  }

  @Override
  public List<String> names() {
    return store.names();
  }
}
