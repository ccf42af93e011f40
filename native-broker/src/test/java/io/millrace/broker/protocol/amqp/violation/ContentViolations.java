package io.millrace.broker.protocol.amqp.violation;

import static io.millrace.broker.protocol.amqp.violation.Stage.CHANNEL;
import static io.millrace.broker.protocol.amqp.violation.Violation.violation;

import java.util.List;

/** Contents whose frames are not those that are due. */
final class ContentViolations {
  private static final String PUBLISH = "003c0028 0000 00 0171 00";
  private static final String HEADER_OF_5 = "003c0000 0000000000000005 0000";
  private static final String EMPTY = "003c0000 0000000000000000 0000";

  static final List<Violation> ORDER =
      List.of(
          frames("a header without a method", "connection 505", "2" + EMPTY),
          frames("a body without a method", "connection 505", "3 00"),
          frames("an empty body without a method", "connection 505", "3"),
          frames("a method where a header is due", "connection 505", "1" + PUBLISH, "1" + PUBLISH),
          frames(
              "channel.flow where a header is due",
              "connection 505",
              "1" + PUBLISH,
              "1 00140014 01"),
          frames("a body where a header is due", "connection 505", "1" + PUBLISH, "3 00"),
          frames(
              "two headers", "connection 505", "1" + PUBLISH, "2" + HEADER_OF_5, "2" + HEADER_OF_5),
          frames(
              "a method where a body is due",
              "connection 505",
              "1" + PUBLISH,
              "2" + HEADER_OF_5,
              "1" + PUBLISH),
          frames(
              "a method within a body",
              "connection 505",
              "1" + PUBLISH,
              "2" + HEADER_OF_5,
              "3 0000",
              "1 00140014 01"),
          frames(
              "a header within a body",
              "connection 505",
              "1" + PUBLISH,
              "2" + HEADER_OF_5,
              "3 0000",
              "2" + EMPTY),
          frames(
              "a body after an empty content",
              "connection 505",
              "1" + PUBLISH,
              "2" + EMPTY,
              "3 00"),
          frames(
              "a body after the whole body",
              "connection 505",
              "1" + PUBLISH,
              "2" + HEADER_OF_5,
              "3 0000000000",
              "3 00"),
          frames(
                  "a body that is longer than declared",
                  "connection 505",
                  "1" + PUBLISH,
                  "2" + HEADER_OF_5,
                  "3 000000000000")
              .butRabbit("nothing"),
          frames(
                  "a second part that is longer than what is left",
                  "connection 505",
                  "1" + PUBLISH,
                  "2" + HEADER_OF_5,
                  "3 00000000",
                  "3 0000")
              .butRabbit("nothing"));

  static final List<Violation> HEADERS =
      List.of(
          frames(
              "a header of another class",
              "connection 505",
              "1" + PUBLISH,
              "2 00320000 0000000000000000 0000"),
          frames(
              "a header of class 0",
              "connection 505",
              "1" + PUBLISH,
              "2 00000000 0000000000000000 0000"),
          frames(
              "a header with a weight",
              "connection 505",
              "1" + PUBLISH,
              "2 003c0001 0000000000000000 0000"),
          frames("a header with nothing in it", "connection 501", "1" + PUBLISH, "2"),
          frames(
              "a header that is cut off", "connection 501", "1" + PUBLISH, "2 003c0000 00000000"),
          frames(
                  "a header without flags",
                  "connection 501",
                  "1" + PUBLISH,
                  "2 003c0000 0000000000000000")
              .butRabbit("connection 541"),
          frames(
                  "flags that nobody has defined",
                  "connection 505",
                  "1" + PUBLISH,
                  "2 003c0000 0000000000000000 0002")
              .butRabbit("nothing"),
          frames(
                  "flags that go on, and do not",
                  "connection 501",
                  "1" + PUBLISH,
                  "2 003c0000 0000000000000000 0001")
              .butRabbit("nothing"),
          frames(
                  "a property that is cut off",
                  "connection 501",
                  "1" + PUBLISH,
                  "2 003c0000 0000000000000000 8000 05")
              .butRabbit("connection 541"),
          frames(
                  "a property that is no UTF-8",
                  "connection 502",
                  "1" + PUBLISH,
                  "2 003c0000 0000000000000000 8000 02c328")
              .butRabbit("nothing"),
          frames(
                  "headers with a type that is not there",
                  "connection 502",
                  "1" + PUBLISH,
                  "2 003c0000 0000000000000000 2000 00000003 0161 3f")
              .butRabbit("connection 541"),
          frames(
                  "headers that are longer than the frame",
                  "connection 501",
                  "1" + PUBLISH,
                  "2 003c0000 0000000000000000 2000 00000010 0161 56")
              .butRabbit("connection 541"),
          frames(
                  "something behind the properties",
                  "connection 501",
                  "1" + PUBLISH,
                  "2 003c0000 0000000000000000 0000 00")
              .butRabbit("connection 541"),
          frames(
                  "a body of 1 EiB",
                  "channel 406",
                  "1" + PUBLISH,
                  "2 003c0000 1000000000000000 0000")
              .butRabbit("nothing"),
          frames(
                  "a body of 2^63 bytes",
                  "connection 505",
                  "1" + PUBLISH,
                  "2 003c0000 8000000000000000 0000")
              .butRabbit("nothing"),
          frames(
              "an expiration that is no number",
              "channel 406",
              "1" + PUBLISH,
              "2 003c0000 0000000000000000 0100 04736f6f6e"));

  private ContentViolations() {}

  /** Frames of channel 1, each with its type before its payload. */
  private static Violation frames(String name, String told, String... frames) {
    return violation(
        name,
        "4.2.6",
        CHANNEL,
        told,
        client -> {
          for (String frame : frames) {
            client.write(Violation.frame(frame.charAt(0) - '0', 1, frame.substring(1)));
          }
        });
  }
}
