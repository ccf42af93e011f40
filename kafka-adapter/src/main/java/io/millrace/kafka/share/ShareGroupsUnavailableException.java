package io.millrace.kafka.share;

/** The cluster has no share groups, or does not let us use them; the message says what to do. */
public final class ShareGroupsUnavailableException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  private static final String WAYS_OUT =
      ". Share groups need Kafka 4.2 or newer and the feature share.version, which"
          + " bin/kafka-features.sh --bootstrap-server HOST:PORT upgrade --feature share.version=1"
          + " enables. Without them read the topics with KafkaSource: a consumer group needs none of"
          + " this, and handles records in no order with Ordering.NONE";

  ShareGroupsUnavailableException(String what) {
    super(what + WAYS_OUT);
  }

  /** Says {@code what}, and the ways out. */
  public ShareGroupsUnavailableException(String what, Throwable cause) {
    super(what + WAYS_OUT, cause);
  }
}
