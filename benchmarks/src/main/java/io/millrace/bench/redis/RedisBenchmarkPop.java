package io.millrace.bench.redis;

import java.io.IOException;
import java.util.List;

/**
 * Redis's own load generator, which throws away what it pops.
 *
 * @param pipeline how many commands it sends before it waits for answers
 */
record RedisBenchmarkPop(int pipeline) implements Contender {
  @Override
  public String name() {
    return "redis-benchmark LPOP, " + pipeline + " in flight";
  }

  @Override
  public Running start(Run run) throws IOException {
    return ForkedClient.start(
        run,
        Site.QUEUE,
        List.of(
            "redis-benchmark",
            "-h",
            run.site().host(),
            "-p",
            Integer.toString(run.site().port()),
            "-c",
            Integer.toString(run.connections()),
            "-P",
            Integer.toString(pipeline),
            "-n",
            Long.toString(run.jobs()),
            "-q",
            "LPOP",
            Site.QUEUE));
  }
}
