package io.millrace.broker.protocol.moonmq;

import io.millrace.broker.queue.KeyFilter;
import io.millrace.broker.security.Access;
import io.millrace.broker.vhost.SubscribeOptions;
import io.millrace.broker.vhost.Subscription;
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

  /** With so many patterns a connection may bind one queue. */
  private static final int MOST_PATTERNS = 64;

  private final Peer connection;
  private final VirtualHost host;
  private final Queues queues;
  private final QueueRules rules;
  private final Identity who;
  private final long connectionNumber;
  private int bindings;
  private boolean closed;

  Binder(
      Peer connection,
      VirtualHost host,
      Queues queues,
      QueueRules rules,
      Identity who,
      long connectionNumber) {
    this.connection = connection;
    this.host = host;
    this.queues = queues;
    this.rules = rules;
    this.who = who;
    this.connectionNumber = connectionNumber;
  }

  /** Answers when the queue's messages come, or why they do not. */
  void bind(Frame.Bind frame, int credit, Bindings into) {
    Reply reply = connection.openReply();
    BindTerms terms = BindTerms.of(rules, frame.queue(), frame.routingKey(), frame.noAck(), credit);
    Optional<Fault> refusal =
        Queues.refusal(who, Access.READ, terms.address().hostedName(), Method.BIND);
    Optional<Consumer> bound = into.consumer(frame.queue());
    if (refusal.isPresent()) {
      reply.answer(refusal.get());
    } else if (terms.filter().isPresent() && bound.isPresent()) {
      bindMore(terms, frame.routingKey(), bound.get(), into, reply);
    } else {
      bind(terms, into, reply);
    }
  }

  /** Where keys are patterns, those of before stay. */
  private void bindMore(
      BindTerms terms, String pattern, Consumer bound, Bindings into, Reply reply) {
    BindTerms before = bound.terms();
    KeyFilter all = before.filter().map(known -> known.or(pattern)).orElse(KeyFilter.of(pattern));
    if (all.size() > MOST_PATTERNS) {
      reply.answer(
          Codes.fault(
              Codes.BAD_REQUEST, Method.BIND, "more than %d patterns".formatted(MOST_PATTERNS)));
    } else if (before.noAck() == terms.noAck() && before.credit() == terms.credit()) {
      into.choose(bound.queue(), all);
      reply.answer(new Frame.BindOk(bound.queue(), Frame.BindOk.NOT_SAID));
    } else {
      bind(terms.with(all), into, reply);
    }
  }

  private void bind(BindTerms terms, Bindings into, Reply reply) {
    Consumer consumer = new Consumer(terms, connection);
    connection.await(
        queues.subscribe(who, terms.address().hostedName(), options(terms), consumer),
        outcome -> finish(outcome, consumer, into, reply),
        reply,
        Method.BIND);
  }

  private void finish(SubscribeOutcome outcome, Consumer consumer, Bindings into, Reply reply) {
    if (outcome.subscription().isEmpty()) {
      outcome.fault().ifPresent(reply::answer);
      return;
    }
    Subscription subscription = outcome.subscription().get();
    consumer.subscribed(subscription);
    if (closed) {
      consumer.detach(false);
      reply.answer(Codes.fault(Codes.UNAVAILABLE, Method.BIND, "the connection ends"));
      return;
    }
    into.bind(consumer, () -> new CopyQueue(this, consumer.terms(), ++bindings));
    if (!connection.isTakenFrom()) {
      consumer.flow(false);
    }
    reply.answer(new Frame.BindOk(consumer.queue(), subscription.readyBefore()));
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
  public SubscribeOptions options(BindTerms terms) {
    SubscribeOptions options =
        terms.noAck()
            ? new SubscribeOptions(
                connectionNumber,
                0,
                false,
                true,
                false,
                Math.max(terms.credit(), AUTOMATIC_WINDOW),
                Optional.empty())
            : SubscribeOptions.prefetch(connectionNumber, terms.credit());
    return options
        .withWindowBytes(Consumer.WINDOW_BYTES)
        .withFilter(terms.filter().orElse(KeyFilter.ALL));
  }

  /** The connection is gone, and what is on its way comes too late. */
  void close() {
    closed = true;
  }
}
