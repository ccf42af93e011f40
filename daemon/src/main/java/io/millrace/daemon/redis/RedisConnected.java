package io.millrace.daemon.redis;

import io.millrace.redis.layout.PopEnd;
import java.util.List;

/** A source of lists, which parts beside it may share the server with. */
public interface RedisConnected {
  RedisConnection connection();

  /** What it reads, at least one. */
  List<String> lists();

  /** From which end it reads them. */
  PopEnd popEnd();
}
