package io.millrace.client.codec;

import java.util.Arrays;
import java.util.Objects;

/**
 * A frame of the native protocol, one record for each {@link Method}.
 *
 * <p>Immutable, provided that nobody writes into a body: the array is the record's own and is not
 * copied. Records with a body are equal if their bodies are.
 */
@SuppressWarnings("ArrayRecordComponent") // Handed over, not copied; compared by what is in them.
public sealed interface Frame {

  <R> R match(Cases<R> cases);

  /** An answer for every method. */
  interface Cases<R> {
    R auth(Auth frame);

    R authOk(AuthOk frame);

    R publish(Publish frame);

    R publishOk(PublishOk frame);

    R bind(Bind frame);

    R bindOk(BindOk frame);

    R unbind(Unbind frame);

    R unbindOk(UnbindOk frame);

    R error(Fault frame);

    R heartbeat(Heartbeat frame);

    R push(Push frame);

    R ack(Ack frame);
  }

  /**
   * Says who the client is.
   *
   * @param mechanism how; empty in the clients of old, whose body is a digest of the password
   * @param body what the mechanism wants
   */
  record Auth(String mechanism, byte[] body) implements Frame {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.auth(this);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Auth that
          && mechanism.equals(that.mechanism)
          && Arrays.equals(body, that.body);
    }

    @Override
    public int hashCode() {
      return Objects.hash(mechanism, Arrays.hashCode(body));
    }

    /** Without the secret. */
    @Override
    public String toString() {
      return "Auth[mechanism=" + mechanism + "]";
    }
  }

  /**
   * The client is let in, or its mechanism goes on.
   *
   * @param more whether the client is not let in yet, and has to send another {@link Auth}
   * @param body what the mechanism says
   */
  record AuthOk(boolean more, byte[] body) implements Frame {
    private static final byte[] NOTHING = {};

    /** The client is let in, and there is nothing more to say. */
    public AuthOk() {
      this(false, NOTHING);
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.authOk(this);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof AuthOk that && more == that.more && Arrays.equals(body, that.body);
    }

    @Override
    public int hashCode() {
      return Objects.hash(more, Arrays.hashCode(body));
    }

    /** Without what proves who one is. */
    @Override
    public String toString() {
      return "AuthOk[more=" + more + "]";
    }
  }

  /**
   * Puts a message into a queue.
   *
   * @param delayMillis for how long it is held back; 0 for not at all
   * @param deliverAtMillis until when it is held back, since the epoch; 0 for not at all
   */
  record Publish(
      String queue,
      String routingKey,
      PublishType type,
      Confirm confirm,
      long delayMillis,
      long deliverAtMillis,
      byte[] body)
      implements Frame {
    /** A message is held back for no longer than 3,660 days. */
    public static final long LONGEST_DELAY_MILLIS = 3_660L * 24 * 3_600_000;

    /** To one consumer, at once, and durable. */
    public static Publish direct(String queue, String routingKey, byte[] body) {
      return new Publish(queue, routingKey, PublishType.DIRECT, Confirm.DISK, 0, 0, body);
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.publish(this);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Publish that
          && queue.equals(that.queue)
          && routingKey.equals(that.routingKey)
          && type == that.type
          && confirm == that.confirm
          && delayMillis == that.delayMillis
          && deliverAtMillis == that.deliverAtMillis
          && Arrays.equals(body, that.body);
    }

    @Override
    public int hashCode() {
      return Objects.hash(queue, routingKey, type, confirm, delayMillis, Arrays.hashCode(body));
    }

    @Override
    public String toString() {
      return "Publish[queue=%s, routingKey=%s, type=%s, body=%d bytes]"
          .formatted(queue, routingKey, type, body.length);
    }
  }

  /** The message is published, and this is its number. */
  record PublishOk(long messageId) implements Frame {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.publishOk(this);
    }
  }

  /**
   * Wants the messages of a queue, or wants them otherwise.
   *
   * @param noAck a message is done when it is pushed
   * @param credit how many messages may be pushed and not acknowledged; 0 for what the broker
   *     thinks right
   */
  record Bind(String queue, String routingKey, boolean noAck, int credit) implements Frame {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.bind(this);
    }
  }

  /**
   * The queue is bound.
   *
   * @param ready how many messages waited in it, for whomever; {@link #NOT_SAID} if that is not
   *     said
   */
  record BindOk(String queue, long ready) implements Frame {
    public static final long NOT_SAID = -1;

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.bindOk(this);
    }
  }

  /** Wants no more messages of a queue; of none at all if the name is empty. */
  record Unbind(String queue) implements Frame {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.unbind(this);
    }
  }

  /** The queue is not bound any more, and nothing more of it is pushed. */
  record UnbindOk(String queue) implements Frame {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.unbindOk(this);
    }
  }

  /**
   * Something did not work out: the method Error.
   *
   * @param code as HTTP has it
   * @param ref the number of the method that failed; -1 for none
   * @param text for a person
   */
  record Fault(int code, int ref, String text) implements Frame {
    /** For a fault that is not of one method. */
    public static final int NO_METHOD = -1;

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.error(this);
    }
  }

  /**
   * Shows that the client lives; with a queue and a number, that it still works on that message.
   *
   * @param queue empty for none
   * @param messageId 0 for none
   */
  record Heartbeat(String queue, long messageId) implements Frame {
    /** For no message in particular. */
    public static final Heartbeat PLAIN = new Heartbeat("", 0);

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.heartbeat(this);
    }
  }

  /**
   * A message for a consumer.
   *
   * @param redelivered whether it may have been pushed before
   * @param deliveryCount failed attempts before this one
   */
  record Push(
      String queue,
      long messageId,
      String routingKey,
      boolean redelivered,
      int deliveryCount,
      byte[] body)
      implements Frame {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.push(this);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Push that
          && queue.equals(that.queue)
          && messageId == that.messageId
          && routingKey.equals(that.routingKey)
          && redelivered == that.redelivered
          && deliveryCount == that.deliveryCount
          && Arrays.equals(body, that.body);
    }

    @Override
    public int hashCode() {
      return Objects.hash(queue, messageId, routingKey, Arrays.hashCode(body));
    }

    @Override
    public String toString() {
      return "Push[queue=%s, messageId=%d, redelivered=%s, body=%d bytes]"
          .formatted(queue, messageId, redelivered, body.length);
    }
  }

  /** A message is handled. */
  record Ack(String queue, long messageId) implements Frame {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.ack(this);
    }
  }
}
