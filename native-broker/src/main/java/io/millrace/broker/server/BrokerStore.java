package io.millrace.broker.server;

import io.millrace.broker.metrics.BrokerMeters;
import io.millrace.broker.protocol.amqp.connection.Shortage;
import io.millrace.broker.redis.RedisStore;
import io.millrace.broker.store.LocalStore;
import io.millrace.broker.vhost.JournalFactory;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where a broker keeps what is to survive, and how that is.
 *
 * @param failure why it is unusable until the broker is started anew
 * @param whyNoMessages why no messages are taken, or nothing becomes durable, just now
 * @param shortage why publishers that wait for room are held up, before messages are refused
 * @param local the store of a data directory, which has figures
 */
record BrokerStore(
    JournalFactory journals,
    Supplier<Optional<IOException>> failure,
    Supplier<Optional<String>> whyNoMessages,
    Shortage shortage,
    Optional<LocalStore> local) {
  /** Opens the one that the settings name, and has it closed at the end. */
  static BrokerStore open(BrokerSettings settings, Ends ends) throws IOException {
    if (settings.dataDirectory().isPresent()) {
      LocalStore store = LocalStore.open(settings.dataDirectory().get(), settings.store());
      ends.add(store::close);
      return new BrokerStore(
          new StoredJournals(store),
          store::failure,
          store::whyNoMessages,
          new StoreShortage(store::isNearlyFull, "low on disk"),
          Optional.of(store));
    }
    if (settings.redis().isPresent()) {
      RedisStore store = RedisStore.open(settings.redis().get());
      ends.add(store::close);
      return new BrokerStore(
          new RedisJournals(store),
          store::failure,
          store::whyNoMessages,
          new StoreShortage(store::isNearlyFull, "no room in the store"),
          Optional.empty());
    }
    return new BrokerStore(
        new MemoryJournals(settings.hosts().memoryQueueBytes()),
        Optional::empty,
        Optional::empty,
        Shortage.NEVER,
        Optional.empty());
  }

  /** Adds the figures of the store, where it has some. */
  void tell(BrokerMeters meters) {
    local.ifPresent(meters::store);
  }
}
