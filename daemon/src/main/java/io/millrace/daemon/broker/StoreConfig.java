package io.millrace.daemon.broker;

import io.millrace.broker.store.StoreOptions;
import io.millrace.broker.store.SyncPolicy;
import io.millrace.daemon.config.Section;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Where the broker keeps its messages.
 *
 * @param directory empty to keep them in memory
 */
record StoreConfig(Optional<Path> directory, StoreOptions options) {
  private static final String DEFAULT_DIRECTORY = "millrace-data";
  private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(1);
  private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(1);
  private static final Duration LONGEST_INTERVAL = Duration.ofHours(1);
  private static final int MOST_FILES = 10_000;
  private static final long LEAST_BYTES = 1 << 20;
  private static final long MOST_BYTES = 1 << 30;

  private enum Kind {
    FILE,
    MEM
  }

  /** Reads {@code store} and {@code store_config}. */
  static StoreConfig from(Section root) {
    Kind kind = root.value("store", Kind.FILE, StoreConfig::kind, StoreConfig::written);
    Section store = root.sectionOrEmpty("store_config");
    Path directory = Path.of(store.text("dir", DEFAULT_DIRECTORY));
    StoreOptions plain = StoreOptions.DEFAULTS;
    StoreOptions options =
        new StoreOptions(
            sync(store),
            store.size("log_file_size", plain.logFileBytes(), LEAST_BYTES, MOST_BYTES),
            store.integer("log_files", plain.logFiles(), 1, MOST_FILES),
            store.size("memory", plain.memoryBytes(), 0, Long.MAX_VALUE),
            store.integer("open_files", plain.openFiles(), 1, MOST_FILES),
            store.has("lowest_free")
                ? store.size("lowest_free", 0, 0, Long.MAX_VALUE)
                : plain.lowestFreeBytes());
    return new StoreConfig(kind == Kind.FILE ? Optional.of(directory) : Optional.empty(), options);
  }

  private static Kind kind(String text) {
    return switch (text) {
      case "file" -> Kind.FILE;
      case "mem" -> Kind.MEM;
      case "redis", "leveldb" ->
          throw new IllegalArgumentException(
              "there is no store '%s'; write file, which keeps messages on the disk, or mem"
                  .formatted(text));
      default ->
          throw new IllegalArgumentException("must be one of file, mem, found '" + text + "'");
    };
  }

  private static String written(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static SyncPolicy sync(Section store) {
    SyncPolicy.Mode mode = store.choice("sync", SyncPolicy.Mode.class, SyncPolicy.Mode.ALWAYS);
    Duration interval =
        BrokerConfig.seconds(
            store, "sync_interval", DEFAULT_INTERVAL, SHORTEST_INTERVAL, LONGEST_INTERVAL);
    return switch (mode) {
      case ALWAYS -> SyncPolicy.ALWAYS;
      case OS -> SyncPolicy.OS;
      case INTERVAL -> SyncPolicy.every(interval);
    };
  }
}
