package io.millrace.interop.differential;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.GetResponse;
import java.util.Map;
import java.util.Optional;

/** Steps that publish, take and settle messages. */
final class MessageSteps {
  /** How a message is settled. */
  enum Settlement {
    ACK,
    NACK_REQUEUE,
    NACK_DROP,
    REJECT_REQUEUE,
    REJECT_DROP
  }

  private static final long UNKNOWN_TAG = 9_999;

  private MessageSteps() {}

  static Step publish(
      int line,
      String exchange,
      String key,
      boolean mandatory,
      AMQP.BasicProperties properties,
      String body) {
    return Step.of(
        "line %d: basic.publish %s to '%s' with '%s' mandatory=%s%s"
            .formatted(
                line,
                Rendering.body(body.getBytes(UTF_8)),
                exchange,
                key,
                mandatory,
                Rendering.properties(properties)),
        side -> {
          Line own = side.line(line);
          own.channel().basicPublish(exchange, key, mandatory, properties, body.getBytes(UTF_8));
          own.published();
          return "sent";
        });
  }

  static Step get(int line, String queue, boolean autoAck) {
    return Step.of(
        "line %d: basic.get %s auto-ack=%s".formatted(line, queue, autoAck),
        side -> {
          Line own = side.line(line);
          GetResponse got = own.channel().basicGet(queue, autoAck);
          if (got == null) {
            return "empty";
          }
          String message = Rendering.message(got.getEnvelope(), got.getProps(), got.getBody());
          if (!autoAck) {
            own.hold(message, got.getEnvelope().getDeliveryTag());
          }
          return message + ", " + got.getMessageCount() + " more";
        });
  }

  static Step consume(
      int line,
      String queue,
      String tag,
      boolean autoAck,
      boolean exclusive,
      boolean noLocal,
      Map<String, Object> arguments) {
    return Step.of(
        "line %d: basic.consume %s as %s auto-ack=%s exclusive=%s no-local=%s %s"
            .formatted(line, queue, tag, autoAck, exclusive, noLocal, Rendering.value(arguments)),
        side -> {
          Line own = side.line(line);
          return "consumes as "
              + own.channel()
                  .basicConsume(
                      queue,
                      autoAck,
                      tag,
                      noLocal,
                      exclusive,
                      arguments,
                      own.consumer(tag, autoAck));
        });
  }

  static Step cancel(int line, String tag) {
    return Step.of(
        "line %d: basic.cancel %s".formatted(line, tag),
        side -> {
          side.line(line).channel().basicCancel(tag);
          return "cancelled";
        });
  }

  static Step settle(int line, int index, boolean multiple, Settlement how) {
    return new Step(
        "line %d: %s of held message %d multiple=%s".formatted(line, how, index, multiple),
        side -> {
          Line own = side.line(line);
          Optional<Line.Held> chosen = own.choose(index);
          return chosen.map(each -> own.covered(each, multiple).toString()).orElse("nothing");
        },
        side -> {
          Line own = side.line(line);
          Optional<Line.Held> chosen = own.choose(index);
          if (chosen.isEmpty()) {
            return "holds nothing";
          }
          boolean several =
              multiple && how != Settlement.REJECT_DROP && how != Settlement.REJECT_REQUEUE;
          own.settle(chosen.get(), several);
          send(own, chosen.get().tag(), several, how);
          return "sent";
        });
  }

  private static void send(Line line, long tag, boolean multiple, Settlement how)
      throws java.io.IOException {
    switch (how) {
      case ACK -> line.channel().basicAck(tag, multiple);
      case NACK_REQUEUE -> line.channel().basicNack(tag, multiple, true);
      case NACK_DROP -> line.channel().basicNack(tag, multiple, false);
      case REJECT_REQUEUE -> line.channel().basicReject(tag, true);
      case REJECT_DROP -> line.channel().basicReject(tag, false);
    }
  }

  static Step settleUnknown(int line) {
    return Step.of(
        "line %d: basic.ack of a tag that there is not".formatted(line),
        side -> {
          side.line(line).channel().basicAck(UNKNOWN_TAG, false);
          return "sent";
        });
  }

  static Step settleAll(int line, boolean requeue) {
    return Step.of(
        "line %d: %s of all".formatted(line, requeue ? "basic.nack" : "basic.ack"),
        side -> {
          Line own = side.line(line);
          own.forgetHeld();
          if (requeue) {
            own.channel().basicNack(0, true, true);
          } else {
            own.channel().basicAck(0, true);
          }
          return "sent";
        });
  }

  static Step recover(int line) {
    return Step.of(
        "line %d: basic.recover".formatted(line),
        side -> {
          Line own = side.line(line);
          own.forgetHeld();
          own.channel().basicRecover(true);
          return "recovered";
        });
  }

  static Step prefetch(int line, int count, boolean global) {
    return Step.of(
        "line %d: basic.qos %d global=%s".formatted(line, count, global),
        side -> {
          side.line(line).channel().basicQos(count, global);
          return "set";
        });
  }
}
