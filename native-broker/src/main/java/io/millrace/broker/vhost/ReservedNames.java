package io.millrace.broker.vhost;

/** Names of exchanges and queues that only the broker itself gives. */
public final class ReservedNames {
  private static final String PREFIX = "amq.";

  private ReservedNames() {}

  public static boolean include(String name) {
    return name.startsWith(PREFIX);
  }
}
