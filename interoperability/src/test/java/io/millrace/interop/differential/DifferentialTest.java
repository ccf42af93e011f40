package io.millrace.interop.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.millrace.interop.program.Figures;
import io.millrace.interop.server.AmqpServer;
import io.millrace.interop.server.AmqpServerExtension;
import io.millrace.testkit.rabbitmq.RabbitExtension;
import io.millrace.testkit.rabbitmq.RabbitServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs the scripts of {@code interop.scripts} numbers from {@code interop.first} on, several at
 * once in virtual hosts of their own. A difference is one that comes again when the script is run
 * again; it is printed with the shortest script that still shows one.
 */
@ExtendWith({AmqpServerExtension.class, RabbitExtension.class})
class DifferentialTest {
  private static final long FIRST = Long.getLong("interop.first", 1);
  private static final int SCRIPTS = Integer.getInteger("interop.scripts", 50);
  private static final int MOST_DIFFERENCES = Integer.getInteger("interop.differences", 3);

  @Test
  void answersAsRabbitDoes(AmqpServer server, RabbitServer rabbit) throws Exception {
    List<String> virtualHosts = server.virtualHosts();
    Lane.make(rabbit, virtualHosts);
    Campaign campaign = new Campaign(FIRST, SCRIPTS, MOST_DIFFERENCES);
    AssertionError broken = new AssertionError("virtual hosts in which a script failed");
    ExecutorService lanes = Executors.newFixedThreadPool(virtualHosts.size());
    try {
      List<Future<?>> running = new ArrayList<>();
      for (String each : virtualHosts) {
        running.add(
            lanes.submit(
                () -> {
                  try (Lane lane = new Lane(rabbit, server, each)) {
                    lane.run(campaign);
                  }
                }));
      }
      awaitAll(running, broken);
    } finally {
      lanes.shutdownNow();
    }
    Figures.line("differential", "%s", campaign);
    if (broken.getSuppressed().length > 0) {
      campaign.differences().forEach(each -> broken.addSuppressed(new AssertionError(each)));
      throw broken;
    }
    if (!campaign.differences().isEmpty()) {
      fail(String.join("\n\n", campaign.differences()));
    }
    assertThat(campaign.unsteady())
        .as("numbers that differed once only")
        .hasSizeLessThanOrEqualTo(SCRIPTS / 50);
  }

  /** Adds why those failed that did, when all have ended. */
  private static void awaitAll(List<Future<?>> running, AssertionError broken)
      throws InterruptedException {
    for (Future<?> each : running) {
      try {
        each.get();
      } catch (ExecutionException failure) {
        broken.addSuppressed(failure.getCause());
      }
    }
  }
}
