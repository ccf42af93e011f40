package io.millrace.redis;

import io.millrace.queue.Ordering;
import io.millrace.testkit.Backend;
import io.millrace.testkit.QueueContract;
import io.millrace.testkit.redis.RedisCluster;
import io.millrace.testkit.redis.RedisExtension;
import org.junit.jupiter.api.extension.ExtendWith;

/** As many readers as there are, at the nodes of a cluster. */
@ExtendWith(RedisExtension.class)
final class RedisClusterUnorderedContractTest extends QueueContract {
  private final RedisCluster redis;

  RedisClusterUnorderedContractTest(RedisCluster redis) {
    this.redis = redis;
  }

  @Override
  protected Backend backend() {
    return new ListBackend(at -> at.address(redis.nodes().get(0).uri()).cluster(), Ordering.NONE);
  }
}
