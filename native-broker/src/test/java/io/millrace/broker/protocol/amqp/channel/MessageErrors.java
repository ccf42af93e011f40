package io.millrace.broker.protocol.amqp.channel;

import static io.millrace.broker.protocol.amqp.channel.ErrorCase.channel;
import static io.millrace.broker.protocol.amqp.channel.ErrorCase.connection;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.DefaultConsumer;
import java.util.Map;
import java.util.stream.Stream;

/** Mistakes with messages: in publishing, consuming and settling them. */
final class MessageErrors {
  private MessageErrors() {}

  static Stream<ErrorCase> all() {
    return Stream.of(publishes(), consumers(), settlements(), modes()).flatMap(each -> each);
  }

  private static Stream<ErrorCase> publishes() {
    return Stream.of(
        channel(
            "publish to an exchange that is not there",
            404,
            "NOT_FOUND - no exchange 'none' in vhost '/'",
            (channel, other) -> channel.basicPublish("none", "k", null, Steps.BODY)),
        channel(
            "publish to an internal exchange",
            403,
            "ACCESS_REFUSED - cannot publish to internal exchange 'inside' in vhost '/'",
            (channel, other) -> {
              channel.exchangeDeclare(
                  "inside", BuiltinExchangeType.FANOUT, false, false, true, Map.of());
              channel.basicPublish("inside", "", null, Steps.BODY);
            }),
        channel(
            "publish as somebody else",
            406,
            "PRECONDITION_FAILED - user_id property set to 'somebody' but authenticated user was"
                + " 'guest'",
            (channel, other) ->
                channel.basicPublish(
                    "", "k", new BasicProperties.Builder().userId("somebody").build(), Steps.BODY)),
        channel(
            "publish with an expiration that is no number",
            406,
            "PRECONDITION_FAILED - invalid expiration 'soon'",
            (channel, other) ->
                channel.basicPublish(
                    "", "k", new BasicProperties.Builder().expiration("soon").build(), Steps.BODY)),
        channel(
            "publish with copies to what is no list",
            406,
            "PRECONDITION_FAILED - invalid message",
            (channel, other) ->
                channel.basicPublish(
                    "",
                    "k",
                    new BasicProperties.Builder().headers(Map.of("CC", "one")).build(),
                    Steps.BODY)),
        channel(
            "publish as somebody else, with a wrong expiration",
            406,
            "PRECONDITION_FAILED - user_id property set to 'somebody' but authenticated user was"
                + " 'guest'",
            (channel, other) ->
                channel.basicPublish(
                    "",
                    "k",
                    new BasicProperties.Builder().userId("somebody").expiration("soon").build(),
                    Steps.BODY)),
        channel(
            "publish with a wrong expiration to an exchange that is not there",
            404,
            "NOT_FOUND - no exchange 'none' in vhost '/'",
            (channel, other) ->
                channel.basicPublish(
                    "none",
                    "k",
                    new BasicProperties.Builder().expiration("soon").build(),
                    Steps.BODY)),
        channel(
            "publish with copies to what is no list to an exchange that is not there",
            404,
            "NOT_FOUND - no exchange 'none' in vhost '/'",
            (channel, other) ->
                channel.basicPublish(
                    "none",
                    "k",
                    new BasicProperties.Builder().headers(Map.of("CC", "one")).build(),
                    Steps.BODY)),
        channel(
            "publish for answers that nobody takes, to an exchange that is not there",
            404,
            "NOT_FOUND - no exchange 'none' in vhost '/'",
            (channel, other) -> channel.basicPublish("none", "k", replyTo(), Steps.BODY)),
        channel(
            "publish for answers that nobody takes, with a wrong expiration",
            406,
            "PRECONDITION_FAILED - fast reply consumer does not exist",
            (channel, other) ->
                channel.basicPublish(
                    "", "k", replyTo().builder().expiration("soon").build(), Steps.BODY)),
        channel(
            "publish for answers that nobody takes",
            406,
            "PRECONDITION_FAILED - fast reply consumer does not exist",
            (channel, other) -> channel.basicPublish("", "k", replyTo(), Steps.BODY)));
  }

  private static Stream<ErrorCase> consumers() {
    return Stream.of(
        channel(
            "consume from a queue that is not there",
            404,
            "NOT_FOUND - no queue 'none' in vhost '/'",
            (channel, other) -> Steps.consume(channel, "none", "")),
        channel(
            "get from a queue that is not there",
            404,
            "NOT_FOUND - no queue 'none' in vhost '/'",
            (channel, other) -> channel.basicGet("none", true)),
        connection(
            "consumer tag used twice",
            530,
            "NOT_ALLOWED - attempt to reuse consumer tag 'twice'",
            (channel, other) -> {
              Steps.declare(channel, "plain", Map.of());
              Steps.consume(channel, "plain", "twice");
              // The client's own method looks for that itself.
              channel.rpc(
                  new AMQP.Basic.Consume.Builder().queue("plain").consumerTag("twice").build());
            }),
        channel(
            "exclusive consumer beside another",
            403,
            "ACCESS_REFUSED - queue 'plain' in vhost '/' in exclusive use",
            (channel, other) -> {
              Steps.declare(channel, "plain", Map.of());
              Steps.consume(other, "plain", "");
              channel.basicConsume(
                  "plain", false, "", false, true, null, new DefaultConsumer(channel));
            }),
        channel(
            "consumer beside an exclusive one",
            403,
            "ACCESS_REFUSED - queue 'plain' in vhost '/' in exclusive use",
            (channel, other) -> {
              Steps.declare(channel, "plain", Map.of());
              other.basicConsume("plain", false, "", false, true, null, new DefaultConsumer(other));
              Steps.consume(channel, "plain", "");
            }),
        channel(
            "answers that are to be acknowledged",
            406,
            "PRECONDITION_FAILED - reply consumer cannot acknowledge",
            (channel, other) -> Steps.consume(channel, "amq.rabbitmq.reply-to", "")),
        channel(
            "answers consumed twice",
            406,
            "PRECONDITION_FAILED - reply consumer already set",
            (channel, other) -> {
              channel.basicConsume("amq.rabbitmq.reply-to", true, new DefaultConsumer(channel));
              channel.basicConsume("amq.rabbitmq.reply-to", true, new DefaultConsumer(channel));
            }),
        channel(
            "priority that is no number",
            406,
            "PRECONDITION_FAILED - invalid arg",
            (channel, other) -> {
              Steps.declare(channel, "plain", Map.of());
              channel.basicConsume(
                  "plain", false, Map.of("x-priority", "high"), new DefaultConsumer(channel));
            }),
        channel(
            "priority that is no number, of a consumer of a queue that is not there",
            404,
            "NOT_FOUND - no queue 'none' in vhost '/'",
            (channel, other) ->
                channel.basicConsume(
                    "none", false, Map.of("x-priority", "high"), new DefaultConsumer(channel))),
        connection(
            "prefetch in bytes",
            540,
            "NOT_IMPLEMENTED - prefetch_size!=0 (10)",
            (channel, other) -> channel.basicQos(10, 0, false)));
  }

  private static Stream<ErrorCase> settlements() {
    return Stream.of(
        channel(
            "ack of a tag that never was",
            406,
            "PRECONDITION_FAILED - unknown delivery tag 7",
            (channel, other) -> channel.basicAck(7, false)),
        channel(
            "ack of tags that never were",
            406,
            "PRECONDITION_FAILED - unknown delivery tag 7",
            (channel, other) -> channel.basicAck(7, true)),
        channel(
            "ack of tag 0",
            406,
            "PRECONDITION_FAILED - unknown delivery tag 0",
            (channel, other) -> channel.basicAck(0, false)),
        channel(
            "ack twice",
            406,
            "PRECONDITION_FAILED - unknown delivery tag 1",
            (channel, other) -> {
              long tag = Steps.fetchOne(channel);
              channel.basicAck(tag, false);
              channel.basicAck(tag, false);
            }),
        channel(
            "ack of what needs none",
            406,
            "PRECONDITION_FAILED - unknown delivery tag 1",
            (channel, other) -> {
              Steps.publishOne(channel);
              channel.basicAck(
                  channel.basicGet("plain", true).getEnvelope().getDeliveryTag(), false);
            }),
        channel(
            "reject of a tag that never was",
            406,
            "PRECONDITION_FAILED - unknown delivery tag 5",
            (channel, other) -> channel.basicReject(5, true)),
        channel(
            "nack of a tag that never was",
            406,
            "PRECONDITION_FAILED - unknown delivery tag 5",
            (channel, other) -> channel.basicNack(5, true, true)),
        connection(
            "recover without requeue",
            540,
            "NOT_IMPLEMENTED - requeue=false",
            (channel, other) -> channel.basicRecover(false)));
  }

  private static Stream<ErrorCase> modes() {
    return Stream.of(
        channel(
            "transaction on a channel with confirms",
            406,
            "PRECONDITION_FAILED - cannot switch from confirm to tx mode",
            (channel, other) -> {
              channel.confirmSelect();
              channel.txSelect();
            }),
        channel(
            "confirms on a channel with transactions",
            406,
            "PRECONDITION_FAILED - cannot switch from tx to confirm mode",
            (channel, other) -> {
              channel.txSelect();
              channel.confirmSelect();
            }),
        channel(
            "commit without a transaction",
            406,
            "PRECONDITION_FAILED - channel is not transactional",
            (channel, other) -> channel.txCommit()),
        channel(
            "rollback without a transaction",
            406,
            "PRECONDITION_FAILED - channel is not transactional",
            (channel, other) -> channel.txRollback()));
  }

  private static BasicProperties replyTo() {
    return new BasicProperties.Builder().replyTo("amq.rabbitmq.reply-to").build();
  }
}
