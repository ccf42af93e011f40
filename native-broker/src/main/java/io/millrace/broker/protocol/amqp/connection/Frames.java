package io.millrace.broker.protocol.amqp.connection;

import io.millrace.broker.protocol.amqp.codec.BasicPublish;
import io.millrace.broker.protocol.amqp.codec.ConnectionBlocked;
import io.millrace.broker.protocol.amqp.codec.ConnectionClose;
import io.millrace.broker.protocol.amqp.codec.ConnectionUnblocked;
import io.millrace.broker.protocol.amqp.codec.ConnectionUpdateSecret;
import io.millrace.broker.protocol.amqp.codec.ConnectionUpdateSecretOk;
import io.millrace.broker.protocol.amqp.codec.ContentHeader;
import io.millrace.broker.protocol.amqp.codec.FrameSink;
import io.millrace.broker.protocol.amqp.codec.Method;
import io.millrace.broker.protocol.amqp.codec.ReplyCode;
import io.millrace.broker.security.ClientPlace;
import io.millrace.broker.transport.ReadGate.Reason;
import io.netty.buffer.ByteBuf;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes each frame of a connection to whoever it is for at that time of the connection's life. For
 * the connection's thread.
 */
final class Frames implements FrameSink, Throttle.Client {
  private final AmqpConnection connection;
  private final Ending ending;
  private final AmqpFront front;
  private @Nullable Handshake handshake;
  private @Nullable Session session;
  private @Nullable Throttle throttle;

  /** A publish that waits until there is room, and all that comes after it waits, too. */
  private @Nullable Held held;

  private record Held(int channel, Method method) {}

  Frames(AmqpConnection connection, Ending ending, AmqpFront front) {
    this.connection = connection;
    this.ending = ending;
    this.front = front;
  }

  boolean hasBegun() {
    return handshake != null;
  }

  /** The client has said which protocol it talks. */
  void begin(ClientPlace place, Optional<X509Certificate> certificate) {
    Handshake begun = new Handshake(connection, this, ending, front, place, certificate);
    handshake = begun;
    begun.begin();
  }

  /** The client is in. */
  void open(Membership membership, int channelMax) {
    if (!ending.isOpen()) {
      membership.close();
      return;
    }
    session =
        new Session(
            connection,
            membership,
            client(),
            connection.out(),
            channelMax,
            front.settings().channels());
    throttle = connection.throttle(this);
    connection.endDeadline();
    membership.begin(why -> connection.hop(() -> ending.force(why)));
  }

  private ClientProperties client() {
    return handshake == null ? ClientProperties.UNKNOWN : handshake.client();
  }

  @Override
  public void method(int channel, Method method) {
    try {
      take(channel, method);
    } catch (ConnectionError error) {
      ending.fail(error);
    }
  }

  private void take(int channel, Method method) {
    if (!ending.isOpen()) {
      ending.method(channel, method);
    } else if (channel == 0) {
      control(method);
    } else if (method.id() == BasicPublish.ID && isHeldUp()) {
      held = new Held(channel, method);
      connection.stop(Reason.NO_ROOM);
    } else {
      session(method).method(channel, method);
    }
  }

  private boolean isHeldUp() {
    return throttle != null && throttle.holdsUp();
  }

  private void control(Method method) {
    if (method instanceof ConnectionClose) {
      ending.clientCloses(session);
    } else if (session == null) {
      if (handshake != null) {
        handshake.method(method);
      }
    } else if (method instanceof ConnectionUpdateSecret) {
      // What was let in stays in, whatever its secret: there is none that runs out.
      connection.send(ConnectionUpdateSecretOk.DEFAULT);
    } else {
      throw new ConnectionError(
          ReplyCode.CHANNEL_ERROR, "unexpected method in connection state running", method);
    }
  }

  @Override
  public void header(int channel, ContentHeader header) {
    if (ending.isOpen()) {
      try {
        contents(channel).header(channel, header);
      } catch (ConnectionError error) {
        ending.fail(error);
      }
    }
  }

  @Override
  public void body(int channel, ByteBuf from, int bytes, int left) {
    if (ending.isOpen()) {
      try {
        contents(channel).body(channel, from, bytes, left);
      } catch (ConnectionError error) {
        ending.fail(error);
      }
    }
  }

  @Override
  public void heartbeat() {
    // That something came is all that it says.
  }

  /** Who content is for. */
  private Session contents(int channel) {
    if (channel == 0) {
      throw new ConnectionError(ReplyCode.CHANNEL_ERROR, "content on channel 0", 0, 0);
    }
    return session(null);
  }

  private Session session(@Nullable Method method) {
    Session open = session;
    if (open == null) {
      throw new ConnectionError(ReplyCode.CHANNEL_ERROR, "the connection is not open", method);
    }
    return open;
  }

  @Override
  public void block(String reason) {
    if (client().takesBlockedNotices()) {
      connection.send(new ConnectionBlocked(reason));
    }
  }

  @Override
  public void unblock() {
    if (client().takesBlockedNotices()) {
      connection.send(ConnectionUnblocked.DEFAULT);
    }
    connection.reopen(Reason.NO_ROOM);
  }

  /** Goes on with what was held, if it is not held any more. */
  void releaseHeld() {
    Held waiting = held;
    if (waiting != null && !connection.isStopped()) {
      held = null;
      method(waiting.channel(), waiting.method());
    }
  }

  void endTurn() {
    if (session != null) {
      session.endTurn();
    }
  }

  void writable() {
    if (session != null && ending.isOpen()) {
      session.writable();
    }
  }

  /** Nothing more is done for the client. */
  void leave(boolean counted) {
    held = null;
    if (throttle != null) {
      throttle.stop();
    }
    if (session != null) {
      session.close(counted);
    }
  }

  String nameForLogs() {
    String name = client().connectionName();
    return name.isEmpty() ? "" : " ('" + name + "')";
  }
}
