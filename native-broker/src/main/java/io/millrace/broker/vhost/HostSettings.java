package io.millrace.broker.vhost;

import java.time.Duration;

/**
 * What holds for all virtual hosts of a broker.
 *
 * @param consumerTimeout how long a delivery may remain without an answer where its queue does not
 *     say
 * @param memoryQueueBytes how much heap the messages of one queue in memory may take; more wait
 *     with their publishers where these can wait, and are refused otherwise
 * @param publishLimits how much of one publisher may be on its way
 */
public record HostSettings(
    Duration consumerTimeout, long memoryQueueBytes, PublishLimits publishLimits) {
  private static final long MOST_OF_A_QUEUE = 256L << 20;

  /** Half an hour; a quarter of the heap for each queue in memory, at most 256 MiB. */
  public static final HostSettings DEFAULT =
      new HostSettings(
          Duration.ofMinutes(30),
          Math.min(MOST_OF_A_QUEUE, Runtime.getRuntime().maxMemory() / 4),
          PublishLimits.DEFAULT);
}
