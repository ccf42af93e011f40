package io.millrace.bench.redis;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.Jedis;

/**
 * BullMQ in Node, a worker for each connection (it has one more to wait with).
 *
 * @param directory where it is installed with its script
 */
record BullMq(Path directory) implements Contender {
  static final String NAME = "BullMQ";

  private static final String SCRIPT = "bullmq.mjs";

  /** Jobs that a worker handles at once; faster than 1 and 10, and than 1,000. */
  private static final int AT_ONCE = 100;

  /** Part of the jobs that it does in a run. */
  private static final int SLOW = 25;

  boolean isInstalled() {
    return Files.isDirectory(directory.resolve("node_modules"));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public long jobs(long most) {
    return most / SLOW;
  }

  @Override
  public void fill(Site site, long jobs, int sizeBytes) throws IOException {
    try (Jedis jedis = site.connect()) {
      jedis.flushAll();
    }
    Process process =
        new ProcessBuilder(command("fill", site, jobs, sizeBytes)).inheritIO().start();
    try {
      if (process.waitFor() != 0) {
        throw new IOException("BullMQ adds no jobs: " + process.exitValue());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("while BullMQ adds jobs");
    }
  }

  @Override
  public Running start(Run run) throws IOException {
    return ForkedClient.start(
        run,
        "bull:" + Site.QUEUE + ":wait",
        command("work", run.site(), run.connections(), AT_ONCE));
  }

  private List<String> command(String task, Site site, long first, long second) {
    List<String> command = new ArrayList<>();
    command.add("node");
    command.add(directory.resolve(SCRIPT).toString());
    command.add(task);
    command.add(site.host());
    command.add(Integer.toString(site.port()));
    command.add(Site.QUEUE);
    command.add(Long.toString(first));
    command.add(Long.toString(second));
    return command;
  }
}
