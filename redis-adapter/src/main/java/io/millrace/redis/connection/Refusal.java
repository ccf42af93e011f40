package io.millrace.redis.connection;

import java.util.Locale;
import java.util.Optional;
import redis.clients.jedis.exceptions.JedisDataException;

/** Why a server does not do what it is asked, where the cause is the state that it is in. */
public enum Refusal {
  OOM("memory is full (OOM)"),
  READONLY("it is a replica (READONLY)"),
  LOADING("it is still reading its data (LOADING)"),
  MASTERDOWN("it is a replica without its master (MASTERDOWN)"),
  CLUSTERDOWN("the cluster is down (CLUSTERDOWN)"),
  TRYAGAIN("the slot is being moved (TRYAGAIN)"),
  BUSY("a script runs for too long (BUSY)"),
  MISCONF("it cannot save its data (MISCONF)"),
  NOREPLICAS("too few replicas are in sync (NOREPLICAS)"),
  NOAUTH("it wants credentials (NOAUTH)"),
  WRONGPASS("it refuses the credentials (WRONGPASS)"),
  NOPERM("the user may not do this (NOPERM)"),
  WRONGTYPE("the key is no list (WRONGTYPE)");

  private final String words;

  Refusal(String words) {
    this.words = words;
  }

  /** By the first word of the server's answer. */
  public static Optional<Refusal> of(JedisDataException refusal) {
    String message = String.valueOf(refusal.getMessage()).toUpperCase(Locale.ROOT);
    for (Refusal each : values()) {
      if (message.startsWith(each.name()) || message.startsWith("-" + each.name())) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  /** Whether another server may be the master by now. */
  boolean isOfNoMaster() {
    return this == READONLY || this == MASTERDOWN;
  }

  /** For an operator. */
  public String inWords() {
    return words;
  }
}
