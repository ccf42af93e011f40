package io.millrace.broker.queue;

/**
 * All the rules of a queue. They may change while it lives: what has happened stays as it is, a
 * lower limit takes effect at once.
 *
 * @param timeToLiveMillis after which a message expires that has no shorter time of its own, from
 *     when it entered or was due; {@link Envelope#NEVER} for none
 * @param expiresAfterMillis how long the queue may be unused until it is deleted, which is up to
 *     its host; {@link Envelope#NEVER} for ever
 * @param emptyExpiresAfterMillis as that, while no message is in it
 * @param deadLettering whether there is a place where dead letters go
 * @param keepingExhausted whether there is one for messages that met the delivery limit, also where
 *     there is none for others
 * @param maxPriority the highest priority told apart; 0 for none
 * @param singleActiveConsumer only one consumer is served at a time
 * @param messageGroups messages of one group are delivered one at a time, in order, whoever
 *     consumes them
 * @param keyPatterns consumers choose by key, see {@link KeyFilter}; not together with groups
 */
public record QueueOptions(
    LengthLimit length,
    Redelivery redelivery,
    Deduplication deduplication,
    long timeToLiveMillis,
    long expiresAfterMillis,
    long emptyExpiresAfterMillis,
    boolean deadLettering,
    boolean keepingExhausted,
    int maxPriority,
    boolean singleActiveConsumer,
    boolean messageGroups,
    boolean keyPatterns) {
  /** No limit but that of deliveries, nothing special. */
  public static final QueueOptions DEFAULT = new Builder().build();

  public QueueOptions {
    if (messageGroups && keyPatterns) {
      throw new IllegalArgumentException("a queue has either message groups or key patterns");
    }
    if (timeToLiveMillis < 0 || expiresAfterMillis < 0 || emptyExpiresAfterMillis < 0) {
      throw new IllegalArgumentException("a time must not be negative");
    }
    if (maxPriority < 0 || maxPriority > Envelope.HIGHEST_PRIORITY) {
      throw new IllegalArgumentException("maxPriority must be 0 to 255: " + maxPriority);
    }
  }

  public static Builder builder() {
    return new Builder();
  }

  /** These options, to change some of. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /** Whether messages that die for that reason depart. */
  boolean keeps(DeadLetterReason reason) {
    return deadLettering || (keepingExhausted && reason == DeadLetterReason.DELIVERY_LIMIT);
  }

  /** Makes options; what is not set is as in {@link #DEFAULT}. */
  public static final class Builder {
    private LengthLimit length = LengthLimit.NONE;
    private Redelivery redelivery = Redelivery.DEFAULT;
    private Deduplication deduplication = Deduplication.NONE;
    private long timeToLiveMillis = Envelope.NEVER;
    private long expiresAfterMillis = Envelope.NEVER;
    private long emptyExpiresAfterMillis = Envelope.NEVER;
    private boolean deadLettering;
    private boolean keepingExhausted;
    private int maxPriority;
    private boolean singleActiveConsumer;
    private boolean messageGroups;
    private boolean keyPatterns;

    private Builder() {}

    private Builder(QueueOptions options) {
      length = options.length;
      redelivery = options.redelivery;
      deduplication = options.deduplication;
      timeToLiveMillis = options.timeToLiveMillis;
      expiresAfterMillis = options.expiresAfterMillis;
      emptyExpiresAfterMillis = options.emptyExpiresAfterMillis;
      deadLettering = options.deadLettering;
      keepingExhausted = options.keepingExhausted;
      maxPriority = options.maxPriority;
      singleActiveConsumer = options.singleActiveConsumer;
      messageGroups = options.messageGroups;
      keyPatterns = options.keyPatterns;
    }

    public Builder length(LengthLimit value) {
      length = value;
      return this;
    }

    public Builder redelivery(Redelivery value) {
      redelivery = value;
      return this;
    }

    public Builder deduplication(Deduplication value) {
      deduplication = value;
      return this;
    }

    public Builder timeToLiveMillis(long value) {
      timeToLiveMillis = value;
      return this;
    }

    public Builder expiresAfterMillis(long value) {
      expiresAfterMillis = value;
      return this;
    }

    public Builder emptyExpiresAfterMillis(long value) {
      emptyExpiresAfterMillis = value;
      return this;
    }

    public Builder deadLettering(boolean value) {
      deadLettering = value;
      return this;
    }

    public Builder keepingExhausted(boolean value) {
      keepingExhausted = value;
      return this;
    }

    public Builder maxPriority(int value) {
      maxPriority = value;
      return this;
    }

    public Builder singleActiveConsumer(boolean value) {
      singleActiveConsumer = value;
      return this;
    }

    public Builder messageGroups(boolean value) {
      messageGroups = value;
      return this;
    }

    public Builder keyPatterns(boolean value) {
      keyPatterns = value;
      return this;
    }

    public QueueOptions build() {
      return new QueueOptions(
          length,
          redelivery,
          deduplication,
          timeToLiveMillis,
          expiresAfterMillis,
          emptyExpiresAfterMillis,
          deadLettering,
          keepingExhausted,
          maxPriority,
          singleActiveConsumer,
          messageGroups,
          keyPatterns);
    }
  }
}
