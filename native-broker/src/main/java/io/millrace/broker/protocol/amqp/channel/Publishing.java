package io.millrace.broker.protocol.amqp.channel;

import io.millrace.broker.exchange.CopyKeys;
import io.millrace.broker.exchange.ExchangeDefinition;
import io.millrace.broker.message.Message;
import io.millrace.broker.message.Properties;
import io.millrace.broker.protocol.amqp.codec.BasicAck;
import io.millrace.broker.protocol.amqp.codec.BasicNack;
import io.millrace.broker.protocol.amqp.codec.BasicPublish;
import io.millrace.broker.protocol.amqp.codec.BasicReturn;
import io.millrace.broker.protocol.amqp.codec.ContentHeader;
import io.millrace.broker.protocol.amqp.codec.ReplyCode;
import io.millrace.broker.vhost.ConfirmSink;
import io.millrace.broker.vhost.PublishOptions;
import io.millrace.broker.vhost.PublishRefusal;
import io.millrace.broker.vhost.Publisher;
import io.millrace.broker.vhost.Refusal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a channel publishes, and what the client is told of it. For the connection's thread.
 *
 * <p>While more is on its way than may be, what comes for the channel waits.
 */
final class Publishing implements ConfirmSink {
  /** What ends the channel when additional routing keys are none. */
  static final Fault INVALID_COPY_KEYS =
      Fault.preconditionFailed("invalid message: CC and BCC have to be arrays of texts");

  private static final BasicPublish ABOUT = BasicPublish.DEFAULT;

  /** By what {@link #options} makes of the flags. */
  private static final PublishOptions[] OPTIONS = new PublishOptions[8];

  static {
    for (int flags = 0; flags < OPTIONS.length; flags++) {
      OPTIONS[flags] = new PublishOptions((flags & 1) != 0, (flags & 2) != 0, (flags & 4) != 0);
    }
  }

  private final Dialogue dialogue;
  private final Rights rights;
  private final ReplyAddress replies;
  private final Publisher publisher;
  private Mode mode = Mode.PLAIN;

  /** What the connection was told that is on its way. */
  private long toldBytes;

  /** The publisher's number of the last publish before the client has chosen a mode. */
  private long lastPlain;

  /** What was held until the client commits it; null unless the mode is that. */
  private @Nullable Transaction transaction;

  /** What a client has chosen for its channel. */
  enum Mode {
    PLAIN,
    CONFIRM,
    TRANSACTION
  }

  Publishing(Dialogue dialogue, Rights rights, ReplyAddress replies) {
    this.dialogue = dialogue;
    this.rights = rights;
    this.replies = replies;
    this.publisher =
        dialogue.host().patientPublisher(() -> dialogue.link().execute(this::newsCame));
  }

  Mode mode() {
    return mode;
  }

  /** From the next publish on, each is confirmed. */
  void confirm() {
    mode = Mode.CONFIRM;
    lastPlain = publisher.lastSequence();
  }

  /** From the next publish on, each is held. */
  void transact(Transaction with) {
    mode = Mode.TRANSACTION;
    transaction = with;
    lastPlain = publisher.lastSequence();
  }

  /** Takes what the client publishes. */
  void publish(BasicPublish asked, ContentHeader header, byte[] body) {
    Properties properties = header.properties();
    boolean fastReply = properties.replyTo().filter(ReplyAddress.NAME::equals).isPresent();
    Optional<Fault> refusal =
        rights
            .refusalOfPublish(asked.exchange(), asked.routingKey())
            .or(
                () ->
                    refusalOf(header, fastReply).map(why -> exchangeFirst(asked.exchange(), why)));
    if (refusal.isPresent()) {
      dialogue.fail(refusal.get(), asked);
      return;
    }
    if (fastReply) {
      properties = properties.toBuilder().replyTo(replies.queue().orElseThrow()).build();
    }
    Message message = new Message(asked.exchange(), asked.routingKey(), properties, body);
    if (transaction != null) {
      transaction.hold(message, header.heldBytes(), asked);
    } else {
      publish(message, asked.mandatory(), asked.immediate());
    }
  }

  private Optional<Fault> refusalOf(ContentHeader header, boolean fastReply) {
    if (fastReply && replies.queue().isEmpty()) {
      return Optional.of(Fault.preconditionFailed("fast reply consumer does not exist"));
    }
    Optional<Fault> ofUser = refusalOfUser(header);
    String expiration = header.invalidExpiration();
    return ofUser.isPresent() || expiration == null
        ? ofUser
        : Optional.of(Fault.preconditionFailed("invalid expiration '%s'".formatted(expiration)));
  }

  private Optional<Fault> refusalOfUser(ContentHeader header) {
    String user = dialogue.link().user();
    return user.isEmpty()
        ? Optional.empty()
        : header
            .properties()
            .userId()
            .filter(claimed -> !claimed.equals(user) && !rights.mayBeAnybody())
            .map(
                claimed ->
                    Fault.preconditionFailed(
                        "user_id property set to '%s' but authenticated user was '%s'"
                            .formatted(claimed, user)));
  }

  /** Why nothing can be published to an exchange; empty if it can. */
  Optional<Refusal> refusalOfExchange(String name) {
    if (name.isEmpty()) {
      return Optional.empty();
    }
    Optional<ExchangeDefinition> exchange = dialogue.host().exchange(name);
    if (exchange.isEmpty()) {
      return Optional.of(new Refusal.NotFound(Refusal.Kind.EXCHANGE, name));
    }
    return exchange
        .filter(ExchangeDefinition::internal)
        .map(internal -> new Refusal.InternalExchange(name));
  }

  /** Of several mistakes the client is told of the exchange, as by RabbitMQ. */
  private Fault exchangeFirst(String exchange, Fault other) {
    return refusalOfExchange(exchange).map(dialogue::faultOf).orElse(other);
  }

  /** Publishes now; false if that was the end of the channel. */
  boolean publish(Message message, boolean mandatory, boolean immediate) {
    Fault fault =
        switch (publisher.publish(message, options(mandatory, immediate))) {
          case ROUTED, PARKED -> null;
          case UNROUTABLE -> {
            if (mandatory || immediate) {
              giveBack(message, mandatory ? ReplyCode.NO_ROUTE : ReplyCode.NO_CONSUMERS);
            }
            yield null;
          }
          case NO_EXCHANGE ->
              dialogue.faultOf(new Refusal.NotFound(Refusal.Kind.EXCHANGE, message.exchange()));
          case INTERNAL_EXCHANGE ->
              dialogue.faultOf(new Refusal.InternalExchange(message.exchange()));
          case INVALID_COPY_KEYS -> INVALID_COPY_KEYS;
          case CONFIRMS_REQUIRED ->
              Fault.preconditionFailed(
                  "vhost '%s' takes confirmed publishes only: see confirm.select"
                      .formatted(dialogue.host().name()));
        };
    if (fault != null) {
      dialogue.fail(fault, ABOUT);
    } else if (!publisher.hasRoom()) {
      flush();
      dialogue.hold(Dialogue.Reason.PUBLISHES);
    }
    return fault == null;
  }

  private PublishOptions options(boolean mandatory, boolean immediate) {
    return OPTIONS[(mandatory ? 1 : 0) | (immediate ? 2 : 0) | (mode == Mode.PLAIN ? 0 : 4)];
  }

  private void giveBack(Message published, ReplyCode why) {
    if (dialogue.isEnded()) {
      return; // published before the end, and nothing may be sent on the channel after it
    }
    Message message = CopyKeys.withoutBlind(published);
    dialogue
        .link()
        .send(
            new BasicReturn(why.code(), why.name(), message.exchange(), message.routingKey()),
            message.properties(),
            message.body());
  }

  /** Whether what was published so far is where it goes, or was refused. */
  boolean isAllAnswered() {
    return publisher.outstanding() == 0;
  }

  /** Something became of publishes, or there is room for more. */
  private void newsCame() {
    if (dialogue.isEnded()) {
      return;
    }
    publisher.takeConfirms(this);
    account(publisher.outstandingBytes());
    if (dialogue.isHeld(Dialogue.Reason.PUBLISHES) && publisher.hasRoom()) {
      dialogue.release(Dialogue.Reason.PUBLISHES);
    }
    if (transaction != null) {
      transaction.goOn();
    }
    if (publisher.isBlocked()) {
      dialogue.stir();
    }
  }

  private void account(long bytes) {
    dialogue.link().backlog().add(bytes - toldBytes);
    toldBytes = bytes;
  }

  /** Whether some of what was published waits for a full queue. */
  boolean isBlocked() {
    return publisher.isBlocked();
  }

  @Override
  public void confirmed(long sequence, boolean multiple) {
    if (mode == Mode.CONFIRM && sequence > lastPlain) {
      dialogue.send(new BasicAck(sequence - lastPlain, multiple));
    }
  }

  @Override
  public void refused(long sequence, PublishRefusal why) {
    if (mode == Mode.CONFIRM && sequence > lastPlain) {
      dialogue.send(new BasicNack(sequence - lastPlain, false, false));
    } else if (transaction != null && sequence > lastPlain) {
      transaction.publishFailed();
    }
  }

  @Override
  public void returned(long sequence, Message message) {
    giveBack(message, ReplyCode.NO_CONSUMERS);
    confirmed(sequence, false);
  }

  /** Sends off what was collected. */
  void flush() {
    publisher.flush();
    if (!dialogue.isEnded()) {
      account(publisher.outstandingBytes());
    }
  }

  /** What is on its way is the queues' now. */
  void close() {
    account(0);
  }
}
