package io.millrace.broker.attendance;

import io.millrace.broker.vhost.Answer;
import io.millrace.broker.vhost.QueueDefinition;
import io.millrace.broker.vhost.QueueFacts;
import io.millrace.broker.vhost.VirtualHost;
import io.millrace.broker.vhost.VirtualHosts;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every other second whether the consumers are there that are expected, and says so in the
 * log once some have been missing for ten seconds, and when they are back.
 *
 * <p><b>Threads:</b> any may ask; nothing blocks. It looks on those of the executor, one at a time.
 */
public final class Attendance {
  private static final Logger LOG = LoggerFactory.getLogger(Attendance.class);
  private static final Duration INTERVAL = Duration.ofSeconds(2);

  /** For so long nothing is said: consumers come back, and need a moment for it. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Of nobody: queues that one connection has to itself are not for others to expect. */
  private static final long NO_CONNECTION = 0;

  private final List<ExpectedConsumers> expected;
  private final VirtualHosts hosts;
  private final UnaryOperator<String> queueOf;

  /** Of those with somebody missing; for the executor's thread. */
  private final Map<ExpectedConsumers, Absence> absences = new HashMap<>();

  /** As of the last look; replaced as a whole. */
  private volatile List<Presence> presences;

  /** Belongs to the thread that looks. */
  private CompletableFuture<?> lastLook = CompletableFuture.completedFuture(null);

  private record Absence(long sinceNanos, boolean isTold) {}

  /**
   * @param queueOf what clients call a queue that the broker hosts, of which there is one for each
   *     routing key
   */
  public Attendance(
      List<ExpectedConsumers> expected, VirtualHosts hosts, UnaryOperator<String> queueOf) {
    this.expected = List.copyOf(expected);
    this.hosts = hosts;
    this.queueOf = queueOf;
    presences = this.expected.stream().map(each -> new Presence(each, 0)).toList();
  }

  /** Has {@code executor}, of one thread, look from now on until it is shut down. */
  public void start(ScheduledExecutorService executor) {
    ScheduledFuture<?> unused =
        executor.scheduleWithFixedDelay(
            () -> lookOnce(executor), 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** What goes wrong is no reason not to look again. */
  private void lookOnce(ScheduledExecutorService executor) {
    try {
      look(executor);
    } catch (RuntimeException e) {
      LOG.warn("it is not known whether consumers are missing", e);
    }
  }

  /** Whom the broker is told to expect, and who was there when it looked last. */
  public List<Presence> presences() {
    return presences;
  }

  /** Which queues have fewer consumers than they are to have, in words; empty if none has. */
  public Optional<String> missing() {
    List<Presence> now = presences.stream().filter(each -> each.missing() > 0).toList();
    return now.isEmpty()
        ? Optional.empty()
        : Optional.of(now.stream().map(Presence::toString).collect(Collectors.joining(", ")));
  }

  /**
   * Not before the last look is over: a queue that is slow to answer must not be asked more often.
   */
  private void look(ScheduledExecutorService executor) {
    if (!lastLook.isDone()) {
      return;
    }
    List<CompletableFuture<Presence>> all = expected.stream().map(this::presence).toList();
    lastLook =
        CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new))
            .thenRunAsync(
                () -> publish(all.stream().map(CompletableFuture::join).toList()), executor);
  }

  private CompletableFuture<Presence> presence(ExpectedConsumers each) {
    return hosts
        .host(each.virtualHost())
        .map(host -> consumers(host, each.queue()))
        .orElseGet(() -> CompletableFuture.completedFuture(0L))
        .thenApply(present -> new Presence(each, present));
  }

  private CompletableFuture<Long> consumers(VirtualHost host, String queue) {
    return host.queues().stream()
        .map(QueueDefinition::name)
        .filter(name -> queueOf.apply(name).equals(queue))
        .map(name -> consumersOfOne(host, name))
        .reduce(
            CompletableFuture.completedFuture(0L),
            (some, more) -> some.thenCombine(more, Long::sum));
  }

  /** None of a queue that is gone by then, or has failed. */
  private static CompletableFuture<Long> consumersOfOne(VirtualHost host, String hostedName) {
    return host.queue(hostedName, NO_CONNECTION)
        .thenApply(Answer::value)
        .exceptionally(gone -> Optional.<QueueFacts>empty())
        .thenApply(facts -> facts.map(known -> (long) known.consumers()).orElse(0L));
  }

  private void publish(List<Presence> seen) {
    presences = seen;
    long now = System.nanoTime();
    for (Presence each : seen) {
      if (each.missing() > 0) {
        absent(each, now);
      } else {
        present(each);
      }
    }
  }

  private void absent(Presence each, long now) {
    Absence absence = absences.computeIfAbsent(each.expected(), any -> new Absence(now, false));
    if (!absence.isTold && now - absence.sinceNanos >= PATIENCE.toNanos()) {
      absences.put(each.expected(), new Absence(absence.sinceNanos, true));
      LOG.warn("{}, and has had fewer for {} s", each, PATIENCE.toSeconds());
    }
  }

  private void present(Presence each) {
    Absence absence = absences.remove(each.expected());
    if (absence != null && absence.isTold) {
      LOG.info("{} again", each);
    }
  }
}
