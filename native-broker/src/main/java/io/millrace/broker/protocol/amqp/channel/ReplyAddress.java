package io.millrace.broker.protocol.amqp.channel;

import io.millrace.broker.protocol.amqp.codec.BasicConsume;
import io.millrace.broker.vhost.QueueFacts;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Direct reply-to: a client consumes {@link #NAME}, says it in the reply-to of its requests, and
 * gets the answers, without a queue of its own to declare. What is behind it is a queue in memory
 * that goes with the consumer, whose name the requests carry.
 */
final class ReplyAddress {
  /** What clients say. */
  static final String NAME = "amq.rabbitmq.reply-to";

  private static final String PREFIX = NAME + ".";

  private final Dialogue dialogue;
  private final Consumers consumers;
  private String queue = "";

  /** Who gets the answers; null before the first. */
  private @Nullable ChannelConsumer consumer;

  ReplyAddress(Dialogue dialogue, Consumers consumers) {
    this.dialogue = dialogue;
    this.consumers = consumers;
  }

  /** Whether a name is the one that clients say, or one that stands behind it. */
  static boolean isAny(String queue) {
    return queue.equals(NAME) || queue.startsWith(PREFIX);
  }

  /** The queue that answers go to; empty if the channel does not consume any. */
  Optional<String> queue() {
    return isConsumed() ? Optional.of(queue) : Optional.empty();
  }

  private boolean isConsumed() {
    return consumer != null && consumers.has(consumer);
  }

  /** The channel is to get answers. */
  void consume(BasicConsume asked) {
    if (isConsumed()) {
      dialogue.fail(Fault.preconditionFailed("reply consumer already set"), asked);
    } else if (!asked.noAck()) {
      dialogue.fail(Fault.preconditionFailed("reply consumer cannot acknowledge"), asked);
    } else {
      dialogue.await(
          dialogue.host().declareReplyQueue(dialogue.link().connection()),
          asked,
          made -> made(asked, made));
    }
  }

  private void made(BasicConsume asked, QueueFacts made) {
    queue = made.definition().name();
    consumer = consumers.consume(asked, queue);
  }
}
