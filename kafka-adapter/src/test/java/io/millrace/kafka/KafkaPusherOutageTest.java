package io.millrace.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.millrace.queue.Message;
import io.millrace.queue.PushException;
import io.millrace.testkit.kafka.KafkaBroker;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.AuthenticationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On a broker of its own, which it treats badly. */
@Timeout(180)
class KafkaPusherOutageTest {
  private static final Duration DELIVERY = Duration.ofSeconds(2);
  private static final KafkaBroker BROKER = KafkaBroker.builder().sasl("millrace", "right").build();

  @BeforeAll
  static void start() {
    BROKER.start();
  }

  @AfterAll
  static void end() {
    BROKER.close();
  }

  private static KafkaPusherBuilder<String> builder(String topic) {
    return KafkaPusher.builder(KafkaPayload.text())
        .bootstrapServers(BROKER.bootstrapServers())
        .topic(topic)
        .deliveryTimeout(DELIVERY);
  }

  private static List<Message<String>> batch() {
    return Collections.nCopies(300, Message.of("m"));
  }

  @Test
  void failsInTimeWhileTheBrokerIsDownAndGoesOnWhenItIsBack() throws Exception {
    String topic = Topics.create(BROKER, 2);
    try (KafkaPusher<String> pusher = builder(topic).build();
        KafkaPusher<String> fresh = builder(topic).build()) {
      pushUntilSafe(pusher);
      BROKER.kill();
      assertFailsInTime(pusher, topic);
      assertFailsInTime(fresh, topic);
      assertThatThrownBy(() -> pusher.send(Message.of("m")).get())
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(KafkaSendException.class);
      BROKER.start();
      pushUntilSafe(pusher);
      pushUntilSafe(fresh);
    }
  }

  /** The time for a push is short here, too short for the first on a machine under load. */
  private static void pushUntilSafe(KafkaPusher<String> pusher) {
    await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptionsInstanceOf(PushException.class)
        .untilAsserted(() -> pusher.push(batch()));
  }

  private static void assertFailsInTime(KafkaPusher<String> pusher, String topic) {
    long start = System.nanoTime();
    PushException failure = catchThrowableOfType(PushException.class, () -> pusher.push(batch()));
    assertThat(System.nanoTime() - start)
        .isLessThan(DELIVERY.toNanos() + TimeUnit.SECONDS.toNanos(10));
    assertThat(failure.failed().cardinality()).isEqualTo(300);
    assertThat(failure)
        .hasMessageContainingAll(
            "300 of 300", topic, BROKER.bootstrapServers(), "are the brokers up");
  }

  @Test
  void closesInTimeWhileTheBrokerIsFrozen() throws Exception {
    String topic = Topics.create(BROKER, 1);
    KafkaPusher<String> pusher = builder(topic).closeTimeout(Duration.ofSeconds(1)).build();
    pushUntilSafe(pusher);
    BROKER.pause();
    try {
      var answer = pusher.send(Message.of("m"));
      long start = System.nanoTime();
      pusher.close();
      assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(15));
      assertThatThrownBy(answer::get).hasCauseInstanceOf(KafkaSendException.class);
    } finally {
      BROKER.resume();
    }
  }

  @Test
  void anInterruptEndsAPushThatWaits() throws Exception {
    String topic = Topics.create(BROKER, 1);
    try (KafkaPusher<String> pusher = builder(topic).closeTimeout(Duration.ofSeconds(1)).build()) {
      pushUntilSafe(pusher);
      BROKER.pause();
      try {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> pusher.push(batch())).isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
      } finally {
        BROKER.resume();
      }
    }
  }

  @Test
  void wrongCredentialsAreNamedAndNothingHangs() throws Exception {
    String topic = Topics.create(BROKER, 1);
    try (KafkaPusher<String> pusher = withPassword("wrong", topic)) {
      PushException failure = catchThrowableOfType(PushException.class, () -> pusher.push(batch()));
      assertThat(failure.failed().cardinality()).isEqualTo(300);
      assertThat(failure)
          .hasMessageContainingAll(BROKER.saslBootstrapServers(), "refuse the credentials")
          .hasMessageNotContaining("wrong")
          .rootCause()
          .isInstanceOf(AuthenticationException.class);
      assertThatThrownBy(() -> pusher.push(batch()))
          .isInstanceOf(PushException.class)
          .hasMessageContaining("refuse the credentials");
    }
    try (KafkaPusher<String> pusher = withPassword("right", topic)) {
      pushUntilSafe(pusher);
    }
  }

  private static KafkaPusher<String> withPassword(String password, String topic) {
    return builder(topic)
        .properties(PlainLogin.as("millrace", password))
        .bootstrapServers(BROKER.saslBootstrapServers())
        .build();
  }
}
