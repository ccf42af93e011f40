package io.millrace.broker.protocol.amqp.channel;

import com.rabbitmq.client.Channel;

/**
 * Something that a client must not do, and what it is told.
 *
 * @param closesConnection whether it costs the connection, and not the channel only
 * @param text what the client reads, from the name of the code on
 */
record ErrorCase(String name, boolean closesConnection, int code, String text, Mistake mistake) {

  /** What the client does with a channel of its own. */
  @FunctionalInterface
  interface Mistake {
    /**
     * @param other a channel of another connection
     */
    void make(Channel channel, Channel other) throws Exception;
  }

  static ErrorCase channel(String name, int code, String text, Mistake mistake) {
    return new ErrorCase(name, false, code, text, mistake);
  }

  static ErrorCase connection(String name, int code, String text, Mistake mistake) {
    return new ErrorCase(name, true, code, text, mistake);
  }

  @Override
  public String toString() {
    return name;
  }
}
