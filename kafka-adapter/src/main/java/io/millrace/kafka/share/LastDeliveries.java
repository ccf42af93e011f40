package io.millrace.kafka.share;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows the records that come with the last delivery that their group allows, and tells of them:
 * when they end with their process, or with their lock, the group drops them, and nobody hears.
 *
 * <p><b>Threads:</b> the poll thread's.
 */
public final class LastDeliveries {
  private static final Logger log = LoggerFactory.getLogger(LastDeliveries.class);

  private final ShareGroup group;
  private final ShareMeters meters;
  private int count;

  public LastDeliveries(ShareGroup group, ShareMeters meters) {
    this.group = group;
    this.meters = meters;
  }

  public boolean isLast(HeldRecord record) {
    return record.deliveryCount() >= group.deliveryLimit();
  }

  /** Takes note of a record that the queue is given. */
  public void handedOut(HeldRecord record) {
    if (!isLast(record)) {
      return;
    }
    meters.lastDelivery();
    if (Integer.bitCount(++count) == 1) {
      log.warn(
          "{} comes with its last delivery, number {}: if this process dies or loses its lock first,"
              + " its group drops it ({} like it so far)",
          record,
          record.deliveryCount(),
          count);
    }
  }
}
