package io.millrace.bench.moonmq;

import io.millrace.broker.store.SyncPolicy;
import java.util.Locale;

/** What the broker makes of a message before it confirms it. */
enum Durability {
  /** In memory. */
  TRANSIENT,
  /** Synced to the disk. */
  ALWAYS,
  /** Given to the operating system. */
  OS;

  static Durability parse(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }

  SyncPolicy sync() {
    return this == ALWAYS ? SyncPolicy.ALWAYS : SyncPolicy.OS;
  }

  boolean isStored() {
    return this != TRANSIENT;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
