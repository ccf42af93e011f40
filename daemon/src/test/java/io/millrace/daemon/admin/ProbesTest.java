package io.millrace.daemon.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.daemon.admin.view.ProbeStatus.Reason;
import io.millrace.queue.QueueState;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ProbesTest {
  private final FakePipelines pipelines = new FakePipelines();
  private final TrendSampler trends = new TrendSampler(pipelines, new SimpleMeterRegistry());
  private final Readiness readiness = new Readiness(pipelines);
  private final Liveness liveness = new Liveness(pipelines, trends, Optional.empty());

  @Test
  void isReadyWhileEverySourceIsAttached() {
    pipelines.add("notify");
    pipelines.add("mail");
    assertThat(readiness.probe().status()).isEqualTo("ok");
  }

  @Test
  void isNotReadyWhileASourceIsNotAttachedAndSaysWhich() {
    pipelines.add("notify");
    pipelines.add("mail").notReady = Optional.of("redis r1:6379 refuses connections");
    assertThat(readiness.probe().reasons())
        .containsExactly(new Reason("mail", "redis r1:6379 refuses connections"));
  }

  @Test
  void isNotReadyWhileAllProducersFail() {
    pipelines.add("notify").queue().activeProducers = 0;
    assertThat(readiness.probe().reasons()).hasSize(1);
  }

  @Test
  void staysReadyWhileAnOperatorPauses() {
    FakeQueue queue = pipelines.add("notify").queue();
    queue.pause();
    queue.activeProducers = 0;
    assertThat(readiness.probe().reasons()).isEmpty();
  }

  @Test
  void staysReadyWhenAPipelineHasComeToItsEnd() {
    pipelines.add("mail");
    FakePipeline notify = pipelines.add("notify");
    notify.queue().state = QueueState.STOPPED;
    notify.notReady = Optional.of("closed");
    assertThat(readiness.probe().reasons()).isEmpty();
  }

  @Test
  void isNotReadyWhileTheProcessDrains() {
    pipelines.add("mail").queue().state = QueueState.DRAINING;
    pipelines.add("notify").queue().state = QueueState.STOPPED;
    assertThat(readiness.probe().reasons()).hasSize(1);
  }

  @Test
  void isNotReadyBeforeThereArePipelines() {
    assertThat(readiness.probe().status()).isEqualTo("failed");
  }

  @Test
  void isNotReadyBeforeTheStart() {
    pipelines.add("notify").queue().state = QueueState.NEW;
    assertThat(readiness.probe().reasons())
        .containsExactly(new Reason("notify", "not started yet"));
  }

  @Test
  void staysAliveWhileABackendIsDownAndTheBufferIsFull() {
    FakePipeline notify = pipelines.add("notify");
    notify.notReady = Optional.of("no broker");
    notify.queue().activeProducers = 0;
    notify.queue().buffered = 100_000;
    assertThat(liveness.probe().reasons()).isEmpty();
  }

  @Test
  void staysAliveWhileAHandlerWithoutALimitTakesHours() {
    pipelines.add("notify").queue().oldestInFlight = Duration.ofHours(30);
    assertThat(liveness.probe().reasons()).isEmpty();
  }

  @Test
  void isDeadWhenAHandlerWithoutALimitTakesLongerThanTheOperatorBelieves() {
    pipelines.add("notify").queue().oldestInFlight = Duration.ofHours(2);
    Liveness impatient = new Liveness(pipelines, trends, Optional.of(Duration.ofHours(1)));
    assertThat(impatient.probe().reasons()).hasSize(1);
  }

  @Test
  void isDeadOnlyFarBeyondTheHandlersTimeLimit() {
    FakePipeline notify = pipelines.add("notify");
    notify.handlerTimeLimit = Optional.of(Duration.ofSeconds(30));
    notify.queue().oldestInFlight = Duration.ofSeconds(100);
    assertThat(liveness.probe().reasons()).isEmpty();
    notify.queue().oldestInFlight = Duration.ofSeconds(125);
    assertThat(liveness.probe().reasons().get(0).reason()).contains("125 s").contains("120 s");
  }

  @Test
  void isDeadWhenAQueueRunsWithoutProducersForLongerThanAReconnectTakes() {
    FakeQueue queue = pipelines.add("notify").queue();
    trends.sample(0);
    queue.producers = 0;
    trends.sample(Duration.ofSeconds(30).toNanos());
    assertThat(liveness.probe().reasons()).isEmpty();
    trends.sample(Duration.ofSeconds(61).toNanos());
    assertThat(liveness.probe().reasons().get(0).reason()).contains("none of its producers");
    queue.producers = 1;
    trends.sample(Duration.ofSeconds(62).toNanos());
    assertThat(liveness.probe().reasons()).isEmpty();
  }

  /** The two threads wait interruptibly, so that the test can end them. */
  @Test
  void isDeadWhenThreadsWaitForEachOther() throws Exception {
    ReentrantLock one = new ReentrantLock();
    ReentrantLock other = new ReentrantLock();
    CountDownLatch bothHold = new CountDownLatch(2);
    Thread first = lockBoth(one, other, bothHold);
    Thread second = lockBoth(other, one, bothHold);
    Awaitility.await().untilAsserted(() -> assertThat(liveness.probe().reasons()).hasSize(1));
    first.interrupt();
    second.interrupt();
    first.join();
    second.join();
    assertThat(liveness.probe().reasons()).isEmpty();
  }

  private static Thread lockBoth(ReentrantLock one, ReentrantLock other, CountDownLatch bothHold) {
    Thread thread =
        new Thread(
            () -> {
              one.lock();
              try {
                bothHold.countDown();
                bothHold.await();
                other.lockInterruptibly();
                other.unlock();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } finally {
                one.unlock();
              }
            });
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
