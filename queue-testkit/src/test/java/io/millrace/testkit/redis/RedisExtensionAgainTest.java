package io.millrace.testkit.redis;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RedisExtension.class)
class RedisExtensionAgainTest {
  @Test
  void beginsWithAnEmptyServer(RedisServer redis) {
    RedisExtensionTest.beginsWithAnEmptyServer(redis);
  }
}
