package io.millrace.broker.vhost;

import io.millrace.broker.queue.Cancel;
import io.millrace.broker.queue.Detach;
import io.millrace.broker.queue.KeyFilter;
import io.millrace.broker.queue.QueueMachine;
import io.millrace.broker.queue.Subscribe;
import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Who gets the messages of a queue: consumers come and go here, and the machine is told.
 *
 * <p>Owned by the queue's loop.
 */
final class QueueConsumers {
  private final HostedConsumers consumers = new HostedConsumers();

  /** Where a delivery goes that somebody fetches in this very call. */
  private @Nullable HostedConsumer fetching;

  /** A new consumer, or false if there cannot be one. */
  boolean subscribe(
      HostedConsumer consumer, SubscribeOptions options, QueueMachine machine, long nowMillis) {
    if (!machine.admits(options.exclusive())) {
      return false;
    }
    consumer.meets(machine.counts().ready());
    consumers.add(consumer);
    machine.handle(
        new Subscribe(
            consumer.id(),
            options.priority(),
            options.exclusive(),
            options.autoAcknowledge(),
            options.replenishing(),
            options.credit(),
            ackDeadlineMillis(options),
            options.windowBytes(),
            options.shared(),
            options.filter()),
        nowMillis);
    return true;
  }

  private static OptionalLong ackDeadlineMillis(SubscribeOptions options) {
    return options.ackTimeout().stream().mapToLong(Duration::toMillis).findFirst();
  }

  /** Hands one message to a consumer that was made for it; false if there is none. */
  boolean fetch(
      HostedConsumer consumer,
      boolean autoAcknowledge,
      KeyFilter filter,
      QueueMachine machine,
      long nowMillis) {
    fetching = consumer;
    try {
      boolean found = machine.fetch(consumer.id(), autoAcknowledge, filter, nowMillis);
      if (found && !autoAcknowledge) {
        consumers.add(consumer);
      }
      return found;
    } finally {
      fetching = null;
    }
  }

  /** Somebody will take messages out of their turn, and ends like a consumer. */
  void add(HostedConsumer holder) {
    consumers.add(holder);
  }

  /** The consumer wants no more, or is gone altogether. */
  void end(
      HostedConsumer consumer,
      boolean gone,
      boolean counted,
      QueueMachine machine,
      long nowMillis) {
    if (gone) {
      consumers.remove(consumer);
      machine.handle(new Detach(consumer.id(), counted), nowMillis);
    } else {
      machine.handle(new Cancel(consumer.id()), nowMillis);
      consumer.markEnded();
      forgetIfDone(consumer, machine);
    }
  }

  /** One that has ended, and holds nothing any more, is never heard of again. */
  void forgetIfDone(HostedConsumer consumer, QueueMachine machine) {
    if (consumer.hasEnded() && !machine.knows(consumer.id())) {
      consumers.remove(consumer);
    }
  }

  @Nullable HostedConsumer find(long id) {
    return consumers.find(id);
  }

  /** To whom a delivery goes that is decided now. */
  @Nullable HostedConsumer receiver(long id) {
    return fetching != null ? fetching : find(id);
  }

  /** All give back what they hold; the queue stops. */
  void detachAll(QueueMachine machine, long nowMillis) {
    consumers.forEach(consumer -> machine.handle(new Detach(consumer.id(), false), nowMillis));
  }

  /** The queue has ended. */
  void tellCancelled() {
    consumers.forEach(HostedConsumer::cancelled);
  }
}
