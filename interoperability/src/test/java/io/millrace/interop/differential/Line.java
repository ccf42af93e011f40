package io.millrace.interop.differential;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.Return;
import com.rabbitmq.client.ShutdownSignalException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A channel, what it holds unsettled, and what came by it since the last look.
 *
 * <p><b>Threads:</b> deliveries come on the connection's thread, all else is done by the script's.
 */
final class Line {
  /** A message that waits to be settled. */
  record Held(String what, long tag) {}

  private final Channel channel;
  private final List<Held> held = new ArrayList<>();

  /** Of each consumer, in their order; the order among consumers is not laid down. */
  private final Map<String, List<String>> deliveries = new TreeMap<>();

  private final List<String> returns = new ArrayList<>();
  private final Map<Long, String> confirms = new TreeMap<>();
  private @Nullable String closing;
  private boolean confirming;
  private boolean transacting;
  private boolean used;
  private boolean consumes;
  private long lastPublished;

  Line(Channel channel) {
    this.channel = channel;
    channel.addReturnListener((Return message) -> returned(message));
    channel.addConfirmListener(
        (tag, multiple) -> settled(tag, multiple, "ack"),
        (tag, multiple) -> settled(tag, multiple, "nack"));
    channel.addShutdownListener(this::closed);
  }

  Channel channel() {
    return channel;
  }

  boolean isOpen() {
    return channel.isOpen();
  }

  private synchronized void returned(Return message) {
    returns.add(
        "%d %s: %s to '%s' with '%s'%s"
            .formatted(
                message.getReplyCode(),
                message.getReplyText(),
                Rendering.body(message.getBody()),
                message.getExchange(),
                message.getRoutingKey(),
                Rendering.properties(message.getProperties())));
  }

  private synchronized void settled(long tag, boolean multiple, String how) {
    for (long each = multiple ? 1 : tag; each <= tag; each++) {
      confirms.putIfAbsent(each, how);
    }
  }

  private synchronized void closed(ShutdownSignalException shutdown) {
    held.clear();
    closing = Rendering.closing(shutdown);
  }

  /** Notes that a step does something on it. */
  synchronized void used() {
    used = true;
  }

  /** Whether something may have come since {@link #looked}. */
  synchronized boolean isBusy() {
    return used || consumes;
  }

  synchronized void transacting() {
    transacting = true;
  }

  /** Whether it may hold messages. */
  synchronized boolean mayHold() {
    return channel.isOpen() && (transacting || !held.isEmpty());
  }

  synchronized void confirming() {
    confirming = true;
  }

  synchronized void published() {
    lastPublished += confirming ? 1 : 0;
  }

  /** Whether some publish waits for its confirm. */
  synchronized boolean isUnconfirmed() {
    return channel.isOpen() && confirms.size() < lastPublished;
  }

  /** A consumer that notes what comes and holds it, unless it is taken as acknowledged. */
  synchronized DefaultConsumer consumer(String name, boolean autoAck) {
    consumes = true;
    return new DefaultConsumer(channel) {
      @Override
      public void handleDelivery(
          String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
        delivered(name, autoAck, envelope, Rendering.message(envelope, properties, body));
      }

      @Override
      public void handleCancel(String tag) {
        note(name, "cancelled");
      }
    };
  }

  private synchronized void delivered(
      String consumer, boolean autoAck, Envelope envelope, String message) {
    note(consumer, message);
    if (!autoAck) {
      hold(message, envelope.getDeliveryTag());
    }
  }

  private synchronized void note(String consumer, String what) {
    deliveries.computeIfAbsent(consumer, any -> new ArrayList<>()).add(what);
  }

  synchronized void hold(String message, long tag) {
    held.add(new Held(message, tag));
  }

  /** One of those it holds, in an order that does not depend on when which queue delivered. */
  synchronized Optional<Held> choose(int index) {
    List<Held> sorted =
        held.stream().sorted(Comparator.comparing(Held::what).thenComparing(Held::tag)).toList();
    return sorted.isEmpty()
        ? Optional.empty()
        : Optional.of(sorted.get(Math.floorMod(index, sorted.size())));
  }

  /** What is settled with this one. */
  synchronized List<String> covered(Held chosen, boolean multiple) {
    return held.stream()
        .filter(each -> multiple ? each.tag() <= chosen.tag() : each.equals(chosen))
        .map(Held::what)
        .sorted()
        .toList();
  }

  synchronized void settle(Held chosen, boolean multiple) {
    held.removeIf(each -> multiple ? each.tag() <= chosen.tag() : each.equals(chosen));
  }

  synchronized void forgetHeld() {
    held.clear();
  }

  /** What came since {@link #looked}. */
  synchronized String seen() {
    StringBuilder text = new StringBuilder();
    deliveries.forEach((name, all) -> text.append("; ").append(name).append(" got ").append(all));
    if (!returns.isEmpty()) {
      text.append("; returned ").append(returns);
    }
    if (confirming && !confirms.isEmpty()) {
      text.append("; confirms ").append(confirms);
    }
    if (closing != null) {
      text.append("; ").append(closing);
    }
    return text.toString();
  }

  synchronized void looked() {
    deliveries.clear();
    returns.clear();
    closing = null;
    used = false;
  }
}
