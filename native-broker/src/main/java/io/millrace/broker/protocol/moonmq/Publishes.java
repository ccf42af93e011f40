package io.millrace.broker.protocol.moonmq;

import io.millrace.broker.message.Message;
import io.millrace.broker.message.Properties;
import io.millrace.broker.message.PropertiesBuilder;
import io.millrace.broker.vhost.ConfirmTarget;
import io.millrace.broker.vhost.Publisher;
import io.millrace.broker.vhost.VirtualHost;
import io.millrace.client.codec.Confirm;
import io.millrace.client.codec.Frame;
import java.util.List;

/** What one connection publishes, until it is answered. For the connection's thread. */
final class Publishes {
  private static final String DEFAULT_EXCHANGE = "";

  private final Publisher publisher;
  private final MessageIds ids;
  private final QueueRules rules;
  private final OpenPublishes open;

  /**
   * @param news told by any thread that {@link #takeConfirms} is to be called
   * @param again told within that of what has to be published again, since its queue had just gone
   */
  Publishes(
      VirtualHost host,
      MessageIds ids,
      QueueRules rules,
      ConfirmTarget news,
      OpenPublishes.Again again) {
    this.publisher = host.publisher(news);
    this.ids = ids;
    this.rules = rules;
    this.open = new OpenPublishes(again);
  }

  /**
   * Publishes; {@code reply} is answered when the message is where it is to be.
   *
   * @param place among those that the connection publishes
   * @return whether there is such a queue; if not, nothing has happened
   */
  boolean publish(String hostedName, long place, Frame.Publish frame, Reply reply) {
    long messageId = ids.next();
    boolean tellsKey = rules.of(frame.queue()).keyPatterns();
    boolean routed = publish(hostedName, properties(frame, messageId, tellsKey), frame.body());
    if (routed) {
      open.open(place, frame, reply, messageId);
    } else {
      open.skip();
    }
    return routed;
  }

  /** Whether something is on its way to that queue. */
  boolean hasFor(Frame.Publish frame) {
    QueueAddress to = address(frame);
    return open.any(each -> address(each).equals(to));
  }

  private QueueAddress address(Frame.Publish frame) {
    return rules.address(frame.queue(), frame.routingKey());
  }

  /**
   * Publishes a copy to each of some queues; {@code reply} is answered when all of them are where
   * they are to be.
   *
   * @return how many of the queues there are; if none, nothing has happened
   */
  int publishCopies(List<String> hostedNames, Frame.Publish frame, Reply reply) {
    long messageId = ids.next();
    Properties properties = properties(frame, messageId, true);
    int copies = 0;
    for (String each : hostedNames) {
      if (publish(each, properties, frame.body())) {
        open.openCopy(reply, messageId);
        copies++;
      } else {
        open.skip();
      }
    }
    // Nobody is told before the thread gets to taking confirms.
    reply.awaitCopies(copies);
    return copies;
  }

  private boolean publish(String hostedName, Properties properties, byte[] body) {
    return switch (publisher.publish(new Message(DEFAULT_EXCHANGE, hostedName, properties, body))) {
      case ROUTED, PARKED -> true;
      case UNROUTABLE -> false;
      // None is said of the default exchange, and of a publish with a confirm and no headers.
      case NO_EXCHANGE, INTERNAL_EXCHANGE, INVALID_COPY_KEYS, CONFIRMS_REQUIRED ->
          throw new IllegalStateException("the default exchange is not there for clients");
    };
  }

  /**
   * @param tellsKey whether the message is to show its key, which its queue's name does not tell
   */
  private static Properties properties(Frame.Publish frame, long messageId, boolean tellsKey) {
    PropertiesBuilder properties = Properties.builder().messageId(Long.toString(messageId));
    if (frame.confirm() != Confirm.MEMORY) {
      properties.persistent();
    }
    if (tellsKey && !frame.routingKey().isEmpty()) {
      properties.key(frame.routingKey());
    }
    if (frame.delayMillis() > 0) {
      properties.delayMillis(frame.delayMillis());
    }
    if (frame.deliverAtMillis() > 0) {
      properties.deliverAtMillis(frame.deliverAtMillis());
    }
    return properties.build();
  }

  /** Sends off what was collected. */
  void flush() {
    publisher.flush();
  }

  /** Whether to take more from the client; when not, there will be news. */
  boolean hasRoom() {
    return publisher.hasRoom();
  }

  /** Answers what is known. */
  void takeConfirms() {
    publisher.takeConfirms(open);
  }
}
