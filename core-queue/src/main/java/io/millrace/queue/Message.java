package io.millrace.queue;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A payload on its way from a source to a handler, with what is known about it.
 *
 * <p>Immutable, as far as the payload is: the engine never copies or changes it.
 *
 * @param <T> the payload
 */
public final class Message<T> {
  /** {@link #offset} of a message that no source has numbered. */
  public static final long NO_OFFSET = -1;

  private static final SourcePartition NOWHERE = new SourcePartition("none", 0);

  private final T payload;
  private final @Nullable String key;
  private final Headers headers;
  private final SourcePartition partition;
  private final long offset;
  private final long timestampMillis;
  private final int attempt;
  private final int sizeBytes;
  private final @Nullable Object handle;

  private Message(Builder<T> builder) {
    payload = builder.payload;
    key = builder.key;
    headers = builder.headers;
    partition = builder.partition;
    offset = builder.offset;
    timestampMillis = builder.timestampMillis;
    attempt = builder.attempt;
    sizeBytes = builder.sizeBytes;
    handle = builder.handle;
  }

  /**
   * A message of this payload and nothing else: no key, no headers, first attempt, size 0, time
   * unknown.
   */
  public static <T> Message<T> of(T payload) {
    return new Builder<>(payload).build();
  }

  public static <T> Builder<T> builder(T payload) {
    return new Builder<>(payload);
  }

  public T payload() {
    return payload;
  }

  /** What messages must share to be handled one after the other under {@link Ordering#KEY}. */
  public Optional<String> key() {
    return Optional.ofNullable(key);
  }

  public Headers headers() {
    return headers;
  }

  /** The assignment the message was read under. */
  public SourcePartition partition() {
    return partition;
  }

  /** Its number within the partition, or {@link #NO_OFFSET}. */
  public long offset() {
    return offset;
  }

  /**
   * When it came into being, as its source tells, in milliseconds since the epoch; 0 if the source
   * does not tell.
   */
  public long timestampMillis() {
    return timestampMillis;
  }

  /** How often it has been given to a handler, this time included: 1 at first. */
  public int attempt() {
    return attempt;
  }

  /** What it counts against byte limits. */
  public int sizeBytes() {
    return sizeBytes;
  }

  /** Whatever its producer needs to settle it; the engine passes it through. */
  public @Nullable Object handle() {
    return handle;
  }

  /** A builder that starts from this message. */
  public Builder<T> toBuilder() {
    return copyTo(new Builder<>(payload));
  }

  /** This message with another payload, as a handler that transforms makes it. */
  public <R> Message<R> withPayload(R newPayload, int newSizeBytes) {
    return copyTo(new Builder<>(newPayload)).sizeBytes(newSizeBytes).build();
  }

  private <R> Builder<R> copyTo(Builder<R> builder) {
    builder.key = key;
    builder.headers = headers;
    builder.partition = partition;
    builder.offset = offset;
    builder.timestampMillis = timestampMillis;
    builder.attempt = attempt;
    builder.sizeBytes = sizeBytes;
    builder.handle = handle;
    return builder;
  }

  /** Names the message without its payload, so that it can stand in a log line. */
  @Override
  public String toString() {
    return "Message["
        + partition
        + "@"
        + offset
        + (key == null ? "" : " key=" + key)
        + " attempt="
        + attempt
        + "]";
  }

  /** Collects the parts of a {@link Message}. Not safe for several threads. */
  public static final class Builder<T> {
    private final T payload;
    private @Nullable String key;
    private Headers headers = Headers.empty();
    private SourcePartition partition = NOWHERE;
    private long offset = NO_OFFSET;
    private long timestampMillis;
    private int attempt = 1;
    private int sizeBytes;
    private @Nullable Object handle;

    private Builder(T payload) {
      this.payload = payload;
    }

    public Builder<T> key(@Nullable String key) {
      this.key = key;
      return this;
    }

    public Builder<T> headers(Headers headers) {
      this.headers = headers;
      return this;
    }

    /** Where it was read. */
    public Builder<T> position(SourcePartition partition, long offset) {
      this.partition = partition;
      this.offset = offset;
      return this;
    }

    public Builder<T> timestampMillis(long timestampMillis) {
      this.timestampMillis = timestampMillis;
      return this;
    }

    /** The attempt this will be; above 1 when the source knows of earlier ones. */
    public Builder<T> attempt(int attempt) {
      if (attempt < 1) {
        throw new IllegalArgumentException("attempt counts from 1, got " + attempt);
      }
      this.attempt = attempt;
      return this;
    }

    public Builder<T> sizeBytes(int sizeBytes) {
      if (sizeBytes < 0) {
        throw new IllegalArgumentException("sizeBytes must not be negative, got " + sizeBytes);
      }
      this.sizeBytes = sizeBytes;
      return this;
    }

    public Builder<T> handle(@Nullable Object handle) {
      this.handle = handle;
      return this;
    }

    public Message<T> build() {
      return new Message<>(this);
    }
  }
}
