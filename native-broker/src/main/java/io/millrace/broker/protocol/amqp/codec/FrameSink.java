package io.millrace.broker.protocol.amqp.codec;

import io.netty.buffer.ByteBuf;

/**
 * Where the frames of a connection go, in the order in which they came. Whether a frame is due is
 * for the sink to know.
 */
public interface FrameSink {
  void method(int channel, Method method);

  void header(int channel, ContentHeader header);

  /**
   * A part of a body: the next {@code bytes} bytes of {@code from}, valid during the call only. The
   * sink may read them; it need not.
   *
   * @param left how many more bytes of the same frame are to come, with later calls
   */
  void body(int channel, ByteBuf from, int bytes, int left);

  void heartbeat();
}
