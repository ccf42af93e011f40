package io.millrace.daemon.broker;

import io.millrace.broker.redis.RedisAddress;
import io.millrace.broker.redis.RedisSettings;
import io.millrace.broker.store.StoreOptions;
import io.millrace.broker.store.SyncPolicy;
import io.millrace.daemon.config.Section;
import io.millrace.daemon.redis.PemStores;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where the broker keeps its messages.
 *
 * @param directory empty to keep them in memory or in a Redis server
 * @param redis empty to keep them elsewhere
 */
record StoreConfig(Optional<Path> directory, Optional<RedisSettings> redis, StoreOptions options) {
  private static final String DEFAULT_DIRECTORY = "millrace-data";
  private static final RedisAddress DEFAULT_REDIS = new RedisAddress("127.0.0.1", 6379);
  private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(1);
  private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(1);
  private static final Duration LONGEST_INTERVAL = Duration.ofHours(1);
  private static final int MOST_FILES = 10_000;
  private static final long LEAST_BYTES = 1 << 20;
  private static final long MOST_BYTES = 1 << 30;

  private enum Kind {
    FILE,
    MEM,
    REDIS
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
    RedisSettings redis = redis(store);
    return new StoreConfig(
        kind == Kind.FILE ? Optional.of(directory) : Optional.empty(),
        kind == Kind.REDIS ? Optional.of(redis) : Optional.empty(),
        options);
  }

  private static RedisSettings redis(Section store) {
    List<RedisAddress> addresses =
        store.attempt(StoreConfig::addresses).orElse(List.of(DEFAULT_REDIS));
    RedisSettings plain = RedisSettings.at(addresses);
    store.integer("idle_conns", 0, 0, Integer.MAX_VALUE); // MoonMQ's; here there is one connection
    // A cluster has one database only.
    int databases = addresses.size() > 1 ? 1 : Integer.MAX_VALUE;
    return new RedisSettings(
        addresses,
        store.optionalText("user"),
        store.secret("password"),
        store
            .attempt("tls", each -> PemStores.contextFrom(each, "tls"))
            .flatMap(Function.identity()),
        store.integer("db", plain.database(), 0, databases - 1),
        store.text("key_prefix", plain.keyPrefix()),
        store.size("redis_memory", plain.memoryBytes(), LEAST_BYTES, Long.MAX_VALUE));
  }

  /** One server, or nodes of a cluster. */
  private static List<RedisAddress> addresses(Section store) {
    if (!store.has("addr")) {
      return List.of(
          store.value("addr", DEFAULT_REDIS, RedisAddress::parse, RedisAddress::toString));
    }
    List<RedisAddress> addresses = new ArrayList<>();
    for (String text : store.texts("addr")) {
      try {
        addresses.add(RedisAddress.parse(text));
      } catch (IllegalArgumentException none) {
        throw store.error("addr", String.valueOf(none.getMessage()));
      }
    }
    return addresses.isEmpty() ? List.of(DEFAULT_REDIS) : addresses;
  }

  private static Kind kind(String text) {
    return switch (text) {
      case "file" -> Kind.FILE;
      case "mem" -> Kind.MEM;
      case "redis" -> Kind.REDIS;
      case "leveldb" ->
          throw new IllegalArgumentException(
              "there is no store '%s'; write file, which keeps messages on the disk, mem or redis"
                  .formatted(text));
      default ->
          throw new IllegalArgumentException(
              "must be one of file, mem, redis, found '" + text + "'");
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
