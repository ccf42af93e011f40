package io.millrace.broker.protocol.moonmq;

import io.millrace.broker.vhost.VirtualHost;
import io.millrace.client.codec.Frame;
import io.millrace.client.codec.Frame.Fault;
import io.millrace.client.codec.Method;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who has no connection of the protocol and asks for one thing at a time, as by HTTP.
 *
 * <p><b>Threads:</b> the one that it was made for, which answers come on, too. Nothing blocks.
 */
public final class Caller {
  private final MoonmqFront front;
  private final Executor thread;
  private final long number;

  /** Of the last one who published. */
  private @Nullable PublishCalls publishes;

  private String publisher = "";

  private @Nullable VirtualHost publishesTo;

  /**
   * @param thread runs what it is given in order; what it cannot run any more it may drop
   */
  Caller(MoonmqFront front, Executor thread) {
    this.front = front;
    this.thread = thread;
    this.number = front.nextConnection();
  }

  /**
   * Publishes.
   *
   * @param answer gets a {@link Frame.PublishOk} or a {@link Fault}, before the next call
   */
  public void publish(Identity who, Frame.Publish message, Consumer<Frame> answer) {
    Optional<VirtualHost> host = front.host();
    if (host.isEmpty()) {
      answer.accept(noHost(Method.PUBLISH));
      return;
    }
    // One that was deleted and made anew is another one.
    if (publishes == null || !publisher.equals(who.user()) || publishesTo != host.get()) {
      close();
      publishes = new PublishCalls(front, who, host.get(), thread);
      publisher = who.user();
      publishesTo = host.get();
    }
    publishes.publish(message, answer);
  }

  /**
   * Takes the next message of a queue.
   *
   * @param waits whether to wait for one if there is none
   * @param taker gets it, unless the wait was given up
   * @return the wait, to be given up
   */
  public MessageWait take(
      Identity who, String queue, String routingKey, boolean waits, MessageTaker taker) {
    MessageWait wait =
        new MessageWait(
            BindTerms.of(front.settings().queues(), queue, routingKey, false, 1),
            thread,
            front.messageIds(),
            taker);
    front
        .host()
        .ifPresentOrElse(
            host -> wait.begin(who, front.stays(), host, front.settings().queues(), number, waits),
            () -> taker.refused(noHost(Method.BIND)));
    return wait;
  }

  private static Fault noHost(Method method) {
    return Codes.fault(Codes.UNAVAILABLE, method, "there is no such virtual host");
  }

  /** The caller is gone: nothing more is answered. */
  public void close() {
    if (publishes != null) {
      publishes.close();
      publishes = null;
    }
  }
}
