package io.millrace.broker.vhost;

/**
 * What a queue has not kept or not taken since it is open; dead letters are in it, too.
 *
 * @param expired whose time was over
 * @param dropped that made room in a full queue
 * @param refused that were not taken since the queue, its memory or the store was full
 */
public record QueueLosses(long expired, long dropped, long refused) {
  static final QueueLosses NONE = new QueueLosses(0, 0, 0);

  /** All of them. */
  public long total() {
    return expired + dropped + refused;
  }
}
