package io.millrace.broker.message;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a publisher said about a message, whatever the protocol: what the fourteen properties of
 * AMQP 0-9-1, the properties of an MQTT 5 publish and the fields of the native protocol fit into.
 *
 * <p>Immutable. Most properties of most messages are absent, so only those present take memory, and
 * the small numbers take none. Numbers that cannot be negative are asked for with the value that
 * stands for an absent one; -1 tells absent from 0.
 */
public final class Properties {
  static final Object[] NO_VALUES = {};

  /** No property at all. */
  public static final Properties NONE = new Properties(0, 0, NO_VALUES);

  /** The bits of the properties present. */
  private final int present;

  /** The properties of kind octet, 8 bits each, in the order of their ordinals. */
  private final int octets;

  /** The values that are neither octets nor marks, in the order of their ordinals, without gaps. */
  private final Object[] values;

  /** Once it was asked for; whichever thread reckons it comes to the same. */
  private int heldBytes;

  Properties(int present, int octets, Object[] values) {
    this.present = present;
    this.octets = octets;
    this.values = values;
  }

  public static PropertiesBuilder builder() {
    return new PropertiesBuilder(0, 0, NO_VALUES);
  }

  /** A builder that starts with what is here. */
  public PropertiesBuilder toBuilder() {
    return new PropertiesBuilder(present, octets, values);
  }

  /** Empty if there are none. */
  public Headers headers() {
    return get(Property.HEADERS) instanceof Headers headers ? headers : Headers.EMPTY;
  }

  /** True if there are headers, or the publisher gave a table for them that has none. */
  public boolean hasHeaders() {
    return has(Property.HEADERS) || has(Property.EMPTY_HEADERS);
  }

  /** A media type. */
  public Optional<String> contentType() {
    return text(Property.CONTENT_TYPE);
  }

  public Optional<String> contentEncoding() {
    return text(Property.CONTENT_ENCODING);
  }

  /** AMQP's correlation-id. */
  public Optional<String> correlationId() {
    return text(Property.CORRELATION_ID);
  }

  /** MQTT's correlation data; the array itself, not a copy, or null. */
  public byte @Nullable [] correlationData() {
    return (byte[]) get(Property.CORRELATION_DATA);
  }

  /** Where an answer is expected: AMQP's reply-to, MQTT's response topic. */
  public Optional<String> replyTo() {
    return text(Property.REPLY_TO);
  }

  public Optional<String> messageId() {
    return text(Property.MESSAGE_ID);
  }

  /** What the application calls this kind of message. */
  public Optional<String> type() {
    return text(Property.TYPE);
  }

  /** The user who published; checked by the front before it gets here. */
  public Optional<String> userId() {
    return text(Property.USER_ID);
  }

  public Optional<String> appId() {
    return text(Property.APP_ID);
  }

  /** A property that AMQP reserves; carried, never looked at. */
  public Optional<String> clusterId() {
    return text(Property.CLUSTER_ID);
  }

  /** What messages are ordered, grouped or compacted by. */
  public Optional<String> key() {
    return text(Property.KEY);
  }

  /** Two messages of one id within a queue's window are one. */
  public Optional<String> deduplicationId() {
    return text(Property.DEDUPLICATION_ID);
  }

  /** How long the message is good for once it is in a queue. */
  public long expirationMillisOr(long absent) {
    return number(Property.EXPIRATION, absent);
  }

  /** The publisher's time, in the seconds since 1970 that AMQP counts in. */
  public OptionalLong timestampSeconds() {
    return get(Property.TIMESTAMP) instanceof Long seconds
        ? OptionalLong.of(seconds)
        : OptionalLong.empty();
  }

  /** How long to hold the message back. */
  public long delayMillisOr(long absent) {
    return number(Property.DELAY, absent);
  }

  /** Until when to hold the message back, in milliseconds since 1970. */
  public long deliverAtMillisOr(long absent) {
    return number(Property.DELIVER_AT, absent);
  }

  /** True for delivery mode 2: the message survives a restart where its queue does. */
  public boolean isPersistent() {
    return deliveryModeOr(1) == 2;
  }

  /** 1 for transient, 2 for persistent. */
  public int deliveryModeOr(int absent) {
    return octet(Property.DELIVERY_MODE, absent);
  }

  /** 0 to 255, the highest first. */
  public int priorityOr(int absent) {
    return octet(Property.PRIORITY, absent);
  }

  /** MQTT's payload format indicator: 1 for a body that is UTF-8. */
  public int payloadFormatOr(int absent) {
    return octet(Property.PAYLOAD_FORMAT, absent);
  }

  /** The quality of service that an MQTT publisher asked for, 0 to 2. */
  public int qosOr(int absent) {
    return octet(Property.QOS, absent);
  }

  /** True if an MQTT publisher asked to retain the message. */
  public boolean isRetained() {
    return has(Property.RETAIN);
  }

  /** These properties with other headers. */
  public Properties withHeaders(Headers headers) {
    return toBuilder().headers(headers).build();
  }

  /** What they are taken to hold in memory: next to nothing where there are only small numbers. */
  public int heldBytes() {
    int known = heldBytes;
    if (known == 0 && values.length > 0) {
      known = HeldBytes.of(values);
      heldBytes = known;
    }
    return known;
  }

  int present() {
    return present;
  }

  boolean has(Property property) {
    return (present & property.bit()) != 0;
  }

  /** The value of a property that is present and neither octet nor mark. */
  Object value(Property property) {
    return values[Integer.bitCount(present & (property.bit() - 1))];
  }

  private @Nullable Object get(Property property) {
    return has(property) ? value(property) : null;
  }

  int octet(Property property, int absent) {
    return has(property) ? octets >>> shift(property) & 0xFF : absent;
  }

  private long number(Property property, long absent) {
    return get(property) instanceof Long number ? number : absent;
  }

  private Optional<String> text(Property property) {
    return Optional.ofNullable((String) get(property));
  }

  static int shift(Property octet) {
    return (octet.ordinal() - Property.DELIVERY_MODE.ordinal()) * Byte.SIZE;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Properties that
        && present == that.present
        && octets == that.octets
        && Arrays.deepEquals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * present + octets) + Arrays.deepHashCode(values);
  }

  /** The names of those present; values may be secret. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("Properties[");
    for (int rest = present; rest != 0; rest &= rest - 1) {
      text.append(rest == present ? "" : ", ")
          .append(Property.at(Integer.numberOfTrailingZeros(rest)));
    }
    return text.append(']').toString();
  }
}
