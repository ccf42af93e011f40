package io.millrace.broker.protocol.moonmq;

import io.millrace.broker.security.Access;
import io.millrace.broker.vhost.VirtualHost;
import io.millrace.client.codec.Confirm;
import io.millrace.client.codec.Frame;
import io.millrace.client.codec.Frame.Fault;
import io.millrace.client.codec.Method;
import io.millrace.client.codec.PublishType;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What a client that was let in asks for, one method each, which gives the fault that ends the
 * connection, if it is one. For the connection's thread.
 *
 * <p>A request that has to wait for a loop holds back those after it, so no order is lost. The
 * common ones, publishes to a queue that is there and acks, never wait.
 */
final class Session implements Frame.Cases<Optional<Fault>> {
  private static final int MOST_TRIES = 3;

  private final Peer connection;
  private final MoonmqSettings settings;
  private final Identity who;
  private final Queues queues;
  private final Publishes publishes;
  private final Binder binder;
  private final FanoutGroups fanouts;
  private final Bindings bindings;
  private final Runnable unknownAck;

  /** Where the last publish went, which is where the next one goes, mostly. */
  private @Nullable QueueAddress lastAddress;

  private String lastHosted = "";

  Session(Peer connection, Identity who, VirtualHost host, MoonmqFront front) {
    this.connection = connection;
    this.settings = front.settings();
    this.who = who;
    long number = front.nextConnection();
    this.queues = new Queues(host, settings.queues(), number);
    this.publishes =
        new Publishes(host, front.messageIds(), () -> connection.hop(this::confirmsCame));
    this.binder = new Binder(connection, host, queues, who, number);
    this.fanouts = front.fanouts();
    this.bindings = new Bindings(fanouts);
    this.unknownAck = front::countUnknownAck;
  }

  @Override
  public Optional<Fault> publish(Frame.Publish frame) {
    Reply reply = connection.openReply();
    Optional<Fault> refusal = refusalOf(frame);
    if (refusal.isPresent()) {
      reply.answer(refusal.get());
    } else if (frame.type() == PublishType.FANOUT) {
      publishCopies(frame, reply);
    } else {
      publish(frame, reply, MOST_TRIES);
    }
    return Optional.empty();
  }

  /** To everybody who has bound the queue; while nobody has, it waits like any other message. */
  private void publishCopies(Frame.Publish frame, Reply reply) {
    List<CompletableFuture<Optional<String>>> names =
        fanouts.members(frame.queue()).stream().map(CopyQueue::name).toList();
    CompletableFuture<?>[] all = names.toArray(CompletableFuture<?>[]::new);
    CompletableFuture<List<String>> there =
        CompletableFuture.allOf(all)
            .thenApply(
                done ->
                    names.stream().map(CompletableFuture::join).flatMap(Optional::stream).toList());
    if (there.isDone() && !there.isCompletedExceptionally()) {
      publishCopies(frame, there.join(), reply);
    } else {
      connection.await(there, known -> publishCopies(frame, known, reply), reply, Method.PUBLISH);
    }
  }

  private void publishCopies(Frame.Publish frame, List<String> hostedNames, Reply reply) {
    if (publishes.publishCopies(hostedNames, frame, reply) > 0) {
      heedRoom();
    } else {
      reply.awaitCopies(1);
      publish(frame, reply, MOST_TRIES);
    }
  }

  private Optional<Fault> refusalOf(Frame.Publish frame) {
    if (frame.body().length == 0 && !settings.emptyBodies()) {
      return refused(Codes.BAD_REQUEST, "the body is empty");
    }
    if (frame.confirm() == Confirm.QUORUM) {
      return refused(Codes.NOT_IMPLEMENTED, "no queue has several members");
    }
    return Queues.refusal(who, Access.WRITE, hosted(frame), Method.PUBLISH);
  }

  private static Optional<Fault> refused(int code, String why) {
    return Optional.of(Codes.fault(code, Method.PUBLISH, why));
  }

  /** Publishes, and makes the queue first where there is none. */
  private void publish(Frame.Publish frame, Reply reply, int triesLeft) {
    String hosted = hosted(frame);
    if (publishes.publish(hosted, frame, reply)) {
      heedRoom();
    } else if (triesLeft == 0) {
      reply.answer(Codes.fault(Codes.FAILED, Method.PUBLISH, "the queue does not stay"));
    } else {
      connection.await(
          queues.open(who, hosted, Method.PUBLISH),
          refusal ->
              refusal.ifPresentOrElse(reply::answer, () -> publish(frame, reply, triesLeft - 1)),
          reply,
          Method.PUBLISH);
    }
  }

  private String hosted(Frame.Publish frame) {
    QueueAddress last = lastAddress;
    if (last == null
        || !last.queue().equals(frame.queue())
        || !last.routingKey().equals(frame.routingKey())) {
      last = new QueueAddress(frame.queue(), frame.routingKey());
      lastAddress = last;
      lastHosted = last.hostedName();
    }
    return lastHosted;
  }

  private void heedRoom() {
    if (!publishes.hasRoom()) {
      publishes.flush();
      connection.holdPublishes();
    }
  }

  /** Something became of publishes, or there is room for more. */
  private void confirmsCame() {
    publishes.takeConfirms();
    if (publishes.hasRoom()) {
      connection.releasePublishes();
    }
    connection.flush();
  }

  @Override
  public Optional<Fault> bind(Frame.Bind frame) {
    int credit = frame.credit() == 0 ? settings.credit() : frame.credit();
    binder.bind(frame, credit, bindings);
    return Optional.empty();
  }

  @Override
  public Optional<Fault> unbind(Frame.Unbind frame) {
    if (frame.queue().isEmpty()) {
      bindings.unbindAll(false);
    } else {
      bindings.unbind(frame.queue());
    }
    connection.openReply().answer(new Frame.UnbindOk(frame.queue()));
    return Optional.empty();
  }

  @Override
  public Optional<Fault> ack(Frame.Ack frame) {
    if (!bindings.isBound(frame.queue())) {
      connection.tell(Codes.fault(Codes.FORBIDDEN, Method.ACK, "the queue is not bound"));
    } else if (!bindings.acknowledge(frame.queue(), frame.messageId())) {
      unknownAck.run();
    }
    return Optional.empty();
  }

  @Override
  public Optional<Fault> heartbeat(Frame.Heartbeat frame) {
    if (!frame.queue().isEmpty() && !bindings.renew(frame.queue(), frame.messageId())) {
      unknownAck.run();
    }
    return Optional.empty();
  }

  @Override
  public Optional<Fault> auth(Frame.Auth frame) {
    connection
        .openReply()
        .answer(
            settings.authentication()
                ? Codes.fault(Codes.BAD_REQUEST, Method.AUTH, "you are logged in")
                : new Frame.AuthOk());
    return Optional.empty();
  }

  /** All that came in one read was looked at. */
  void endRead() {
    publishes.flush();
    bindings.flushAcks();
  }

  /** The client takes what it is sent, or does not. */
  void flow(boolean open) {
    bindings.flow(open);
  }

  void queueGone(Consumer consumer) {
    String queue = consumer.address().queue();
    if (bindings.consumer(queue).filter(current -> current == consumer).isPresent()) {
      bindings.unbind(queue);
      connection.tell(
          Codes.fault(Codes.GONE, Method.BIND, "queue '%s' is no more".formatted(queue)));
    }
  }

  /** The client is gone: what it has not acked goes back. */
  void close() {
    endRead();
    binder.close();
    bindings.unbindAll(true);
  }

  @Override
  public Optional<Fault> authOk(Frame.AuthOk frame) {
    return notForClients(Method.AUTH_OK);
  }

  @Override
  public Optional<Fault> publishOk(Frame.PublishOk frame) {
    return notForClients(Method.PUBLISH_OK);
  }

  @Override
  public Optional<Fault> bindOk(Frame.BindOk frame) {
    return notForClients(Method.BIND_OK);
  }

  @Override
  public Optional<Fault> unbindOk(Frame.UnbindOk frame) {
    return notForClients(Method.UNBIND_OK);
  }

  @Override
  public Optional<Fault> error(Fault frame) {
    return notForClients(Method.ERROR);
  }

  @Override
  public Optional<Fault> push(Frame.Push frame) {
    return notForClients(Method.PUSH);
  }

  private static Optional<Fault> notForClients(Method method) {
    return Optional.of(Codes.fault(Codes.BAD_REQUEST, method, "this is for brokers to send"));
  }
}
