package io.millrace.broker.protocol.amqp.violation;

import static io.millrace.broker.protocol.amqp.violation.Stage.CONNECTED;
import static io.millrace.broker.protocol.amqp.violation.Stage.GREETED;
import static io.millrace.broker.protocol.amqp.violation.Stage.LOGGED_IN;
import static io.millrace.broker.protocol.amqp.violation.Stage.TUNED;
import static io.millrace.broker.protocol.amqp.violation.Violation.frame;
import static io.millrace.broker.protocol.amqp.violation.Violation.hex;
import static io.millrace.broker.protocol.amqp.violation.Violation.violation;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.List;

/** What may not be said before a connection is open. */
final class HandshakeViolations {
  static final List<Violation> HEADERS =
      List.of(
          violation(
              "another protocol",
              "4.2.2",
              CONNECTED,
              "header",
              client -> client.write("GET / HTTP/1.1\r\n\r\n".getBytes(US_ASCII))),
          violation(
              "AMQP 1.0",
              "4.2.2",
              CONNECTED,
              "header",
              client -> client.write(hex("414d5150 00010000"))),
          violation(
              "AMQP 1.0 with SASL",
              "4.2.2",
              CONNECTED,
              "header",
              client -> client.write(hex("414d5150 03010000"))),
          violation(
              "a revision that is not there",
              "4.2.2",
              CONNECTED,
              "header",
              client -> client.write(hex("414d5150 00000909"))),
          violation(
                  "AMQP 0-8",
                  "4.2.2",
                  CONNECTED,
                  "header",
                  client -> client.write(hex("414d5150 01010800")))
              .butRabbit("end"),
          violation(
              "a frame before the header",
              "4.2.2",
              CONNECTED,
              "header",
              client -> client.write(Violation.frame(1, 0, "000a0028 012f 00 00"))),
          violation(
              "small letters",
              "4.2.2",
              CONNECTED,
              "header",
              client -> client.write(hex("616d7170 00000901"))));

  private static final String START_OK =
      "000a000b 00000000 05504c41494e 0000000c 006775657374006775657374 05656e5f5553";

  static final List<Violation> FRAMES =
      List.of(
          frame(
                  "tune-ok before start-ok",
                  "2.2.4",
                  GREETED,
                  "connection 504",
                  1,
                  0,
                  "000a001f 000a 00001000 0000")
              .butRabbit("end"),
          frame(
                  "open before start-ok",
                  "2.2.4",
                  GREETED,
                  "connection 504",
                  1,
                  0,
                  "000a0028 012f 00 00")
              .butRabbit("end"),
          frame(
                  "secure-ok that nobody asked for",
                  "2.2.4",
                  GREETED,
                  "connection 504",
                  1,
                  0,
                  "000a0015 00000000")
              .butRabbit("end"),
          frame(
                  "channel.open before start-ok",
                  "2.2.4",
                  GREETED,
                  "connection 504",
                  1,
                  1,
                  "0014000a 00")
              .butRabbit("end"),
          frame(
                  "a content header before start-ok",
                  "4.2.6",
                  GREETED,
                  "connection 504",
                  2,
                  0,
                  "003c0000 0000000000000000 0000")
              .butRabbit("end"),
          frame("a body before start-ok", "4.2.6", GREETED, "connection 504", 3, 0, "00")
              .butRabbit("end"),
          frame(
                  "a mechanism that was not offered",
                  "2.2.4",
                  GREETED,
                  "connection 503",
                  1,
                  0,
                  "000a000b 00000000 034e4f50 00000000 05656e5f5553")
              .butRabbit("end"),
          frame(
                  "a start-ok that is cut off",
                  "4.2.5",
                  GREETED,
                  "connection 501",
                  1,
                  0,
                  "000a000b 00000000 05504c41")
              .butRabbit("end"),
          frame(
                  "a table that is longer than start-ok",
                  "4.2.5.5",
                  GREETED,
                  "connection 501",
                  1,
                  0,
                  "000a000b 00000fff 0161 56")
              .butRabbit("end"),
          violation(
                  "a frame too large before tune",
                  "4.2.3",
                  GREETED,
                  "connection 501",
                  client -> client.write(hex("01 0000 00002001")))
              .butRabbit("end"),
          violation(
                  "a frame without its end before tune",
                  "4.2.3",
                  GREETED,
                  "connection 501",
                  client -> client.write(hex("01 0000 00000004 000a0033 00")))
              .butRabbit("end"),
          frame("start-ok twice", "2.2.4", LOGGED_IN, "connection 504", 1, 0, START_OK)
              .butRabbit("end"),
          frame(
                  "open before tune-ok",
                  "2.2.4",
                  LOGGED_IN,
                  "connection 504",
                  1,
                  0,
                  "000a0028 012f 00 00")
              .butRabbit("end"),
          frame(
                  "channel.open before tune-ok",
                  "2.2.4",
                  LOGGED_IN,
                  "connection 504",
                  1,
                  1,
                  "0014000a 00")
              .butRabbit("end"),
          frame(
                  "more channels than were offered",
                  "2.2.4",
                  LOGGED_IN,
                  "connection 530",
                  1,
                  0,
                  "000a001f ffff 00001000 0000")
              .butRabbit("end"),
          frame(
                  "larger frames than were offered",
                  "2.2.4",
                  LOGGED_IN,
                  "connection 530",
                  1,
                  0,
                  "000a001f 000a 00020001 0000")
              .butRabbit("end"),
          frame(
                  "smaller frames than everybody takes",
                  "2.2.4",
                  LOGGED_IN,
                  "connection 530",
                  1,
                  0,
                  "000a001f 000a 00000fff 0000")
              .butRabbit("end"),
          frame(
                  "a tune-ok that is cut off",
                  "4.2.5",
                  LOGGED_IN,
                  "connection 501",
                  1,
                  0,
                  "000a001f 000a 0000")
              .butRabbit("end"),
          frame(
              "a virtual host that is not there",
              "2.2.4",
              TUNED,
              "connection 530",
              1,
              0,
              "000a0028 046e6f6e65 00 00"),
          frame(
              "tune-ok twice",
              "2.2.4",
              TUNED,
              "connection 504",
              1,
              0,
              "000a001f 000a 00001000 0000"),
          frame("channel.open before open", "2.2.4", TUNED, "connection 504", 1, 1, "0014000a 00")
              .butRabbit("connection 505"),
          frame(
              "connection.start from a client",
              "2.2.4",
              TUNED,
              "connection 504",
              1,
              0,
              "000a000a 00 09 00000000 00000000 00000000"));

  private HandshakeViolations() {}
}
