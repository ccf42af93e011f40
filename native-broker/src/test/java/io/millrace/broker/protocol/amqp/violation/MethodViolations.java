package io.millrace.broker.protocol.amqp.violation;

import static io.millrace.broker.protocol.amqp.violation.Violation.method;

import java.util.List;

/** Methods that are not there or not for clients, and arguments that cannot be read. */
final class MethodViolations {
  static final List<Violation> UNKNOWN =
      List.of(
          method("class 0", "4.2.4", "connection 503", "00000000").butRabbit("end"),
          method("class 99", "4.2.4", "connection 503", "0063000a").butRabbit("end"),
          method("class file of older versions", "4.2.4", "connection 503", "0046000a")
              .butRabbit("end"),
          method("class dtx of older versions", "4.2.4", "connection 503", "0064000a")
              .butRabbit("end"),
          method("method 999 of basic", "4.2.4", "connection 503", "003c03e7").butRabbit("end"),
          method("method 99 of queue", "4.2.4", "connection 503", "00320063 0000").butRabbit("end"),
          method("unbind-ok of exchange by another number", "4.2.4", "connection 503", "00280029")
              .butRabbit("end"));

  static final List<Violation> FOR_CLIENTS =
      List.of(
          method("channel.open-ok", "2.2.5", "connection 503", "0014000b 00000000"),
          method("exchange.declare-ok", "1.6", "connection 503", "0028000b"),
          method("exchange.bind-ok", "1.6", "connection 503", "0028001f"),
          method("queue.declare-ok", "1.7", "connection 503", "0032000b 0171 00000000 00000000"),
          method("queue.bind-ok", "1.7", "connection 503", "00320015"),
          method("basic.qos-ok", "1.8", "connection 503", "003c000b"),
          method("basic.consume-ok", "1.8", "connection 503", "003c0015 0163"),
          method("basic.return", "1.8", "connection 503", "003c0032 0138 00 00 00")
              .butRabbit("nothing"),
          method(
                  "basic.deliver",
                  "1.8",
                  "connection 503",
                  "003c003c 0163 0000000000000001 00 00 00")
              .butRabbit("nothing"),
          method(
                  "basic.get-ok",
                  "1.8",
                  "connection 503",
                  "003c0047 0000000000000001 00 00 00 00000000")
              .butRabbit("nothing"),
          method("basic.get-empty", "1.8", "connection 503", "003c0048 00"),
          method("basic.recover-ok", "1.8", "connection 503", "003c006f"),
          method("confirm.select-ok", "1.9", "connection 503", "0055000b"),
          method("tx.commit-ok", "1.9", "connection 503", "005a0015"));

  static final List<Violation> ARGUMENTS =
      List.of(
          method("queue.declare without arguments", "4.2.5", "connection 501", "0032000a"),
          method("queue.declare that is cut off", "4.2.5", "connection 501", "0032000a 0000 0171"),
          method(
              "queue.declare with something behind",
              "4.2.5",
              "connection 501",
              "0032000a 0000 0171 00 00000000 00"),
          method(
              "a name that is longer than the frame",
              "4.2.5.3",
              "connection 501",
              "0032000a 0000 ff71"),
          method(
                  "a name that is no UTF-8",
                  "4.2.5.3",
                  "connection 502",
                  "0032000a 0000 02c328 00 00000000")
              .butRabbit("connection 501"),
          method(
              "a table that is longer than the frame",
              "4.2.5.5",
              "connection 501",
              "0032000a 0000 0171 00 0000000a 0161 56"),
          method("a table of 4 GiB", "4.2.5.5", "connection 501", "0032000a 0000 0171 00 ffffffff"),
          method(
                  "a table with a type that is not there",
                  "4.2.5.5",
                  "connection 502",
                  "0032000a 0000 0171 00 00000003 0161 3f")
              .butRabbit("end"),
          method(
                  "a table with a name and no value",
                  "4.2.5.5",
                  "connection 501",
                  "0032000a 0000 0171 00 00000002 0161")
              .butRabbit("end"),
          method(
                  "a table with half a number",
                  "4.2.5.5",
                  "connection 501",
                  "0032000a 0000 0171 00 00000005 0161 49 0000")
              .butRabbit("end"),
          method(
                  "a string that is longer than its table",
                  "4.2.5.5",
                  "connection 501",
                  "0032000a 0000 0171 00 00000008 0161 53 00000002 78")
              .butRabbit("end"),
          method(
                  "an array that is longer than its table",
                  "4.2.5.5",
                  "connection 501",
                  "0032000a 0000 0171 00 00000007 0161 41 0000000a")
              .butRabbit("end"),
          method(
                  "an array with half a value",
                  "4.2.5.5",
                  "connection 501",
                  "0032000a 0000 0171 00 00000008 0161 41 00000001 74")
              .butRabbit("end"),
          method(
                  "a table in a table that is longer than it",
                  "4.2.5.5",
                  "connection 501",
                  "0032000a 0000 0171 00 00000007 0161 46 00000001")
              .butRabbit("end"),
          method(
                  "tables that are nested a hundred times",
                  "4.2.5.5",
                  "connection 502",
                  "0032000a 0000 0171 00" + nested(100))
              .butRabbit("nothing"),
          method("an ack with half a tag", "4.2.5", "connection 501", "003c0050 00000000"),
          method("a publish without its flags", "4.2.5", "connection 501", "003c0028 0000 00 0171"),
          method("a flow with nothing to say", "4.2.5", "connection 501", "00140014"),
          method("a close that is cut off", "4.2.5", "connection 501", "00140028 00c8 05"));

  private MethodViolations() {}

  private static String nested(int times) {
    String table = "00000000";
    for (int i = 0; i < times; i++) {
      table = "%08x 0161 46 %s".formatted(3 + table.replace(" ", "").length() / 2, table);
    }
    return table;
  }
}
