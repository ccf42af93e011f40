package io.millrace.broker.protocol.amqp.channel;

import io.millrace.broker.protocol.amqp.codec.BasicPublish;
import io.millrace.broker.protocol.amqp.codec.ChannelClose;
import io.millrace.broker.protocol.amqp.codec.ContentHeader;
import io.millrace.broker.protocol.amqp.codec.Method;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.Optional;

/**
 * One channel of a connection: what comes for it is done in order, one request after another, while
 * other channels go on.
 *
 * <p>The connection makes it when it has seen channel.open, which it answers itself. It gives the
 * channel all methods of its number from then on, channel.close included, but no channel.close-ok.
 *
 * <p><b>Threads:</b> the connection's event loop. Nothing blocks.
 *
 * <p><b>Limits:</b> {@link ChannelSettings}. What waits for a request before it, or for room for
 * publishes, is held up to a megabyte; beyond that the connection is not read.
 */
public final class AmqpChannel {
  private static final byte[] NO_BODY = {};

  private final ContentAssembler assembler;
  private final Inbox inbox;
  private final Dialogue dialogue;
  private final ChannelMethods methods;
  private boolean draining;

  public AmqpChannel(ChannelLink link, ChannelSettings settings) {
    this.assembler = new ContentAssembler(settings.messageBytes(), link.allowance(), this::content);
    this.inbox = new Inbox(link);
    this.dialogue = new Dialogue(link, this::drain);
    this.methods = new ChannelMethods(dialogue, settings);
  }

  /** A method frame. */
  public void method(Method method) {
    if (dialogue.isEnded()) {
      return;
    }
    Optional<Fault> refusal = assembler.refusalOfMethod();
    if (refusal.isPresent()) {
      dialogue.fail(refusal.get(), null);
    } else if (method instanceof BasicPublish publish) {
      assembler.begin(publish);
    } else {
      take(method);
    }
  }

  /**
   * The client has closed the connection: as a channel.close, which is not refused where a content
   * is not complete.
   */
  public void finish() {
    if (!dialogue.isEnded()) {
      take(ChannelClose.DEFAULT);
    }
  }

  private void take(Method method) {
    if (!isHeld()) {
      methods.handle(method);
      return;
    }
    inbox.add(new Inbox.Waiting(method, null, NO_BODY));
    if (Inbox.isSettlement(method)) {
      settlePast();
    }
  }

  /**
   * What the client settles may be what makes room for what it publishes: it goes past publishes
   * that wait for a full queue. The specification promises no order between the two (section 4.7).
   */
  private void settlePast() {
    if (dialogue.isHeldOnly(Dialogue.Reason.PUBLISHES) && methods.settlesPastPublishes()) {
      for (Method each : inbox.takeSettlements()) {
        if (!dialogue.isEnded()) {
          methods.handle(each);
        }
      }
    }
  }

  /** A content header frame. */
  public void header(ContentHeader header) {
    if (!dialogue.isEnded()) {
      assembler.header(header).ifPresent(this::failContent);
    }
  }

  /**
   * A content body frame or a part of one: the next {@code bytes} of {@code from}, which are
   * copied. Of that frame {@code left} more are to come.
   */
  public void body(ByteBuf from, int bytes, int left) {
    if (!dialogue.isEnded()) {
      assembler.body(from, bytes, left).ifPresent(this::failContent);
    }
  }

  private void failContent(Fault fault) {
    dialogue.fail(fault, fault.code().isHard() ? null : BasicPublish.DEFAULT);
  }

  private void content(BasicPublish method, ContentHeader header, byte[] body) {
    if (isHeld()) {
      inbox.add(new Inbox.Waiting(method, header, body));
    } else {
      methods.publish(method, header, body);
    }
  }

  private boolean isHeld() {
    return dialogue.isHeld() || !inbox.isEmpty();
  }

  private void drain() {
    if (draining) {
      return;
    }
    draining = true;
    try {
      while (!inbox.isEmpty() && !dialogue.isHeld() && !dialogue.isEnded()) {
        handle(inbox.take());
      }
      settlePast();
    } finally {
      draining = false;
    }
  }

  private void handle(Inbox.Waiting one) {
    ContentHeader header = one.header();
    if (header != null && one.method() instanceof BasicPublish publish) {
      methods.publish(publish, header, one.body());
    } else {
      methods.handle(one.method());
    }
  }

  /**
   * The connection has given the channel all that it has for now: what was collected goes to the
   * queues. Called before the connection flushes, if the channel was called since the last time.
   */
  public void endTurn() {
    if (!dialogue.isEnded()) {
      methods.flush();
    }
  }

  /** Whether it has consumers, or holds messages. */
  public boolean consumes() {
    return !dialogue.isEnded() && methods.consumes();
  }

  /**
   * The connection was not read for long. Where that is because publishes wait for a full queue,
   * the client may be waited for to make room itself: then the channel fails.
   */
  public void giveUpBlocked(Duration waited) {
    if (!dialogue.isEnded() && methods.isBlocked()) {
      dialogue.fail(
          Fault.preconditionFailed(
              ("publishes wait for a full queue, and for %d s nothing was read from a connection"
                      + " that consumes, too: publish on another one")
                  .formatted(waited.toSeconds())),
          BasicPublish.DEFAULT);
    }
  }

  /** The client takes again what it is sent. */
  public void writable() {
    if (!dialogue.isEnded()) {
      methods.writable();
    }
  }

  /**
   * The channel has ended, whatever the reason: what is not acknowledged goes back, and nothing is
   * called any more but {@link #endTurn}, {@link #writable} and the like, which do nothing.
   *
   * @param counted whether that is a failed attempt for what is not acknowledged, as where the
   *     connection broke or a channel failed
   */
  public void closed(boolean counted) {
    if (!dialogue.isEnded()) {
      dialogue.end();
      assembler.end();
      while (inbox.isOwing()) {
        handle(inbox.take());
      }
      inbox.clear();
      methods.close(counted);
    }
  }
}
