package io.millrace.broker.message;

/**
 * The properties that a message may have, by the kind of their value. Their order is part of the
 * stored format: append only, and at most 31.
 */
enum Property {
  HEADERS(Kind.HEADERS),
  CONTENT_TYPE(Kind.TEXT),
  CONTENT_ENCODING(Kind.TEXT),
  CORRELATION_ID(Kind.TEXT),
  REPLY_TO(Kind.TEXT),
  MESSAGE_ID(Kind.TEXT),
  TYPE(Kind.TEXT),
  USER_ID(Kind.TEXT),
  APP_ID(Kind.TEXT),
  CLUSTER_ID(Kind.TEXT),
  KEY(Kind.TEXT),
  DEDUPLICATION_ID(Kind.TEXT),
  CORRELATION_DATA(Kind.OCTETS),
  EXPIRATION(Kind.NUMBER),
  TIMESTAMP(Kind.NUMBER),
  DELAY(Kind.NUMBER),
  DELIVER_AT(Kind.NUMBER),
  DELIVERY_MODE(Kind.OCTET),
  PRIORITY(Kind.OCTET),
  PAYLOAD_FORMAT(Kind.OCTET),
  QOS(Kind.OCTET),
  RETAIN(Kind.MARK),
  EMPTY_HEADERS(Kind.MARK);

  enum Kind {
    HEADERS,
    TEXT,
    OCTETS,
    /** A signed integer of 64 bits. */
    NUMBER,
    /** An integer from 0 to 255. */
    OCTET,
    /** There or not, without a value. */
    MARK
  }

  private static final Property[] ALL = values();

  /** The bits of all properties. */
  static final int KNOWN = (1 << ALL.length) - 1;

  private final Kind kind;
  private final int bit;

  Property(Kind kind) {
    this.kind = kind;
    this.bit = 1 << ordinal();
  }

  static Property at(int ordinal) {
    return ALL[ordinal];
  }

  Kind kind() {
    return kind;
  }

  int bit() {
    return bit;
  }
}
