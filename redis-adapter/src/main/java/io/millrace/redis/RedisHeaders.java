package io.millrace.redis;

/** Headers of messages that stand for something else in Redis. */
public final class RedisHeaders {
  /**
   * What a message is known by: the id in its envelope. Messages of one id are pushed once within
   * the {@linkplain RedisListPusherBuilder#deduplicate window}.
   */
  public static final String ID = "millrace-id";

  private RedisHeaders() {}
}
