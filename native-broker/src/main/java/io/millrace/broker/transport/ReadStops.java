package io.millrace.broker.transport;

import io.millrace.broker.transport.ReadGate.Reason;
import io.netty.channel.Channel;

/**
 * The reasons why a connection is not read from: while there is one, what the peer sends fills its
 * own buffers, and at last the peer stops.
 *
 * <p><b>Threads:</b> that of the channel.
 */
public final class ReadStops {
  private final Channel channel;
  private int reasons;

  public ReadStops(Channel channel) {
    this.channel = channel;
  }

  /** Whether the connection is not read from. */
  public boolean isClosed() {
    return reasons != 0;
  }

  /** Whether that is a reason why it is not. */
  public boolean isClosed(Reason reason) {
    return (reasons & 1 << reason.ordinal()) != 0;
  }

  /** Stops until that reason is gone, and every other. */
  public void close(Reason reason) {
    if (reasons == 0) {
      channel.config().setAutoRead(false);
    }
    reasons |= 1 << reason.ordinal();
  }

  /**
   * The reason is gone. Nothing is read before {@link #readOn}.
   *
   * @return whether it was there, and the last one
   */
  public boolean open(Reason reason) {
    int before = reasons;
    reasons &= ~(1 << reason.ordinal());
    return before != 0 && reasons == 0;
  }

  /** Reads on, unless there is a reason not to. */
  public void readOn() {
    if (reasons == 0) {
      channel.config().setAutoRead(true);
    }
  }

  /** Forgets every reason, and reads. */
  public void clear() {
    reasons = 0;
    readOn();
  }
}
