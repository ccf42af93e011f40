package io.millrace.broker.protocol.moonmq;

import io.millrace.broker.vhost.Deliveries;
import io.millrace.broker.vhost.VirtualHost;
import io.millrace.client.codec.Frame;
import io.millrace.client.codec.Frame.Fault;
import io.millrace.client.codec.Method;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A session for one who only publishes, one message at a time. For the caller's thread. */
final class PublishCalls implements Peer {
  private static final Logger LOG = LoggerFactory.getLogger(PublishCalls.class);

  private final Executor thread;
  private final Session session;
  private @Nullable Reply reply;
  private java.util.function.Consumer<Frame> answer = nobody -> {};

  PublishCalls(MoonmqFront front, Identity who, VirtualHost host, Executor thread) {
    this.thread = thread;
    this.session = new Session(this, who, host, front);
  }

  /** Publishes; one that was published before is answered. */
  void publish(Frame.Publish message, java.util.function.Consumer<Frame> whenKnown) {
    answer = whenKnown;
    session.publish(message).ifPresent(this::tell);
    endTurn();
  }

  void close() {
    answer = nobody -> {};
    session.close(false);
  }

  private void endTurn() {
    session.endRead();
    flush();
  }

  @Override
  public Reply openReply() {
    Reply opened = new Reply();
    reply = opened;
    return opened;
  }

  @Override
  public <T> void await(
      CompletableFuture<T> future,
      java.util.function.Consumer<T> then,
      Reply about,
      Method method) {
    CompletableFuture<T> unused =
        future.whenComplete(
            (value, failure) ->
                hop(
                    () -> {
                      if (failure == null) {
                        then.accept(value);
                      } else {
                        LOG.error("{} failed", method, failure);
                        about.answer(Codes.fault(Codes.FAILED, method, "the broker has failed"));
                      }
                      endTurn();
                    }));
  }

  @Override
  public void flush() {
    Frame known = reply == null ? null : reply.frame();
    if (known != null) {
      reply = null;
      answer.accept(known);
    }
  }

  @Override
  public void tell(Fault fault) {
    reply = null;
    answer.accept(fault);
  }

  @Override
  public void hop(Runnable task) {
    thread.execute(task);
  }

  /** There is never more than one on its way. */
  @Override
  public void holdPublishes() {}

  @Override
  public void releasePublishes() {}

  @Override
  public boolean isTakenFrom() {
    return true;
  }

  @Override
  public void push(Consumer consumer, Deliveries deliveries) {
    throw new IllegalStateException("nothing is bound");
  }

  @Override
  public void queueGone(Consumer consumer) {
    throw new IllegalStateException("nothing is bound");
  }
}
