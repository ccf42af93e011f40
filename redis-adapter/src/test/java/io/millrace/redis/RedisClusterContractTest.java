package io.millrace.redis;

import io.millrace.queue.Ordering;
import io.millrace.testkit.Backend;
import io.millrace.testkit.QueueContract;
import io.millrace.testkit.redis.RedisCluster;
import io.millrace.testkit.redis.RedisExtension;
import org.junit.jupiter.api.extension.ExtendWith;

/** Lists at the nodes of a cluster. */
@ExtendWith(RedisExtension.class)
final class RedisClusterContractTest extends QueueContract {
  private final RedisCluster redis;

  RedisClusterContractTest(RedisCluster redis) {
    this.redis = redis;
  }

  @Override
  protected Backend backend() {
    return new ListBackend(at -> at.address(redis.nodes().get(0).uri()).cluster(), Ordering.KEY);
  }
}
