package io.millrace.broker.protocol.amqp.channel;

import io.millrace.broker.message.HeadersCodec;
import io.millrace.broker.protocol.amqp.codec.BasicAck;
import io.millrace.broker.protocol.amqp.codec.BasicNack;
import io.millrace.broker.protocol.amqp.codec.BasicReject;
import io.millrace.broker.protocol.amqp.codec.ContentHeader;
import io.millrace.broker.protocol.amqp.codec.Method;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What has come for a channel and has to wait, so that other channels of the connection go on; if
 * that is much, the connection is not read. For the connection's thread.
 */
final class Inbox {
  /** More than that is not held, but for what one read of the connection brings. */
  static final long LIMIT_BYTES = 1 << 20;

  /** What a method is taken to hold in memory, beside its table of arguments. */
  private static final int METHOD_BYTES = 512;

  /** What a byte of arguments at rest may take in memory, where values are small. */
  private static final int BYTES_PER_BYTE = 16;

  private final ChannelLink link;
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>(0);
  private long heldBytes;
  private boolean isReadHeld;

  /** How many, of the first, were published before something that was settled. */
  private int owed;

  /**
   * A method that waits.
   *
   * @param header of its content; null if it has none
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Waiting(Method method, @Nullable ContentHeader header, byte[] body) {}

  Inbox(ChannelLink link) {
    this.link = link;
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  void add(Waiting one) {
    waiting.add(one);
    account(sizeBytes(one));
    if (heldBytes > LIMIT_BYTES && !isReadHeld) {
      isReadHeld = true;
      link.holdReads();
    }
  }

  Waiting take() {
    Waiting one = waiting.remove();
    account(-sizeBytes(one));
    if (owed > 0) {
      owed--;
    }
    readOnIfThereIsRoom();
    return one;
  }

  private void readOnIfThereIsRoom() {
    if (heldBytes < LIMIT_BYTES / 2) {
      readOn();
    }
  }

  private void account(long bytes) {
    heldBytes += bytes;
    link.backlog().add(bytes);
  }

  /**
   * Takes the settlements out that nothing but publishes is before. From now on those publishes are
   * owed: what a client publishes before it settles must not be lost by itself.
   */
  List<Method> takeSettlements() {
    List<Method> settlements = new ArrayList<>();
    int before = 0;
    for (Iterator<Waiting> each = waiting.iterator(); each.hasNext(); ) {
      Waiting one = each.next();
      if (isSettlement(one.method())) {
        each.remove();
        account(-sizeBytes(one));
        settlements.add(one.method());
        owed = Math.max(owed, before);
      } else if (one.header() != null) {
        before++;
      } else {
        break;
      }
    }
    readOnIfThereIsRoom();
    return settlements;
  }

  static boolean isSettlement(Method method) {
    return switch (method.id()) {
      case BasicAck.ID, BasicNack.ID, BasicReject.ID -> true;
      default -> false;
    };
  }

  /** Whether the next one is owed, whatever becomes of the channel. */
  boolean isOwing() {
    return owed > 0;
  }

  /** Forgets all that waits. */
  void clear() {
    waiting.clear();
    account(-heldBytes);
    owed = 0;
    readOn();
  }

  private void readOn() {
    if (isReadHeld) {
      isReadHeld = false;
      link.readOn();
    }
  }

  private static long sizeBytes(Waiting one) {
    ContentHeader header = one.header();
    return METHOD_BYTES
        + (long) BYTES_PER_BYTE * HeadersCodec.size(one.method().arguments())
        + (header == null ? 0 : header.heldBytes())
        + one.body().length;
  }
}
