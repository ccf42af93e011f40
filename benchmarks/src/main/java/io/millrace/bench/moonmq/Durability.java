package io.millrace.bench.moonmq;

import io.millrace.bench.contest.Choice;
import io.millrace.broker.store.SyncPolicy;
import java.util.Optional;

/** What the broker makes of a message before it confirms it. */
enum Durability {
  /** In memory. */
  TRANSIENT,
  /** Synced to the disk. */
  ALWAYS,
  /** Given to the operating system. */
  OS,
  /** Acknowledged by a Redis server that syncs it to the disk before. */
  REDIS_ALWAYS,
  /** Acknowledged by a Redis server that syncs each second. */
  REDIS_EVERYSEC;

  static Durability parse(String name) {
    return Choice.of(Durability.class, "durability", name);
  }

  SyncPolicy sync() {
    return this == ALWAYS ? SyncPolicy.ALWAYS : SyncPolicy.OS;
  }

  /** Whether it needs a data directory. */
  boolean isInFiles() {
    return this == ALWAYS || this == OS;
  }

  /** How a Redis server is to sync, if it needs one. */
  Optional<String> redisSync() {
    return switch (this) {
      case TRANSIENT, ALWAYS, OS -> Optional.empty();
      case REDIS_ALWAYS -> Optional.of("always");
      case REDIS_EVERYSEC -> Optional.of("everysec");
    };
  }

  @Override
  public String toString() {
    return Choice.nameOf(this);
  }
}
