package io.millrace.broker.protocol.amqp.connection;

import io.millrace.broker.message.Properties;
import io.millrace.broker.protocol.amqp.channel.Allowance;
import io.millrace.broker.protocol.amqp.channel.AmqpChannel;
import io.millrace.broker.protocol.amqp.channel.Backlog;
import io.millrace.broker.protocol.amqp.channel.ChannelLink;
import io.millrace.broker.protocol.amqp.channel.ChannelSettings;
import io.millrace.broker.protocol.amqp.codec.ChannelClose;
import io.millrace.broker.protocol.amqp.codec.Method;
import io.millrace.broker.protocol.amqp.codec.ReplyCode;
import io.millrace.broker.security.AccessTable;
import io.millrace.broker.vhost.VirtualHost;
import java.time.Duration;

/**
 * One channel's number on a connection, from channel.open until both sides know that it is closed.
 * For the connection's thread.
 */
final class ChannelSlot implements ChannelLink {
  private final int number;
  private final Session session;
  private final AmqpChannel channel;

  /** The broker has closed it, and the client has not said that it knows. */
  private boolean closing;

  /** Nothing is called any more but the end of turns. */
  private boolean closed;

  /** Whether it wants the connection not to be read. */
  private boolean holds;

  /** Whether it was called since the last end of a turn. */
  private boolean touched;

  ChannelSlot(int number, Session session, ChannelSettings settings) {
    this.number = number;
    this.session = session;
    this.channel = new AmqpChannel(this, settings);
  }

  /** What it does. */
  AmqpChannel channel() {
    return channel;
  }

  /** Whether the broker has closed it, and waits for the client's word. */
  boolean isClosing() {
    return closing;
  }

  /** It is called: whether that is the first time in this turn. */
  boolean touch() {
    boolean first = !touched;
    touched = true;
    return first;
  }

  void endTurn() {
    touched = false;
    channel.endTurn();
  }

  /** Ends what it does; twice is harmless. */
  void close(boolean counted) {
    if (!closed) {
      closed = true;
      readOn();
      channel.closed(counted);
    }
  }

  @Override
  public int number() {
    return number;
  }

  @Override
  public VirtualHost host() {
    return session.host();
  }

  @Override
  public long connection() {
    return session.number();
  }

  @Override
  public String user() {
    return session.user();
  }

  @Override
  public AccessTable accessTable() {
    return session.accessTable();
  }

  @Override
  public Allowance allowance() {
    return session.allowance();
  }

  @Override
  public Backlog backlog() {
    return session.backlog();
  }

  @Override
  public boolean takesCancelNotices() {
    return session.client().takesCancelNotices();
  }

  @Override
  public void send(Method method) {
    session.out().method(number, method);
  }

  @Override
  public void send(Method method, Properties properties, byte[] body) {
    session.out().content(number, method, properties, body);
  }

  @Override
  public void failChannel(ReplyCode code, String text, int classId, int methodId) {
    if (!closed) {
      closing = true;
      send(new ChannelClose(code.code(), ReplyTexts.of(code, text), classId, methodId));
      close(true);
      session.channelFailed(this, code, text);
    }
  }

  @Override
  public void failConnection(ReplyCode code, String text, int classId, int methodId) {
    if (!closed) {
      session.fail(new ConnectionError(code, text, classId, methodId));
    }
  }

  @Override
  public void closeOk() {
    if (!closed) {
      close(false);
      session.channelClosed(this);
    }
  }

  @Override
  public boolean isWritable() {
    return session.out().isTaken();
  }

  @Override
  public void holdReads() {
    if (!holds && !closed) {
      holds = true;
      session.holds().add();
    }
  }

  @Override
  public void readOn() {
    if (holds) {
      holds = false;
      session.holds().remove();
    }
  }

  @Override
  public void execute(Runnable task) {
    session.execute(this, task);
  }

  @Override
  public void executeAfter(Duration delay, Runnable task) {
    session.executeAfter(delay, this, task);
  }
}
