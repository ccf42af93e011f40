package io.millrace.interop.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.interop.program.Figures;
import io.millrace.interop.program.Program;
import io.millrace.interop.program.Python;
import io.millrace.interop.program.Resources;
import io.millrace.interop.program.RunningProgram;
import io.millrace.interop.server.AmqpServer;
import io.millrace.interop.server.AmqpServerExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Celery's workers, by kombu, on tasks that are acknowledged when they are done. */
@ExtendWith(AmqpServerExtension.class)
class CeleryTest {
  private static final int TASKS = 1_000;

  /** What a worker of one thread has ahead of its acknowledgements, and the task in its hand. */
  private static final int HELD_BY_KILLED_WORKER = 11;

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final AmqpServer server;

  CeleryTest(AmqpServer server) {
    this.server = server;
  }

  @Test
  void doesEveryTaskThoughWorkerIsKilledMidway(@TempDir Path directory) throws IOException {
    Path done = Files.createFile(directory.resolve("done"));
    Program python =
        Python.with("celery", "celery")
            .withEnvironment("PYTHONPATH", Resources.directory("python").toString())
            .withEnvironment("TASKS_URL", server.uri())
            .withEnvironment("TASKS_QUEUE", Names.fresh("celery"))
            .withEnvironment("TASKS_DONE", done.toString());
    python.with("-m", "tasks", "send", TASKS).run();
    long start = System.nanoTime();
    try (RunningProgram killed = worker(python, "first")) {
      try (RunningProgram other = worker(python, "second")) {
        awaitLines(done, TASKS / 3);
        killed.kill();
        await().atMost(PATIENCE).until(() -> distinct(done).size() == TASKS);
        assertThat(other.printed()).doesNotContain("Traceback");
      }
    }
    assertThat(distinct(done)).isEqualTo(IntStream.range(0, TASKS).boxed().toList());
    int repeated = Files.readAllLines(done).size() - TASKS;
    assertThat(repeated).isBetween(0, HELD_BY_KILLED_WORKER);
    Figures.line(
        "Celery",
        "%,d tasks, each done, %d of a killed worker twice, %,d/s with the workers' start",
        TASKS,
        repeated,
        Figures.perSecond(TASKS, start));
  }

  private static RunningProgram worker(Program python, String name) {
    return python
        .with(
            "-m",
            "celery",
            "-A",
            "tasks",
            "worker",
            "--pool=solo",
            "--concurrency=1",
            "--loglevel=WARNING")
        .with("-n", name + "@localhost")
        .start();
  }

  private static void awaitLines(Path file, int count) {
    await().atMost(PATIENCE).until(() -> Files.readAllLines(file).size() >= count);
  }

  private static List<Integer> distinct(Path file) throws IOException {
    return Files.readAllLines(file).stream().map(Integer::valueOf).sorted().distinct().toList();
  }
}
