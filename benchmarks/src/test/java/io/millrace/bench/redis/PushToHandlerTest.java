package io.millrace.bench.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.redis.SourceMode;
import io.millrace.testkit.redis.RedisExtension;
import io.millrace.testkit.redis.RedisServer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RedisExtension.class)
class PushToHandlerTest {
  @Test
  void measuresWhatIsPushedAfterTheWarmUpAndWhatAnIdleServerHasToDo(RedisServer redis)
      throws Exception {
    redis.flush();
    Site site = new Site(redis.host(), redis.port());

    var result =
        new PushToHandler(site, 100, Duration.ofMillis(100))
            .measure(
                handler -> new Millrace(SourceMode.RELIABLE).open(site, 1, handler::handle),
                Duration.ofMillis(500),
                Duration.ofMillis(100));

    assertThat(result.micros().getTotalCount()).isBetween(40L, 55L);
    // One waits for messages and one for delayed ones; each asks anew once a second, and is not
    // seen
    // in that moment.
    assertThat(result.blocked()).isBetween(1, 2);
    assertThat(result.idleCommands()).isLessThan(200);
  }
}
