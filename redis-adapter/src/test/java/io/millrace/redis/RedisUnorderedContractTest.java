package io.millrace.redis;

import io.millrace.queue.Ordering;
import io.millrace.testkit.Backend;
import io.millrace.testkit.QueueContract;
import io.millrace.testkit.redis.RedisExtension;
import io.millrace.testkit.redis.RedisServer;
import org.junit.jupiter.api.extension.ExtendWith;

/** As many readers as there are. */
@ExtendWith(RedisExtension.class)
final class RedisUnorderedContractTest extends QueueContract {
  private final RedisServer redis;

  RedisUnorderedContractTest(RedisServer redis) {
    this.redis = redis;
  }

  @Override
  protected Backend backend() {
    return new ListBackend(at -> at.address(redis.uri()), Ordering.NONE);
  }
}
