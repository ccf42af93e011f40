package io.millrace.broker.protocol.amqp.violation;

import io.millrace.broker.protocol.amqp.RawClient;
import io.millrace.broker.protocol.amqp.codec.ConnectionClose;
import io.millrace.broker.transport.Endpoint;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.util.HexFormat;

/**
 * Something that the protocol forbids, and what a client is told, as {@link RawClient#farewell}
 * gives it.
 *
 * @param section of the specification
 * @param told by this broker
 * @param toldByRabbit by RabbitMQ 3.10
 */
record Violation(
    String name, String section, Stage stage, Act act, String told, String toldByRabbit) {

  /** What the client does. */
  @FunctionalInterface
  interface Act {
    void run(RawClient client) throws IOException;
  }

  static Violation violation(String name, String section, Stage stage, String told, Act act) {
    return new Violation(name, section, stage, act, told, told);
  }

  /** A frame, whole, with whatever in it. */
  static Violation frame(
      String name, String section, Stage stage, String told, int type, int channel, String hex) {
    return violation(name, section, stage, told, client -> client.write(frame(type, channel, hex)));
  }

  /** A method on channel 1. */
  static Violation method(String name, String section, String told, String hex) {
    return frame(name, section, Stage.CHANNEL, told, 1, 1, hex);
  }

  /** What the broker says; where nothing is expected, the client closes the connection itself. */
  String farewell(Endpoint broker, String expected) throws IOException {
    try (RawClient client = stage.reach(broker)) {
      act.run(client);
      if (expected.equals("nothing")) {
        client.send(0, new ConnectionClose(200, "", 0, 0));
      }
      return client.farewell();
    }
  }

  /** The same, where RabbitMQ tells something else. */
  Violation butRabbit(String tells) {
    return new Violation(name, section, stage, act, told, tells);
  }

  static byte[] frame(int type, int channel, String hex) {
    byte[] payload = hex(hex);
    ByteBuf out = Unpooled.buffer(payload.length + 8);
    out.writeByte(type).writeShort(channel).writeInt(payload.length);
    out.writeBytes(payload).writeByte(0xCE);
    return out.array();
  }

  static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  @Override
  public String toString() {
    return section + " " + name;
  }
}
