package io.millrace.broker.vhost;

/**
 * How much a virtual host may have.
 *
 * @param maxQueues that can be declared
 * @param maxConnections that fronts may open to it; kept here, and held by them
 */
public record VirtualHostLimits(long maxQueues, long maxConnections) {
  public static final VirtualHostLimits NONE =
      new VirtualHostLimits(Long.MAX_VALUE, Long.MAX_VALUE);

  public VirtualHostLimits {
    if (maxQueues < 0 || maxConnections < 0) {
      throw new IllegalArgumentException("a limit must not be negative");
    }
  }
}
