package io.millrace.broker.protocol.amqp.violation;

import static io.millrace.broker.protocol.amqp.violation.Stage.CHANNEL;
import static io.millrace.broker.protocol.amqp.violation.Stage.OPEN;
import static io.millrace.broker.protocol.amqp.violation.Violation.frame;
import static io.millrace.broker.protocol.amqp.violation.Violation.hex;
import static io.millrace.broker.protocol.amqp.violation.Violation.violation;

import io.millrace.broker.protocol.amqp.codec.ChannelClose;
import io.millrace.broker.protocol.amqp.codec.ChannelCloseOk;
import io.millrace.broker.protocol.amqp.codec.ChannelOpen;
import java.util.List;

/** Frames that are none, and frames where they may not be. */
final class FrameViolations {
  static final List<Violation> FORMAT =
      List.of(
          frame("a type of 0", "4.2.3", OPEN, "connection 501", 0, 0, ""),
          frame("a type of 4", "4.2.3", CHANNEL, "connection 501", 4, 1, "00"),
          frame("a type of 7", "4.2.3", OPEN, "connection 501", 7, 0, ""),
          frame("a type of 255", "4.2.3", CHANNEL, "connection 501", 255, 1, "0000"),
          violation(
              "a method without its end",
              "4.2.3",
              CHANNEL,
              "connection 501",
              client -> client.write(hex("01 0001 00000005 00140014 01 00"))),
          violation(
              "a body without its end",
              "4.2.3",
              CHANNEL,
              "connection 501",
              client -> client.write(hex("03 0001 00000001 00 cd"))),
          violation(
              "a heartbeat without its end",
              "4.2.3",
              OPEN,
              "connection 501",
              client -> client.write(hex("08 0000 00000000 ff"))),
          violation(
              "a second protocol header",
              "4.2.2",
              OPEN,
              "connection 501",
              client -> client.hello()),
          violation(
              "a frame that is larger than agreed",
              "4.2.3",
              CHANNEL,
              "connection 501",
              client -> client.write(hex("03 0001 00001001"))),
          violation(
              "a frame of 2 GiB",
              "4.2.3",
              CHANNEL,
              "connection 501",
              client -> client.write(hex("03 0001 7fffffff"))),
          violation(
              "a frame of 4 GiB",
              "4.2.3",
              CHANNEL,
              "connection 501",
              client -> client.write(hex("01 0001 ffffffff"))),
          frame("a method frame with nothing in it", "4.2.4", CHANNEL, "connection 501", 1, 1, ""),
          frame(
              "a method frame with half of its numbers",
              "4.2.4",
              CHANNEL,
              "connection 501",
              1,
              1,
              "003c00"),
          frame("a heartbeat with something in it", "4.2.7", OPEN, "connection 501", 8, 0, "00"),
          frame("a heartbeat on a channel", "4.2.7", CHANNEL, "connection 501", 8, 1, "")
              .butRabbit("connection 505"),
          frame(
                  "a heartbeat on a channel that is not open",
                  "4.2.7",
                  OPEN,
                  "connection 501",
                  8,
                  9,
                  "")
              .butRabbit("connection 505"));

  static final List<Violation> CHANNELS =
      List.of(
          frame(
              "a method on a channel that is not open",
              "2.2.5",
              OPEN,
              "connection 504",
              1,
              3,
              "0032000a 0000 0171 00 00000000"),
          frame(
                  "a content header on a channel that is not open",
                  "2.2.5",
                  OPEN,
                  "connection 504",
                  2,
                  3,
                  "003c0000 0000000000000000 0000")
              .butRabbit("connection 505"),
          frame("a body on a channel that is not open", "2.2.5", OPEN, "connection 504", 3, 3, "00")
              .butRabbit("connection 505"),
          frame(
              "close of a channel that is not open",
              "2.2.5",
              OPEN,
              "connection 504",
              1,
              3,
              "00140028 00c8 00 0000 0000"),
          frame(
              "close-ok of a channel that is not open",
              "2.2.5",
              OPEN,
              "connection 504",
              1,
              3,
              "00140029"),
          frame(
              "close-ok of a channel that nobody has closed",
              "2.2.5",
              CHANNEL,
              "connection 503",
              1,
              1,
              "00140029"),
          frame("channel.open twice", "2.2.5", CHANNEL, "connection 504", 1, 1, "0014000a 00"),
          frame("channel.open on channel 0", "4.3", OPEN, "connection 504", 1, 0, "0014000a 00"),
          violation(
              "one channel more than was agreed",
              "4.9",
              OPEN,
              "connection 530",
              client -> {
                for (int number = 1; number <= 10; number++) {
                  client.channel(number);
                }
                client.send(11, ChannelOpen.DEFAULT);
              }),
          violation(
              "a method after channel.close",
              "2.2.5",
              CHANNEL,
              "connection 504",
              client -> {
                client.send(1, new ChannelClose(200, "", 0, 0));
                client.expect(ChannelCloseOk.class);
                client.write(Violation.frame(1, 1, "00140014 01"));
              }),
          violation(
                  "a body after channel.close",
                  "2.2.5",
                  CHANNEL,
                  "connection 504",
                  client -> {
                    client.send(1, new ChannelClose(200, "", 0, 0));
                    client.expect(ChannelCloseOk.class);
                    client.write(Violation.frame(3, 1, "00"));
                  })
              .butRabbit("connection 505"),
          frame(
              "queue.declare on channel 0",
              "4.3",
              OPEN,
              "connection 504",
              1,
              0,
              "0032000a 0000 0171 00 00000000"),
          frame(
              "basic.publish on channel 0",
              "4.3",
              OPEN,
              "connection 504",
              1,
              0,
              "003c0028 0000 00 0171 00"),
          frame(
                  "a content header on channel 0",
                  "4.2.6",
                  OPEN,
                  "connection 504",
                  2,
                  0,
                  "003c0000 0000000000000000 0000")
              .butRabbit("connection 505"),
          frame("a body on channel 0", "4.2.6", OPEN, "connection 504", 3, 0, "00")
              .butRabbit("connection 505"),
          frame(
              "connection.close on a channel",
              "4.3",
              CHANNEL,
              "connection 503",
              1,
              1,
              "000a0032 00c8 00 0000 0000"),
          frame(
              "connection.open on a channel",
              "4.3",
              CHANNEL,
              "connection 503",
              1,
              1,
              "000a0028 012f 00 00"),
          frame(
              "connection.open twice",
              "2.2.4",
              OPEN,
              "connection 504",
              1,
              0,
              "000a0028 012f 00 00"),
          frame(
              "connection.close-ok that nobody waits for",
              "2.2.4",
              OPEN,
              "connection 504",
              1,
              0,
              "000a0033"),
          frame(
              "connection.tune from a client",
              "2.2.4",
              OPEN,
              "connection 504",
              1,
              0,
              "000a001e 0000 00000000 0000"),
          frame(
              "connection.blocked from a client",
              "2.2.4",
              OPEN,
              "connection 504",
              1,
              0,
              "000a003c 0178"));

  private FrameViolations() {}
}
