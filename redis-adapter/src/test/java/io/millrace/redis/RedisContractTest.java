package io.millrace.redis;

import io.millrace.queue.Ordering;
import io.millrace.testkit.Backend;
import io.millrace.testkit.QueueContract;
import io.millrace.testkit.redis.RedisExtension;
import io.millrace.testkit.redis.RedisServer;
import org.junit.jupiter.api.extension.ExtendWith;

/** One reader at a time, which keeps the order of each key. */
@ExtendWith(RedisExtension.class)
final class RedisContractTest extends QueueContract {
  private final RedisServer redis;

  RedisContractTest(RedisServer redis) {
    this.redis = redis;
  }

  @Override
  protected Backend backend() {
    return new ListBackend(at -> at.address(redis.uri()), Ordering.KEY);
  }
}
