package io.millrace.broker.vhost;

import io.millrace.broker.server.BrokerSettings;
import io.millrace.broker.store.StoreOptions;
import io.millrace.broker.store.SyncPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where the brokers of one test keep what they are to keep, one after the other. */
interface StoreSite {
  /** Of a broker that keeps everything there. */
  BrokerSettings settings();

  /** As {@link #settings}, of one that has no room for messages there. */
  BrokerSettings full();

  /**
   * From now on {@link #settings} has what a broker leaves that dies at this moment, while it lives
   * on. Whatever it was asked before is answered.
   */
  void dies();

  /** A directory. What dies leaves what the operating system has of its files. */
  final class Directory implements StoreSite {
    private final Path parent;
    private final SyncPolicy sync;
    private int number;

    Directory(Path parent, SyncPolicy sync) {
      this.parent = parent;
      this.sync = sync;
    }

    private Path current() {
      return parent.resolve("data-" + number);
    }

    @Override
    public BrokerSettings settings() {
      return BrokerSettings.embedded()
          .withDataDirectory(current())
          .withStore(StoreOptions.DEFAULTS.withSync(sync).withLowestFree(0));
    }

    @Override
    public BrokerSettings full() {
      return settings()
          .withStore(StoreOptions.DEFAULTS.withSync(sync).withLowestFree(Long.MAX_VALUE / 2));
    }

    @Override
    public void dies() {
      Path from = current();
      number++;
      Path to = current();
      try (Stream<Path> walk = Files.walk(from)) {
        List<Path> files = walk.toList();
        for (Path each : files) {
          Files.copy(each, to.resolve(from.relativize(each)));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
