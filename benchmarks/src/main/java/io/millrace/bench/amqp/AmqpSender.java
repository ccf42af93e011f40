package io.millrace.bench.amqp;

import io.millrace.bench.load.Pace;
import io.millrace.bench.load.Party;
import io.millrace.broker.message.Properties;
import io.millrace.broker.protocol.amqp.codec.BasicAck;
import io.millrace.broker.protocol.amqp.codec.BasicPublish;
import io.millrace.broker.protocol.amqp.codec.ConfirmSelect;
import io.millrace.broker.protocol.amqp.codec.ConfirmSelectOk;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Publishes to one queue, the same frames again and again. A thread of its own. */
final class AmqpSender implements Party {
  private static final int AT_ONCE = 64;
  private static final int MOST_AT_ONCE_BYTES = 256 << 10;

  /** Of a basic.ack, behind class and method. */
  private static final int TAG = 4;

  private static final int MULTIPLE = TAG + 8;

  private final AmqpLink link;
  private final Pace pace;
  private final int atOnce;
  private final ByteBuffer frames;
  private final int frameBytes;
  private final Confirmed confirmed;

  /**
   * @param window messages sent and not confirmed at most
   */
  AmqpSender(Target target, Scenario scenario, String queue, int bytes, int window, Pace pace)
      throws IOException {
    this.link = new AmqpLink(target);
    this.pace = pace;
    this.confirmed = new Confirmed(scenario.isAcknowledged() ? window : 0);
    Properties properties =
        scenario.isDurable()
            ? Properties.builder().persistent().build()
            : Properties.builder().deliveryMode(1).build();
    ByteBuffer one =
        AmqpLink.frames(
            out ->
                link.writer()
                    .content(
                        AmqpLink.CHANNEL,
                        new BasicPublish("", queue, false, false),
                        properties,
                        new byte[bytes],
                        out));
    frameBytes = one.remaining();
    int most = Math.max(1, Math.min(AT_ONCE, MOST_AT_ONCE_BYTES / frameBytes));
    atOnce = scenario.isAcknowledged() ? Math.min(most, window) : most;
    frames = ByteBuffer.allocateDirect(atOnce * frameBytes);
    for (int i = 0; i < atOnce; i++) {
      frames.put(one.duplicate());
    }
    if (scenario.isAcknowledged()) {
      link.ask(new ConfirmSelect(false), ConfirmSelectOk.ID);
    }
  }

  @Override
  public void go() throws IOException {
    while (!confirmed.isAll() && link.hasFrame()) {
      confirm();
    }
    if (!confirmed.hasRoomFor(atOnce)) {
      link.await();
      return;
    }
    int count = pace.take(atOnce);
    if (count > 0) {
      link.write(frames.duplicate().position(0).limit(count * frameBytes));
      confirmed.sent(count);
    }
  }

  private void confirm() throws IOException {
    link.next();
    if (link.methodId() != BasicAck.ID) {
      throw link.unexpected();
    }
    confirmed.confirm(link.longLong(TAG), link.octet(MULTIPLE) != 0);
  }

  @Override
  public void close() throws IOException {
    link.close();
  }
}
