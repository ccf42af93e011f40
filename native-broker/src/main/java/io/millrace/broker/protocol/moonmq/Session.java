package io.millrace.broker.protocol.moonmq;

import io.millrace.broker.vhost.VirtualHost;
import io.millrace.client.codec.Frame;
import io.millrace.client.codec.Frame.Fault;
import io.millrace.client.codec.Method;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a client that was let in asks for. For the connection's thread.
 *
 * <p>A request that has to wait for a loop holds back those after it, so no order is lost. The
 * common ones, publishes to a queue that is there and acks, never wait.
 */
final class Session implements ClientFrames {
  private final Peer connection;
  private final MoonmqSettings settings;
  private final Supplier<Publishing> publisher;
  private final Binder binder;
  private final Bindings bindings;
  private final Runnable unknownAck;

  /** Made when there is something to publish: most connections only receive. */
  private @Nullable Publishing publishing;

  Session(Peer connection, Identity who, VirtualHost host, MoonmqFront front) {
    this.connection = connection;
    this.settings = front.settings();
    long number = front.nextConnection();
    Queues queues = new Queues(host, settings.queues(), number);
    this.publisher = () -> new Publishing(connection, who, host, queues, front);
    this.binder = new Binder(connection, host, queues, settings.queues(), who, number);
    this.bindings = new Bindings(front.fanouts());
    this.unknownAck = front::countUnknownAck;
  }

  @Override
  public Optional<Fault> publish(Frame.Publish frame) {
    Publishing there = publishing;
    if (there == null) {
      there = publisher.get();
      publishing = there;
    }
    there.publish(frame);
    return Optional.empty();
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
    if (publishing != null) {
      publishing.flush();
    }
    bindings.flushAcks();
  }

  /** The client takes what it is sent, or does not. */
  void flow(boolean open) {
    bindings.flow(open);
  }

  void queueGone(Consumer consumer) {
    String queue = consumer.queue();
    if (bindings.consumer(queue).filter(current -> current == consumer).isPresent()) {
      bindings.unbind(queue);
      connection.tell(
          Codes.fault(Codes.GONE, Method.BIND, "queue '%s' is no more".formatted(queue)));
    }
  }

  /**
   * Takes nothing from the client any more; what it has not acked goes back.
   *
   * @param counted whether that is a failed attempt
   */
  void close(boolean counted) {
    endRead();
    binder.close();
    bindings.unbindAll(counted);
  }
}
