package io.millrace.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.amqp.header.AmqpHeaders;
import io.millrace.amqp.topology.QueueDeclaration;
import io.millrace.amqp.topology.Topology;
import io.millrace.queue.DrainReport;
import io.millrace.queue.Message;
import io.millrace.queue.Outcome;
import io.millrace.queue.Queue;
import io.millrace.testkit.rabbitmq.RabbitExtension;
import io.millrace.testkit.rabbitmq.RabbitServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Queues, connections and brokers that go away under a source, and come back. */
@Timeout(120)
@ExtendWith(RabbitExtension.class)
class AmqpSourceTroubleTest {
  private final RabbitServer rabbit;

  private final ReadQueue jobs;

  AmqpSourceTroubleTest(RabbitServer rabbit) throws Exception {
    this.rabbit = rabbit;
    jobs = new ReadQueue(rabbit);
  }

  @AfterEach
  void disconnect() throws Exception {
    jobs.close();
  }

  @Test
  void isNotReadyWhileThereIsNoQueueAndReadyOnceThereIs() throws Exception {
    AmqpSource<String> source = jobs.source().build();
    try (Queue<String> queue = jobs.queue(source, jobs::take).build()) {
      queue.start();
      ReadQueue.patiently()
          .untilAsserted(
              () -> assertThat(source.notReady().orElse("")).contains("NOT_FOUND", jobs.name()));

      jobs.queues().declare(jobs.name(), Map.of());
      jobs.queues().publish(jobs.name(), "late");

      ReadQueue.patiently().until(() -> jobs.handled().size() == 1);
      assertThat(source.notReady()).isEmpty();
    }
  }

  @Test
  void comesBackToAQueueThatWasDeletedUnderIt() throws Exception {
    AmqpSource<String> source =
        jobs.source().topology(Topology.NONE.with(QueueDeclaration.of(jobs.name()))).build();
    try (Queue<String> queue = jobs.queue(source, jobs::take).build()) {
      queue.start();
      ReadQueue.patiently()
          .until(() -> source.notReady().isEmpty() && jobs.queues().exists(jobs.name()));
      jobs.queues().delete(jobs.name());

      ReadQueue.patiently().until(() -> jobs.queues().exists(jobs.name()));
      jobs.queues().publish(jobs.name(), "again");
      ReadQueue.patiently().until(() -> jobs.handled().size() == 1);
    }
  }

  @Test
  void dropsTheResultOfAHandlerWhoseConnectionIsGoneAndHandlesTheMessageAgain() throws Exception {
    jobs.queues().declare(jobs.name(), Map.of());
    jobs.queues().publish(jobs.name(), "slow");
    CountDownLatch release = new CountDownLatch(1);
    AmqpSource<String> source = jobs.source().build();
    try (Queue<String> queue =
        jobs.queue(
                source,
                message -> {
                  jobs.handled().add(message);
                  if (jobs.handled().size() == 1) {
                    release.await();
                  }
                  return Outcome.ack();
                })
            .build()) {
      queue.start();
      ReadQueue.patiently().until(() -> jobs.handled().size() == 1);
      rabbit.command("close_all_connections", "for a test");

      ReadQueue.patiently().until(() -> jobs.handled().size() == 2);
      assertThat(jobs.handled().get(1).headers().get(AmqpHeaders.REDELIVERED)).contains("true");
      assertThat(jobs.handled().get(1).attempt())
          .as("a lost connection is no failed attempt")
          .isOne();
      release.countDown();
      DrainReport report = queue.stop(Duration.ofSeconds(20));
      assertThat(report.acked()).isEqualTo(2);
      assertThat(report.lost()).isZero();
    }
    try (BrokerQueues after = new BrokerQueues(rabbit.uri())) {
      assertThat(after.ready(jobs.name())).isZero();
    }
  }

  @Test
  void noticesThatTheBrokerHasFallenSilentAndComesBackWhenItSpeaksAgain() throws Exception {
    jobs.queues().declare(jobs.name(), Map.of());
    AmqpSource<String> source =
        jobs.source()
            .location(at -> at.heartbeat(Duration.ofSeconds(1)).timeout(Duration.ofSeconds(2)))
            .build();
    try (Queue<String> queue = jobs.queue(source, jobs::take).build()) {
      queue.start();
      ReadQueue.patiently().until(() -> source.notReady().isEmpty());
      rabbit.pause();
      try {
        ReadQueue.patiently().until(() -> source.notReady().isPresent());
      } finally {
        rabbit.resume();
      }
      ReadQueue.patiently().until(() -> source.notReady().isEmpty());
      jobs.queues().publish(jobs.name(), "after");

      ReadQueue.patiently().until(() -> jobs.handled().size() == 1);
    }
  }

  @Test
  void goesOnAfterTheBrokerHasClosedTheChannelOfASlowHandler() throws Exception {
    try (RabbitServer impatient =
        RabbitServer.builder().consumerTimeout(Duration.ofSeconds(2)).build()) {
      impatient.start();
      CountDownLatch release = new CountDownLatch(1);
      AmqpSource<String> source =
          AmqpSource.builder(AmqpPayload.text())
              .address(impatient.uri())
              .queue(jobs.name())
              .topology(Topology.NONE.with(QueueDeclaration.of(jobs.name())))
              .build();
      try (Queue<String> queue =
              jobs.queue(
                      source,
                      message -> {
                        boolean isFirst = jobs.handled().isEmpty();
                        jobs.handled().add(message);
                        if (isFirst) {
                          release.await();
                        }
                        return Outcome.ack();
                      })
                  .build();
          AmqpSink<String> sink =
              AmqpSink.builder(AmqpPayload.text())
                  .address(impatient.uri())
                  .queue(jobs.name())
                  .topology(Topology.NONE.with(QueueDeclaration.of(jobs.name())))
                  .build()) {
        queue.start();
        sink.push(List.of(Message.of("slow")));
        ReadQueue.patiently().until(() -> jobs.handled().size() == 2); // it came again
        sink.push(List.of(Message.of("next")));
        ReadQueue.patiently().until(() -> jobs.handled().size() == 3);
        assertThat(source.notReady()).isEmpty();
        release.countDown();
        assertThat(queue.stop(Duration.ofSeconds(20)).lost()).isZero();
      }
    }
  }
}
