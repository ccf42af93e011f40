package io.millrace.bench.redis;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.Jedis;

/** A client that is another program: what it has done is what waits no longer. */
final class ForkedClient {
  private final Process process;

  /** Nobody tells it any more once the program has ended. */
  private long cpuMicros;

  private ForkedClient(Process process) {
    this.process = process;
  }

  /**
   * @param waiting the list where jobs wait
   */
  static Contender.Running start(Run run, String waiting, List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    ForkedClient client = new ForkedClient(process);
    Jedis jedis = run.site().connect();
    return new Contender.Running(
        () -> {
          client.look();
          return run.jobs() - jedis.llen(waiting);
        },
        () -> client.cpuMicros,
        () -> {
          process.destroyForcibly().waitFor();
          jedis.close();
        });
  }

  private void look() {
    process
        .info()
        .totalCpuDuration()
        .ifPresent(time -> cpuMicros = TimeUnit.NANOSECONDS.toMicros(time.toNanos()));
  }
}
