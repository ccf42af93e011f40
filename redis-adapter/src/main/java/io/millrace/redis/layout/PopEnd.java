package io.millrace.redis.layout;

/** From which end of its list a queue is consumed; it is pushed on the other. */
public enum PopEnd {
  /** {@code RPUSH} and {@code LPOP}: as RQ and Resque have it. */
  LEFT,
  /** {@code LPUSH} and {@code RPOP}: as Sidekiq and Celery have it, and the default. */
  RIGHT;

  /** The end where new elements are pushed. */
  public PopEnd opposite() {
    return this == LEFT ? RIGHT : LEFT;
  }
}
