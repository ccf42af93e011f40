package io.millrace.broker.protocol.amqp.channel;

import io.millrace.broker.protocol.amqp.codec.BasicAck;
import io.millrace.broker.protocol.amqp.codec.BasicCancel;
import io.millrace.broker.protocol.amqp.codec.BasicConsume;
import io.millrace.broker.protocol.amqp.codec.BasicGet;
import io.millrace.broker.protocol.amqp.codec.BasicNack;
import io.millrace.broker.protocol.amqp.codec.BasicPublish;
import io.millrace.broker.protocol.amqp.codec.BasicQos;
import io.millrace.broker.protocol.amqp.codec.BasicRecover;
import io.millrace.broker.protocol.amqp.codec.BasicRecoverAsync;
import io.millrace.broker.protocol.amqp.codec.BasicRecoverOk;
import io.millrace.broker.protocol.amqp.codec.BasicReject;
import io.millrace.broker.protocol.amqp.codec.ChannelClose;
import io.millrace.broker.protocol.amqp.codec.ChannelFlow;
import io.millrace.broker.protocol.amqp.codec.ChannelFlowOk;
import io.millrace.broker.protocol.amqp.codec.ConfirmSelect;
import io.millrace.broker.protocol.amqp.codec.ConfirmSelectOk;
import io.millrace.broker.protocol.amqp.codec.ContentHeader;
import io.millrace.broker.protocol.amqp.codec.ExchangeBind;
import io.millrace.broker.protocol.amqp.codec.ExchangeDeclare;
import io.millrace.broker.protocol.amqp.codec.ExchangeDelete;
import io.millrace.broker.protocol.amqp.codec.ExchangeUnbind;
import io.millrace.broker.protocol.amqp.codec.Method;
import io.millrace.broker.protocol.amqp.codec.QueueBind;
import io.millrace.broker.protocol.amqp.codec.QueueDeclare;
import io.millrace.broker.protocol.amqp.codec.QueueDelete;
import io.millrace.broker.protocol.amqp.codec.QueuePurge;
import io.millrace.broker.protocol.amqp.codec.QueueUnbind;
import io.millrace.broker.protocol.amqp.codec.ReplyCode;
import io.millrace.broker.protocol.amqp.codec.TxCommit;
import io.millrace.broker.protocol.amqp.codec.TxRollback;
import io.millrace.broker.protocol.amqp.codec.TxSelect;
import io.millrace.broker.protocol.amqp.codec.TxSelectOk;
import io.millrace.broker.security.Access;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The methods of a channel, each taken to the part that does it. For the connection's thread. */
final class ChannelMethods {
  private final Dialogue dialogue;
  private final Rights rights;
  private final ChannelSettings settings;
  private final Settling settling = new Settling(new Unsettled());
  private final Consumers consumers;
  private final ReplyAddress replies;
  private final Fetches fetches;
  private final Publishing publishing;
  private final Queues queues;
  private final Exchanges exchanges;

  /** Once the client has chosen to have one. */
  private @Nullable Transaction transaction;

  ChannelMethods(Dialogue dialogue, ChannelSettings settings) {
    this.dialogue = dialogue;
    this.settings = settings;
    this.rights = new Rights(dialogue.link());
    DeliveryTags tags = new DeliveryTags();
    this.consumers = new Consumers(dialogue, settling, tags, settings);
    this.replies = new ReplyAddress(dialogue, consumers);
    this.fetches = new Fetches(dialogue, settling, tags);
    this.publishing = new Publishing(dialogue, rights, replies);
    this.queues = new Queues(dialogue, rights);
    this.exchanges = new Exchanges(dialogue, rights);
  }

  /** A publish, with its content. */
  void publish(BasicPublish method, ContentHeader header, byte[] body) {
    publishing.publish(method, header, body);
  }

  /** Any other method. */
  void handle(Method method) {
    switch (method.id()) {
      case BasicAck.ID -> acknowledge((BasicAck) method);
      case BasicNack.ID -> nack((BasicNack) method);
      case BasicReject.ID -> reject((BasicReject) method);
      default -> {
        // It must not overtake what was published and settled before it.
        flush();
        request(method);
      }
    }
  }

  private void request(Method method) {
    switch (method.id()) {
      case BasicGet.ID -> fetch((BasicGet) method);
      case BasicConsume.ID -> consume((BasicConsume) method);
      case BasicCancel.ID -> consumers.cancel((BasicCancel) method);
      case BasicQos.ID -> consumers.qos((BasicQos) method);
      case BasicRecover.ID -> recover(((BasicRecover) method).requeue(), method);
      case BasicRecoverAsync.ID -> recover(((BasicRecoverAsync) method).requeue(), method);
      case QueueDeclare.ID -> queues.declare((QueueDeclare) method);
      case QueueBind.ID -> queues.bind((QueueBind) method);
      case QueueUnbind.ID -> queues.unbind((QueueUnbind) method);
      case QueuePurge.ID -> queues.purge((QueuePurge) method);
      case QueueDelete.ID -> queues.delete((QueueDelete) method);
      case ExchangeDeclare.ID -> exchanges.declare((ExchangeDeclare) method);
      case ExchangeDelete.ID -> exchanges.delete((ExchangeDelete) method);
      case ExchangeBind.ID -> exchanges.bind((ExchangeBind) method);
      case ExchangeUnbind.ID -> exchanges.unbind((ExchangeUnbind) method);
      case ConfirmSelect.ID -> selectConfirms((ConfirmSelect) method);
      case TxSelect.ID -> selectTransaction(method);
      case TxCommit.ID -> inTransaction(method).ifPresent(Transaction::commit);
      case TxRollback.ID -> inTransaction(method).ifPresent(Transaction::rollback);
      case ChannelFlow.ID -> consumers.flow((ChannelFlow) method);
      case ChannelFlowOk.ID -> {} // nobody was asked to stop
      case ChannelClose.ID -> dialogue.link().closeOk();
      default ->
          dialogue.fail(
              new Fault(
                  ReplyCode.COMMAND_INVALID,
                  "%s is not for a client to send here".formatted(method.protocolName())),
              method);
    }
  }

  private void acknowledge(BasicAck asked) {
    settle(asked.deliveryTag(), asked.multiple(), Outcome.ACKNOWLEDGE, asked);
  }

  private void nack(BasicNack asked) {
    settle(asked.deliveryTag(), asked.multiple(), outcome(asked.requeue()), asked);
  }

  private void reject(BasicReject asked) {
    settle(asked.deliveryTag(), false, outcome(asked.requeue()), asked);
  }

  private static Outcome outcome(boolean requeue) {
    return requeue ? Outcome.REQUEUE : Outcome.REJECT;
  }

  private void settle(long tag, boolean multiple, Outcome outcome, Method about) {
    Optional<Fault> refusal =
        transaction == null
            ? settling.settle(tag, multiple, outcome)
            : transaction.settle(tag, multiple, outcome);
    if (refusal.isPresent()) {
      dialogue.fail(refusal.get(), about);
    }
  }

  private void recover(boolean requeue, Method about) {
    if (!requeue) {
      dialogue.fail(Fault.notImplemented("requeue=false"), about);
      return;
    }
    settling.recover();
    if (about.isSynchronous()) {
      dialogue.send(new BasicRecoverOk());
    }
  }

  private void fetch(BasicGet asked) {
    readable(asked.queue(), asked).ifPresent(queue -> fetches.fetch(asked, queue));
  }

  private void consume(BasicConsume asked) {
    Optional<String> meant = queues.meant(asked.queue(), asked);
    if (meant.isEmpty()) {
      return;
    }
    String queue = meant.get();
    boolean forReplies = queue.equals(ReplyAddress.NAME);
    Optional<Fault> ofArguments = ConsumeArguments.refusal(asked, queue, dialogue.host().name());
    Optional<Fault> refusal =
        consumers
            .refusalOfTag(asked.consumerTag())
            .or(() -> forReplies ? ofArguments : refusalOfConsumerOf(queue));
    if (refusal.isPresent()) {
      dialogue.fail(refusal.get(), asked);
    } else if (forReplies) {
      replies.consume(asked);
    } else if (ofArguments.isPresent()) {
      failBehindQueue(ofArguments.get(), asked, queue);
    } else {
      consumers.consume(asked, queue);
    }
  }

  private Optional<Fault> refusalOfConsumerOf(String queue) {
    return consumers.refusalOfOneMore().or(() -> rights.refusalOfQueue(Access.READ, queue));
  }

  /** Where there is no such queue, or it is another's, the client is told that, as by RabbitMQ. */
  private void failBehindQueue(Fault why, Method about, String queue) {
    dialogue.await(
        dialogue.host().queue(queue, dialogue.link().connection()),
        about,
        there -> dialogue.fail(why, about));
  }

  /** The queue that is meant, if the client may read it; otherwise that was the end. */
  private Optional<String> readable(String named, Method about) {
    Optional<String> queue = queues.meant(named, about);
    Optional<Fault> refusal = queue.flatMap(name -> rights.refusalOfQueue(Access.READ, name));
    refusal.ifPresent(why -> dialogue.fail(why, about));
    return refusal.isPresent() ? Optional.empty() : queue;
  }

  private void selectConfirms(ConfirmSelect asked) {
    if (transaction != null) {
      dialogue.fail(Fault.preconditionFailed("cannot switch from tx to confirm mode"), asked);
      return;
    }
    if (publishing.mode() == Publishing.Mode.PLAIN) {
      publishing.confirm();
    }
    dialogue.reply(asked.noWait(), new ConfirmSelectOk());
  }

  private void selectTransaction(Method asked) {
    if (publishing.mode() == Publishing.Mode.CONFIRM) {
      dialogue.fail(Fault.preconditionFailed("cannot switch from confirm to tx mode"), asked);
      return;
    }
    if (transaction == null) {
      transaction = new Transaction(dialogue, publishing, settling, settings);
      publishing.transact(transaction);
    }
    dialogue.send(new TxSelectOk());
  }

  private Optional<Transaction> inTransaction(Method about) {
    if (transaction == null) {
      dialogue.fail(Fault.preconditionFailed("channel is not transactional"), about);
    }
    return Optional.ofNullable(transaction);
  }

  /** Whether what the client settles need not wait for what it has published before. */
  boolean settlesPastPublishes() {
    return transaction == null && publishing.isBlocked();
  }

  /** Whether publishes wait for a full queue. */
  boolean isBlocked() {
    return publishing.isBlocked();
  }

  /** Whether there are consumers, or messages that are not settled. */
  boolean consumes() {
    return settling.unsettled().count() > 0 || consumers.all().iterator().hasNext();
  }

  /** Sends off what was collected. */
  void flush() {
    if (settling.takeHasRoomAnew()) {
      settling.flush();
      consumers.pokeAll();
    } else {
      settling.flush();
    }
    publishing.flush();
  }

  void writable() {
    consumers.writable();
  }

  /** All that is held goes back. */
  void close(boolean counted) {
    flush();
    publishing.close();
    Set<Holder> holders = Collections.newSetFromMap(new IdentityHashMap<>());
    settling.unsettled().takeAll((tag, offset, holder) -> holders.add(holder));
    for (ChannelConsumer each : consumers.all()) {
      Holder holder = each.holder();
      if (holder != null) {
        holders.add(holder);
      }
    }
    if (transaction != null) {
      transaction.addHolders(holders);
      transaction.close();
    }
    holders.forEach(holder -> holder.subscription().detach(counted));
  }
}
