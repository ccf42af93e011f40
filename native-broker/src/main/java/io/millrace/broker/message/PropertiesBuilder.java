package io.millrace.broker.message;

import org.jspecify.annotations.Nullable;

/** Collects properties; setting one again replaces it. For one thread. */
public final class PropertiesBuilder {
  /** The bits of the properties that have a value of their own. */
  private static final int OWN = Property.DELIVERY_MODE.bit() - 1;

  /** By ordinal, up to the last property that has a value of its own. */
  private final @Nullable Object[] values = new @Nullable Object[Property.DELIVERY_MODE.ordinal()];

  private int present;
  private int octets;

  PropertiesBuilder(int present, int octets, Object[] packed) {
    this.present = present;
    this.octets = octets;
    for (int rest = present & OWN, next = 0; next < packed.length; rest &= rest - 1) {
      values[Integer.numberOfTrailingZeros(rest)] = packed[next++];
    }
  }

  /** Empty ones are the same as none. */
  public PropertiesBuilder headers(Headers headers) {
    present &= ~(Property.HEADERS.bit() | Property.EMPTY_HEADERS.bit());
    if (headers.isEmpty()) {
      values[Property.HEADERS.ordinal()] = null;
      return this;
    }
    return set(Property.HEADERS, headers);
  }

  /** No headers, and yet a place for them: a client that looks for one finds a table to look in. */
  public PropertiesBuilder emptyHeaders() {
    return headers(Headers.EMPTY).mark(Property.EMPTY_HEADERS);
  }

  public PropertiesBuilder contentType(String contentType) {
    return set(Property.CONTENT_TYPE, contentType);
  }

  public PropertiesBuilder contentEncoding(String contentEncoding) {
    return set(Property.CONTENT_ENCODING, contentEncoding);
  }

  public PropertiesBuilder correlationId(String correlationId) {
    return set(Property.CORRELATION_ID, correlationId);
  }

  /** Takes {@code data} over: the caller must not write into it any more. */
  public PropertiesBuilder correlationData(byte[] data) {
    return set(Property.CORRELATION_DATA, data);
  }

  public PropertiesBuilder replyTo(String replyTo) {
    return set(Property.REPLY_TO, replyTo);
  }

  public PropertiesBuilder messageId(String messageId) {
    return set(Property.MESSAGE_ID, messageId);
  }

  public PropertiesBuilder type(String type) {
    return set(Property.TYPE, type);
  }

  public PropertiesBuilder userId(String userId) {
    return set(Property.USER_ID, userId);
  }

  public PropertiesBuilder appId(String appId) {
    return set(Property.APP_ID, appId);
  }

  public PropertiesBuilder clusterId(String clusterId) {
    return set(Property.CLUSTER_ID, clusterId);
  }

  public PropertiesBuilder key(String key) {
    return set(Property.KEY, key);
  }

  public PropertiesBuilder deduplicationId(String id) {
    return set(Property.DEDUPLICATION_ID, id);
  }

  /**
   * @throws IllegalArgumentException if it is negative
   */
  public PropertiesBuilder expirationMillis(long millis) {
    return setPositive(Property.EXPIRATION, millis);
  }

  /** Without an expiration, for instance in a dead letter. */
  public PropertiesBuilder noExpiration() {
    present &= ~Property.EXPIRATION.bit();
    values[Property.EXPIRATION.ordinal()] = null;
    return this;
  }

  /** Neither held back for some time nor until some time, for instance in a dead letter. */
  public PropertiesBuilder noDelay() {
    present &= ~(Property.DELAY.bit() | Property.DELIVER_AT.bit());
    values[Property.DELAY.ordinal()] = null;
    values[Property.DELIVER_AT.ordinal()] = null;
    return this;
  }

  public PropertiesBuilder timestampSeconds(long seconds) {
    return set(Property.TIMESTAMP, seconds);
  }

  /**
   * @throws IllegalArgumentException if it is negative
   */
  public PropertiesBuilder delayMillis(long millis) {
    return setPositive(Property.DELAY, millis);
  }

  /**
   * @throws IllegalArgumentException if it is negative
   */
  public PropertiesBuilder deliverAtMillis(long millis) {
    return setPositive(Property.DELIVER_AT, millis);
  }

  public PropertiesBuilder persistent() {
    return deliveryMode(2);
  }

  /**
   * @throws IllegalArgumentException if it is not within 0 to 255, as in the other octets
   */
  public PropertiesBuilder deliveryMode(int mode) {
    return setOctet(Property.DELIVERY_MODE, mode);
  }

  public PropertiesBuilder priority(int priority) {
    return setOctet(Property.PRIORITY, priority);
  }

  public PropertiesBuilder payloadFormat(int format) {
    return setOctet(Property.PAYLOAD_FORMAT, format);
  }

  public PropertiesBuilder qos(int qos) {
    return setOctet(Property.QOS, qos);
  }

  public PropertiesBuilder retained() {
    return mark(Property.RETAIN);
  }

  public Properties build() {
    if (present == 0) {
      return Properties.NONE;
    }
    int ownValues = present & OWN;
    if (ownValues == 0) {
      return new Properties(present, octets, Properties.NO_VALUES);
    }
    Object[] packed = new Object[Integer.bitCount(ownValues)];
    int next = 0;
    for (Object value : values) {
      if (value != null) {
        packed[next++] = value;
      }
    }
    return new Properties(present, octets, packed);
  }

  PropertiesBuilder set(Property property, Object value) {
    values[property.ordinal()] = value;
    present |= property.bit();
    return this;
  }

  private PropertiesBuilder setPositive(Property property, long value) {
    if (value < 0) {
      throw new IllegalArgumentException(property + " of " + value);
    }
    return set(property, value);
  }

  PropertiesBuilder mark(Property property) {
    present |= property.bit();
    return this;
  }

  PropertiesBuilder setOctet(Property property, int value) {
    if (value < 0 || value > 0xFF) {
      throw new IllegalArgumentException(property + " of " + value);
    }
    octets =
        (octets & ~(0xFF << Properties.shift(property))) | (value << Properties.shift(property));
    present |= property.bit();
    return this;
  }
}
