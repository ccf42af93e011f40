package io.millrace.broker.protocol.amqp.connection;

import io.millrace.broker.protocol.amqp.channel.Allowance;
import io.millrace.broker.protocol.amqp.channel.Backlog;
import io.millrace.broker.protocol.amqp.channel.ChannelSettings;
import io.millrace.broker.protocol.amqp.codec.ChannelClose;
import io.millrace.broker.protocol.amqp.codec.ChannelCloseOk;
import io.millrace.broker.protocol.amqp.codec.ChannelOpen;
import io.millrace.broker.protocol.amqp.codec.ChannelOpenOk;
import io.millrace.broker.protocol.amqp.codec.ContentHeader;
import io.millrace.broker.protocol.amqp.codec.Method;
import io.millrace.broker.protocol.amqp.codec.ReplyCode;
import io.millrace.broker.security.AccessTable;
import io.millrace.broker.vhost.VirtualHost;
import io.netty.buffer.ByteBuf;
import io.netty.util.collection.IntObjectHashMap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an open connection has: its channels, and what they share. For the connection's thread, but
 * for {@link #execute}.
 */
final class Session {
  private static final Logger LOG = LoggerFactory.getLogger(Session.class);

  private final AmqpConnection connection;
  private final Membership membership;
  private final ClientProperties client;
  private final Outgoing out;
  private final int channelMax;
  private final ChannelSettings settings;

  private final IntObjectHashMap<ChannelSlot> slots = new IntObjectHashMap<>(2);

  private final Touched touched = new Touched();
  private final Allowance allowance;
  private final ReadHolds holds;
  private final Backlog backlog;

  /** Where the last frame went, which is where the next one goes, mostly. */
  private @Nullable ChannelSlot last;

  /** What to do when every channel has done what it was asked; null while the client goes on. */
  private @Nullable Runnable whenDone;

  Session(
      AmqpConnection connection,
      Membership membership,
      ClientProperties client,
      Outgoing out,
      int channelMax,
      ChannelSettings settings) {
    this.connection = connection;
    this.membership = membership;
    this.client = client;
    this.out = out;
    this.channelMax = channelMax;
    this.settings = settings;
    this.allowance = new Allowance(settings.connectionBytes());
    this.holds = new ReadHolds(connection, settings.longestBlock(), this::endDeadlock);
    this.backlog = new Backlog(holds::add, holds::remove);
  }

  VirtualHost host() {
    return membership.host();
  }

  long number() {
    return membership.connection();
  }

  String user() {
    return membership.user();
  }

  AccessTable accessTable() {
    return membership.accessTable();
  }

  Allowance allowance() {
    return allowance;
  }

  Backlog backlog() {
    return backlog;
  }

  ReadHolds holds() {
    return holds;
  }

  ClientProperties client() {
    return client;
  }

  Outgoing out() {
    return out;
  }

  /** A method frame of a channel. */
  void method(int number, Method method) {
    ChannelSlot slot = slot(number);
    if (slot == null) {
      open(number, method);
    } else if (slot.isClosing()) {
      awaitCloseOk(slot, method);
    } else if (method instanceof ChannelOpen) {
      throw new ConnectionError(ReplyCode.CHANNEL_ERROR, "second 'channel.open' seen", method);
    } else if (method instanceof ChannelCloseOk) {
      throw new ConnectionError(
          ReplyCode.COMMAND_INVALID, "nobody has closed channel " + number, method);
    } else {
      touched.add(slot);
      slot.channel().method(method);
    }
  }

  private void open(int number, Method method) {
    if (!(method instanceof ChannelOpen)) {
      throw notOpen(method);
    }
    if (slots.size() >= channelMax) {
      throw new ConnectionError(
          ReplyCode.NOT_ALLOWED,
          "number of channels opened (%d) has reached the negotiated channel_max (%d)"
              .formatted(slots.size(), channelMax),
          method);
    }
    membership
        .admitChannel()
        .ifPresent(
            refusal -> {
              throw new ConnectionError(ReplyCode.NOT_ALLOWED, refusal, method);
            });
    slots.put(number, new ChannelSlot(number, this, settings));
    out.method(number, ChannelOpenOk.DEFAULT);
  }

  /** Both sides may have closed it at once: then each is told, and nothing else counts. */
  private void awaitCloseOk(ChannelSlot slot, Method method) {
    if (method instanceof ChannelCloseOk) {
      forget(slot);
    } else if (method instanceof ChannelClose) {
      out.method(slot.number(), ChannelCloseOk.DEFAULT);
    }
  }

  private static ConnectionError notOpen(@Nullable Method method) {
    return new ConnectionError(ReplyCode.CHANNEL_ERROR, "expected 'channel.open'", method);
  }

  /** A content header frame of a channel. */
  void header(int number, ContentHeader header) {
    ChannelSlot slot = known(number);
    if (!slot.isClosing()) {
      touched.add(slot);
      slot.channel().header(header);
    }
  }

  /** A content body frame of a channel, or a part of one. */
  void body(int number, ByteBuf from, int bytes, int left) {
    ChannelSlot slot = known(number);
    if (!slot.isClosing()) {
      touched.add(slot);
      slot.channel().body(from, bytes, left);
    }
  }

  private ChannelSlot known(int number) {
    ChannelSlot slot = slot(number);
    if (slot == null) {
      throw notOpen(null);
    }
    return slot;
  }

  private @Nullable ChannelSlot slot(int number) {
    ChannelSlot slot = last;
    if (slot == null || slot.number() != number) {
      slot = slots.get(number);
      last = slot;
    }
    return slot;
  }

  /** All that came for now was looked at. */
  void endTurn() {
    touched.endTurn();
  }

  /** The client takes again what it is sent. */
  void writable() {
    for (ChannelSlot slot : List.copyOf(slots.values())) {
      if (!slot.isClosing()) {
        touched.add(slot);
        slot.channel().writable();
      }
    }
  }

  /** From any thread. */
  void execute(ChannelSlot slot, Runnable task) {
    connection.hop(
        () -> {
          touched.add(slot);
          task.run();
        });
  }

  /** As {@link #execute}, after a while. */
  void executeAfter(Duration delay, ChannelSlot slot, Runnable task) {
    connection.after(delay, () -> execute(slot, task));
  }

  /**
   * Nothing was read for long: where publishes wait for a full queue, and the client consumes on
   * this connection, it may be the one that would make room, and is not heard.
   */
  private void endDeadlock() {
    List<ChannelSlot> all = List.copyOf(slots.values());
    if (all.stream().anyMatch(slot -> slot.channel().consumes())) {
      all.forEach(slot -> slot.channel().giveUpBlocked(settings.longestBlock()));
    }
  }

  void fail(ConnectionError error) {
    connection.fail(error);
  }

  /** The broker has closed a channel. */
  void channelFailed(ChannelSlot slot, ReplyCode code, String text) {
    LOG.info(
        "channel {} of {} is closed: {}", slot.number(), connection, ReplyTexts.of(code, text));
    if (whenDone != null) {
      forget(slot); // The client does not look any more.
    }
  }

  /** The client has closed a channel; it hears of it unless it has closed the connection. */
  void channelClosed(ChannelSlot slot) {
    if (whenDone == null) {
      out.method(slot.number(), ChannelCloseOk.DEFAULT);
    }
    forget(slot);
  }

  private void forget(ChannelSlot slot) {
    slots.remove(slot.number());
    membership.releaseChannel();
    last = null;
    Runnable then = whenDone;
    if (then != null && slots.isEmpty()) {
      whenDone = null;
      then.run();
    }
  }

  /** The client asks for nothing more: {@code then} runs when all is done that it asked for. */
  void finish(Runnable then) {
    List<ChannelSlot> open = new ArrayList<>(slots.values());
    for (ChannelSlot slot : open) {
      if (slot.isClosing()) {
        forget(slot);
      }
    }
    if (slots.isEmpty()) {
      then.run();
      return;
    }
    whenDone = then;
    for (ChannelSlot slot : List.copyOf(slots.values())) {
      touched.add(slot);
      slot.channel().finish();
    }
  }

  /**
   * Ends all channels.
   *
   * @param counted whether that is a failed attempt for what is not acknowledged
   */
  void close(boolean counted) {
    whenDone = null;
    List<ChannelSlot> all = List.copyOf(slots.values());
    slots.clear();
    last = null;
    for (ChannelSlot slot : all) {
      slot.close(counted);
      membership.releaseChannel();
    }
    endTurn();
    membership.close();
  }
}
