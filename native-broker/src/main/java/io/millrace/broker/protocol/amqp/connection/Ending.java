package io.millrace.broker.protocol.amqp.connection;

import io.millrace.broker.protocol.amqp.codec.ConnectionClose;
import io.millrace.broker.protocol.amqp.codec.ConnectionCloseOk;
import io.millrace.broker.protocol.amqp.codec.MalformedFrameException;
import io.millrace.broker.protocol.amqp.codec.Method;
import io.millrace.broker.protocol.amqp.codec.ReplyCode;
import io.millrace.broker.transport.LingeringClose;
import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a connection ends: who begins says why, the other says that it knows, and nothing else counts
 * after that (section 1.4.2.8 of the reference). For the connection's thread.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Netty tells the pipeline what fails.
final class Ending {
  private static final Logger LOG = LoggerFactory.getLogger(Ending.class);

  /** How long a client may take to say that it knows. */
  private static final long CLOSE_OK_MILLIS = 5_000;

  /** How long it may take to do what a client has asked for that closes. */
  private static final long LAST_REQUESTS_MILLIS = 10_000;

  private final AmqpConnection connection;
  private final Channel channel;
  private final Outgoing out;
  private Stage stage = Stage.OPEN;

  /** Goes on without the other side, after a while; null while nothing is waited for. */
  private @Nullable Future<?> deadline;

  private enum Stage {
    OPEN,
    /** The client has closed, and what it asked for before is being done. */
    LEAVING,
    /** The broker has closed, and waits for the client's word. */
    CLOSING,
    OVER
  }

  Ending(AmqpConnection connection, Channel channel, Outgoing out) {
    this.connection = connection;
    this.channel = channel;
    this.out = out;
  }

  /** Whether what comes counts. */
  boolean isOpen() {
    return stage == Stage.OPEN;
  }

  /** The client has begun with something else than the protocol that is spoken here. */
  void refuseProtocol() {
    if (stage == Stage.OPEN) {
      begin(Stage.OVER, true);
      out.protocolHeader();
      say();
    }
  }

  /** The client did something that ends the connection. */
  void fail(ConnectionError error) {
    if (stage == Stage.LEAVING) {
      closeOk(); // It does not look any more.
    } else if (stage == Stage.OPEN) {
      LOG.info("{} is closed: {}", connection, ReplyTexts.of(error.code(), error.text()));
      close(error, true);
    }
  }

  /** What came is no frame, and neither is anything after it. */
  void malformed(MalformedFrameException malformed) {
    if (stage == Stage.OPEN) {
      fail(
          new ConnectionError(
              malformed.replyCode(), malformed.text(), malformed.classId(), malformed.methodId()));
    }
    if (stage != Stage.OVER) {
      stage = Stage.OVER;
      say();
    }
  }

  /**
   * @param told whether the client understands why; else it sees only that the connection ends
   */
  void refuseLogin(ConnectionError error, boolean told) {
    if (told) {
      fail(error);
    } else if (stage == Stage.OPEN) {
      LOG.info("{} is closed: {}", connection, ReplyTexts.of(error.code(), error.text()));
      begin(Stage.OVER, true);
      channel.close();
    }
  }

  /** The broker stops. */
  void stop() {
    if (stage == Stage.OPEN) {
      close(forced("broker forced connection closure with reason 'shutdown'"), false);
    }
  }

  /** The client may be there no longer. */
  void force(String why) {
    if (stage == Stage.OPEN) {
      LOG.info("{} is closed: {}", connection, why);
      close(forced(why), false);
    }
  }

  private static ConnectionError forced(String why) {
    return new ConnectionError(ReplyCode.CONNECTION_FORCED, why, 0, 0);
  }

  private void close(ConnectionError error, boolean counted) {
    begin(Stage.CLOSING, counted);
    out.method(
        0,
        new ConnectionClose(
            error.code().code(),
            ReplyTexts.of(error.code(), error.text()),
            error.classId(),
            error.methodId()));
    out.flush();
    within(CLOSE_OK_MILLIS, () -> channel.close());
  }

  private void within(long millis, Runnable then) {
    deadline = channel.eventLoop().schedule(then, millis, TimeUnit.MILLISECONDS);
  }

  private void begin(Stage next, boolean counted) {
    stage = next;
    connection.leave(counted);
    connection.readAll();
  }

  /** The client closes, and is told so when all is done that it asked for. */
  void clientCloses(@Nullable Session session) {
    stage = Stage.LEAVING;
    if (session == null) {
      closeOk();
    } else {
      within(LAST_REQUESTS_MILLIS, this::closeOk);
      session.finish(this::closeOk);
    }
  }

  private void closeOk() {
    if (stage == Stage.LEAVING) {
      begin(Stage.OVER, false);
      out.method(0, ConnectionCloseOk.DEFAULT);
      say();
    }
  }

  /** Sends off the last words. */
  private void say() {
    connection.endIntake();
    out.end(LingeringClose.of(channel));
  }

  /** What comes after the end has begun. */
  void method(int number, Method method) {
    if (stage != Stage.CLOSING || number != 0) {
      return;
    }
    if (method instanceof ConnectionCloseOk) {
      stage = Stage.OVER;
      channel.close();
    } else if (method instanceof ConnectionClose) {
      stage = Stage.OVER;
      out.method(0, ConnectionCloseOk.DEFAULT);
      say();
    }
  }

  /** The connection is gone. */
  void over() {
    Stage before = stage;
    stage = Stage.OVER;
    if (deadline != null) {
      deadline.cancel(false);
      deadline = null;
    }
    if (before == Stage.OPEN || before == Stage.LEAVING) {
      connection.leave(before == Stage.OPEN);
    }
  }
}
