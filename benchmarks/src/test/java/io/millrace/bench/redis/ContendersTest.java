package io.millrace.bench.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.testkit.redis.RedisExtension;
import io.millrace.testkit.redis.RedisServer;
import java.time.Duration;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(RedisExtension.class)
class ContendersTest {
  private static final long JOBS = 5_000;

  static Iterable<Contender> contenders() {
    return Contenders.all();
  }

  @ParameterizedTest
  @MethodSource("contenders")
  void consumesAllJobs(Contender contender, RedisServer redis) throws Exception {
    redis.flush();
    Site site = new Site(redis.host(), redis.port());
    contender.fill(site, JOBS, 100);

    try (var running = contender.start(new Run(site, 2, JOBS, Duration.ofSeconds(30)))) {
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(running.handled().getAsLong()).isEqualTo(JOBS));
    }
  }
}
