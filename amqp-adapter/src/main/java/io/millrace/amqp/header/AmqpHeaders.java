package io.millrace.amqp.header;

/**
 * Headers of messages that stand for something else in AMQP: each is read from, and written to, the
 * property of its name.
 */
public final class AmqpHeaders {
  public static final String CONTENT_TYPE = "amqp-content-type";
  public static final String CONTENT_ENCODING = "amqp-content-encoding";
  public static final String CORRELATION_ID = "amqp-correlation-id";
  public static final String REPLY_TO = "amqp-reply-to";
  public static final String MESSAGE_ID = "amqp-message-id";
  public static final String TYPE = "amqp-type";
  public static final String APP_ID = "amqp-app-id";

  /** 0 to 255; what is no such number is not written. */
  public static final String PRIORITY = "amqp-priority";

  /** The exchange that a message was published to; read only. */
  public static final String EXCHANGE = "amqp-exchange";

  /** The routing key that a message was published with; read only. */
  public static final String ROUTING_KEY = "amqp-routing-key";

  /** {@code true} for a message that somebody was given before, and did not settle; read only. */
  public static final String REDELIVERED = "amqp-redelivered";

  /** A header of AMQP that holds the key of a message; no header of the message. */
  public static final String KEY = "millrace-key";

  /**
   * A header of AMQP that holds the number of the attempt to come, where it is not the first; no
   * header of the message.
   */
  public static final String ATTEMPT = "millrace-attempt";

  private AmqpHeaders() {}
}
