package io.millrace.broker.protocol.amqp.channel;

/**
 * What has come on a connection and is not where it goes, over all channels that are open: waiting
 * for a request before it, or published and on its way. While that is much, the connection is not
 * read. For the connection's thread.
 */
public final class Backlog {
  /** More than that is not held, but for what one read of the connection brings. */
  static final long LIMIT_BYTES = 32L << 20;

  private final Runnable holdReads;
  private final Runnable readOn;
  private long bytes;
  private boolean isReadHeld;

  /**
   * @param holdReads has the connection not be read
   * @param readOn takes that back
   */
  public Backlog(Runnable holdReads, Runnable readOn) {
    this.holdReads = holdReads;
    this.readOn = readOn;
  }

  /** There are so many bytes more, or fewer if negative. */
  void add(long more) {
    bytes += more;
    if (!isReadHeld && bytes > LIMIT_BYTES) {
      isReadHeld = true;
      holdReads.run();
    } else if (isReadHeld && bytes < LIMIT_BYTES / 2) {
      isReadHeld = false;
      readOn.run();
    }
  }
}
