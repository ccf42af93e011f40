package io.millrace.redis.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.queue.DeadLetterHeaders;
import io.millrace.queue.redrive.DeadLetter;
import io.millrace.queue.redrive.DeadLetterStore;
import io.millrace.redis.deadletter.DeadLetterList;
import io.millrace.redis.layout.QueueKeys;
import io.millrace.testkit.redis.RedisExtension;
import io.millrace.testkit.redis.RedisServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** A job that ends whatever process handles it. */
@ExtendWith(RedisExtension.class)
class PoisonTest {
  private static final int OTHERS = 150;

  private final RedisServer redis;
  private final String list = ChaosRun.freshName();

  PoisonTest(RedisServer redis) {
    this.redis = redis;
  }

  @Test
  @Timeout(120)
  void givesUpAJobThatEndsItsProcessEachTimeAndHandlesAllOthers(@TempDir Path directory)
      throws Exception {
    try (Jedis jedis = new Jedis(redis.host(), redis.port())) {
      jedis.lpush(list, others(0, OTHERS / 3));
      jedis.lpush(list, FragileWorker.POISON);
      jedis.lpush(list, others(OTHERS / 3, OTHERS));
      int deaths = 0;
      boolean isDone = false;
      while (!isDone) {
        Process worker = start(directory);
        try {
          isDone = awaitDeathOr(worker, jedis);
          deaths += isDone ? 0 : 1;
        } finally {
          worker.destroyForcibly().waitFor();
        }
        assertThat(deaths).as("deaths").isLessThanOrEqualTo(FragileWorker.ATTEMPTS);
      }
      // Fewer than attempts where a worker stood still for a lease: that counts as a death.
      assertThat(deaths).as("deaths").isGreaterThanOrEqualTo(FragileWorker.ATTEMPTS - 1);
      assertThat(notes(jedis)).hasSize(OTHERS);
      assertThat(letters())
          .isNotEmpty()
          .allSatisfy(
              letter -> {
                assertThat(new String(letter.message().payload(), StandardCharsets.UTF_8))
                    .isEqualTo(FragileWorker.POISON);
                assertThat(letter.reason()).contains("workers died");
                assertThat(letter.header(DeadLetterHeaders.ATTEMPTS))
                    .isEqualTo(Integer.toString(FragileWorker.ATTEMPTS));
              });
    }
  }

  private static String[] others(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "job " + i).toArray(String[]::new);
  }

  private Set<String> notes(Jedis jedis) {
    return new HashSet<>(jedis.lrange(FragileWorker.notesOf(list), 0, -1));
  }

  /** Whether all is done; else the worker is dead, as it must be by the poison. */
  private boolean awaitDeathOr(Process worker, Jedis jedis) throws InterruptedException {
    QueueKeys keys = QueueKeys.of(list);
    while (!worker.waitFor(20, TimeUnit.MILLISECONDS)) {
      boolean isGivenUp = jedis.llen(keys.dead()) > 0;
      if (isGivenUp && !jedis.exists(list) && !jedis.exists(keys.leases())) {
        return true;
      }
    }
    assertThat(worker.exitValue()).isEqualTo(FragileWorker.EXIT_CODE);
    return false;
  }

  private Process start(Path directory) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(FragileWorker.class.getName());
    command.addAll(List.of(redis.host(), Integer.toString(redis.port()), list));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("fragile.log").toFile()))
        .start();
  }

  private List<DeadLetter> letters() throws Exception {
    List<DeadLetter> letters = new ArrayList<>();
    try (DeadLetterStore dead = DeadLetterList.builder().address(redis.uri()).of(list).build()) {
      dead.read(letters::add);
    }
    return letters;
  }
}
