package io.millrace.broker.protocol.moonmq;

import io.millrace.broker.security.Access;
import io.millrace.broker.vhost.SubscribeOptions;
import io.millrace.broker.vhost.VirtualHost;
import io.millrace.client.codec.Frame;
import io.millrace.client.codec.Frame.Fault;
import io.millrace.client.codec.Method;
import java.util.Optional;

/** Binds queues for one connection. For the connection's thread. */
final class Binder implements CopyQueues {
  /**
   * How many messages without ack are under way to a client that does not say; more than a turn.
   */
  private static final int AUTOMATIC_WINDOW = 1024;

  private final Peer connection;
  private final VirtualHost host;
  private final Queues queues;
  private final Identity who;
  private final long connectionNumber;
  private int bindings;
  private boolean closed;

  Binder(Peer connection, VirtualHost host, Queues queues, Identity who, long connectionNumber) {
    this.connection = connection;
    this.host = host;
    this.queues = queues;
    this.who = who;
    this.connectionNumber = connectionNumber;
  }

  /** Answers when the queue's messages come, or why they do not. */
  void bind(Frame.Bind frame, int credit, Bindings into) {
    Reply reply = connection.openReply();
    QueueAddress address = new QueueAddress(frame.queue(), frame.routingKey());
    String hosted = address.hostedName();
    Optional<Fault> refusal = Queues.refusal(who, Access.READ, hosted, Method.BIND);
    if (refusal.isPresent()) {
      reply.answer(refusal.get());
      return;
    }
    Consumer consumer = new Consumer(address, frame.noAck(), connection);
    connection.await(
        queues.subscribe(who, hosted, options(frame.noAck(), credit), consumer),
        outcome -> finish(outcome, consumer, credit, into, reply),
        reply,
        Method.BIND);
  }

  private void finish(
      SubscribeOutcome outcome, Consumer consumer, int credit, Bindings into, Reply reply) {
    if (outcome.subscription().isEmpty()) {
      outcome.fault().ifPresent(reply::answer);
      return;
    }
    consumer.subscribed(outcome.subscription().get());
    if (closed) {
      consumer.detach(false);
      reply.answer(Codes.fault(Codes.UNAVAILABLE, Method.BIND, "the connection ends"));
      return;
    }
    into.bind(consumer, () -> copies(consumer, credit));
    if (!connection.isTakenFrom()) {
      consumer.flow(false);
    }
    reply.answer(new Frame.BindOk(consumer.address().queue()));
  }

  private CopyQueue copies(Consumer consumer, int credit) {
    return new CopyQueue(this, consumer.address(), consumer.noAck(), credit, ++bindings);
  }

  @Override
  public VirtualHost host() {
    return host;
  }

  @Override
  public Peer connection() {
    return connection;
  }

  @Override
  public long connectionNumber() {
    return connectionNumber;
  }

  @Override
  public SubscribeOptions options(boolean noAck, int credit) {
    SubscribeOptions options =
        noAck
            ? new SubscribeOptions(
                connectionNumber,
                0,
                false,
                true,
                false,
                Math.max(credit, AUTOMATIC_WINDOW),
                Optional.empty())
            : SubscribeOptions.prefetch(connectionNumber, credit);
    return options.withWindowBytes(Consumer.WINDOW_BYTES);
  }

  /** The connection is gone, and what is on its way comes too late. */
  void close() {
    closed = true;
  }
}
