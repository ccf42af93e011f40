package io.millrace.broker.protocol.amqp.channel;

import io.millrace.broker.protocol.amqp.codec.ContentHeader;
import io.millrace.broker.protocol.amqp.codec.Method;
import io.netty.buffer.ByteBuf;

/**
 * One channel of a connection: what comes for it is done in order, one request after another, while
 * other channels go on.
 *
 * <p>The connection makes it when it has seen channel.open, which it answers itself. It gives the
 * channel all methods of its number from then on, channel.close included, but no channel.close-ok.
 *
 * <p><b>Threads:</b> the connection's event loop. Nothing blocks.
 */
public final class AmqpChannel {
  private final ChannelLink link;
  private final ChannelSettings settings;

  public AmqpChannel(ChannelLink link, ChannelSettings settings) {
    this.link = link;
    this.settings = settings;
  }

  /** A method frame. */
  public void method(Method method) {}

  /** A content header frame. */
  public void header(ContentHeader header) {}

  /** A content body frame; {@code part} is the caller's, and is copied before this returns. */
  public void body(ByteBuf part) {}

  /**
   * The connection has given the channel all that it has for now: what was collected goes to the
   * queues. Called before the connection flushes, if the channel was called since the last time.
   */
  public void endTurn() {}

  /** The client takes again what it is sent. */
  public void writable() {}

  /**
   * The channel has ended, whatever the reason: what is not acknowledged goes back, and nothing is
   * called any more but {@link #endTurn} and {@link #writable}, which do nothing.
   *
   * @param counted whether that is a failed attempt for what is not acknowledged, as where the
   *     connection broke or a channel failed
   */
  public void closed(boolean counted) {}
}
