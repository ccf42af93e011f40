package io.millrace.queue.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.queue.Concurrency;
import io.millrace.queue.Outcome;
import io.millrace.queue.Queue;
import io.millrace.queue.worker.WorkerThreads;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a queue takes of its JVM: threads, meters, CPU. */
@Timeout(20)
class FootprintTest {
  @Test
  void threadsBearTheQueuesNameAndNoneIsLeft() {
    Set<String> names = ConcurrentHashMap.newKeySet();
    ListSource source = ListSource.of(1);
    try (Queue<String> queue =
        Queue.<String>builder("named")
            .producers(1, source)
            .concurrency(Concurrency.fixed(1))
            .consumers(
                () ->
                    message -> {
                      Expect.soon(
                          () -> {
                            Thread.getAllStackTraces()
                                .keySet()
                                .forEach(t -> names.add(t.getName()));
                            return names.contains("millrace-named-control");
                          });
                      return Outcome.ack();
                    })
            .build()) {
      queue.start();
      Expect.soon(() -> queue.drainReport().isPresent());
      assertThat(names)
          .contains(
              "millrace-named-producer-0", "millrace-named-consumer-0", "millrace-named-control");
      Expect.soon(() -> Expect.threads("named") == 0);
    }
  }

  @Test
  void consumersRunOnVirtualThreadsWhereTheJvmHasThem() {
    assumeThat(WorkerThreads.hasVirtual()).as("this JVM has virtual threads").isTrue();
    Set<String> classes = ConcurrentHashMap.newKeySet();
    try (Queue<String> queue =
        Queue.<String>builder("virtual")
            .producers(1, ListSource.of(10))
            .virtualThreads(true)
            .consumers(
                () ->
                    message -> {
                      classes.add(Thread.currentThread().getClass().getSimpleName());
                      return Outcome.ack();
                    })
            .build()) {
      queue.start();
      Expect.soon(() -> queue.drainReport().isPresent());
      assertThat(classes).containsExactly("VirtualThread");
    }
  }

  @Test
  void metersBearTheDocumentedNamesAndGoWithTheQueue() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    ListSource source = ListSource.of(10).staysOpen();
    try (Queue<String> queue =
        Queue.<String>builder("meters")
            .producers(1, source)
            .meters(registry)
            .consumers(() -> message -> Outcome.ack())
            .build()) {
      queue.start();
      Expect.soon(() -> source.settled() == 10);
      for (String name :
          List.of(
              "messages",
              "handler",
              "queue.wait",
              "end.to.end",
              "inflight",
              "buffer.messages",
              "buffer.bytes",
              "concurrency.limit",
              "concurrency.used",
              "producer.blocked.seconds",
              "worker.idle.seconds",
              "retries",
              "dead.letters",
              "lag.messages",
              "lag",
              "oldest.inflight.seconds",
              "paused")) {
        assertThat(registry.find("millrace.pipeline." + name).tag("pipeline", "meters").meters())
            .as(name)
            .isNotEmpty();
      }
      assertThat(registry.get("millrace.pipeline.handler").timer().count()).isEqualTo(10);
      assertThat(registry.find("millrace.commit").meters()).isNotEmpty();
    }
    assertThat(registry.getMeters()).isEmpty();
  }

  @Test
  void idleQueueCostsNextToNothing() {
    ListSource source = ListSource.of(10).staysOpen();
    try (Queue<String> queue =
        Queue.<String>builder("idle")
            .producers(2, source)
            .concurrency(Concurrency.fixed(4))
            .consumers(() -> message -> Outcome.ack())
            .build()) {
      queue.start();
      Expect.soon(() -> source.settled() == 10);
      Expect.steady(source::settled);
      long cpuBefore = cpuNanos();
      long before = System.nanoTime();
      Expect.soon(() -> System.nanoTime() - before > 2_000_000_000L);
      double share = (double) (cpuNanos() - cpuBefore) / (System.nanoTime() - before);
      assertThat(share).isLessThan(0.02);
    }
  }

  private static long cpuNanos() {
    var threads = ManagementFactory.getThreadMXBean();
    long sum = 0;
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("millrace-idle-")) {
        sum += Math.max(0, threads.getThreadCpuTime(thread.getId()));
      }
    }
    return sum;
  }
}
