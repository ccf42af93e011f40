package io.millrace.bench.broker;

import io.millrace.broker.journal.VolatileJournal;
import io.millrace.broker.loop.OwnerLoop;
import io.millrace.broker.server.StoredJournals;
import io.millrace.broker.store.LocalStore;
import io.millrace.broker.store.StoreOptions;
import io.millrace.broker.store.SyncPolicy;
import io.millrace.broker.vhost.JournalFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the broker of a benchmark keeps its messages: in memory, or in a store that has the current
 * directory for a while.
 */
final class BenchJournals implements AutoCloseable {
  private final @Nullable LocalStore store;
  private final @Nullable Path directory;

  private BenchJournals(@Nullable LocalStore store, @Nullable Path directory) {
    this.store = store;
    this.directory = directory;
  }

  /**
   * @param name {@code volatile}, or how a store syncs: {@code os}, {@code interval}, {@code
   *     always}
   */
  static BenchJournals of(String name) throws IOException {
    if (name.equals("volatile")) {
      return new BenchJournals(null, null);
    }
    Path directory = Files.createTempDirectory(Path.of("."), "bench-store");
    StoreOptions options = StoreOptions.DEFAULTS.withSync(sync(name)).withLowestFree(0);
    return new BenchJournals(LocalStore.open(directory, options), directory);
  }

  private static SyncPolicy sync(String name) {
    return switch (name) {
      case "os" -> SyncPolicy.OS;
      case "interval" -> SyncPolicy.every(Duration.ofMillis(100));
      case "always" -> SyncPolicy.ALWAYS;
      default -> throw new IllegalArgumentException("no journal " + name);
    };
  }

  JournalFactory factory() {
    return store == null ? new Definitions() : new StoredJournals(store);
  }

  /** Whether queues are durable and messages persistent. */
  boolean areStored() {
    return store != null;
  }

  @Override
  public void close() throws IOException {
    if (store != null && directory != null) {
      store.close();
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  /** For a broker without a disk: definitions die with it, too. */
  private static final class Definitions implements JournalFactory {
    @Override
    public VolatileJournal open(String name, OwnerLoop loop, Runnable checkpointWanted) {
      return new VolatileJournal(Long.MAX_VALUE);
    }

    @Override
    public List<String> names() {
      return List.of();
    }
  }
}
