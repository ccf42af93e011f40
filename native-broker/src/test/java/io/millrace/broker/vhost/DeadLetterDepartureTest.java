package io.millrace.broker.vhost;

import static io.millrace.broker.vhost.TestHost.arguments;
import static io.millrace.broker.vhost.TestHost.done;
import static io.millrace.broker.vhost.TestHost.message;
import static io.millrace.broker.vhost.TestHost.persistent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.broker.exchange.Binding;
import io.millrace.broker.message.Headers;
import io.millrace.broker.queue.Offsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Letters leave their queue only once they are safe in every other. */
@Timeout(60)
class DeadLetterDepartureTest {
  private static final Headers TO_DIRECT =
      arguments("x-dead-letter-exchange", "amq.direct", "x-dead-letter-routing-key", "dead");

  private TestHost test = new TestHost();

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void whatTheTargetRefusesIsTriedAgain() {
    test.declare("q", TO_DIRECT);
    test.declare("letters", arguments("x-max-length", 1, "x-overflow", "reject-publish"));
    test.bind("amq.direct", "letters", "dead");
    TestPublisher publisher = test.publisher();
    publisher.publish(message("", "q", "first"));
    publisher.publish(message("", "q", "second"));
    publisher.awaitAll();
    TestConsumer consumer = test.consume("q", 2);
    consumer.bodies(2);
    consumer.subscription().reject(Offsets.range(0, 1));
    await().until(() -> test.facts("letters").ready() == 1);
    assertThat(test.facts("q").departing()).isEqualTo(1);

    assertThat(test.consume("letters", 1).acknowledgeNext().body()).isEqualTo("first");
    test.advance(Duration.ofSeconds(2));

    await().until(() -> test.facts("q").departing() == 0);
  }

  @Test
  void onlyTheQueueThatRefusedALetterGetsItAgain() {
    rejectTowardsLettersAndFull();

    for (int round = 0; round < 3; round++) {
      test.advance(Duration.ofSeconds(2));
      assertThat(test.facts("q").departing()).isEqualTo(1);
    }
    done(test.host.deleteQueue("full", TestHost.CONNECTION, DeleteCondition.NONE));
    test.declare("full");
    test.bind("amq.direct", "full", "dead");
    test.advance(Duration.ofSeconds(2));

    assertThat(test.consume("full", 1).next().body()).isEqualTo("m");
    await().until(() -> test.facts("q").departing() == 0);
    assertThat(test.facts("letters").ready()).isEqualTo(1);
  }

  @Test
  void aLetterHasLeftOnceTheQueueThatRefusedItIsGoneAndAnotherHasIt() {
    rejectTowardsLettersAndFull();

    done(test.host.deleteQueue("full", TestHost.CONNECTION, DeleteCondition.NONE));
    test.advance(Duration.ofSeconds(2));

    await().until(() -> test.facts("q").departing() == 0);
    assertThat(test.facts("letters").ready()).isEqualTo(1);
    assertThat(test.host.unroutable()).isEmpty();
  }

  @Test
  void aLetterIsNotLostWhenTheBrokerDiesBetweenQueueAndTarget() throws InterruptedException {
    test.declare(QueueDefinition.durable("q").withArguments(TO_DIRECT));
    test.declare(QueueDefinition.durable("letters"));
    test.bind("amq.direct", "letters", "dead");
    test.publisher().publishAndWait(persistent("", "q", "m"));
    TestConsumer consumer = test.consume("q", 1);
    long offset = consumer.next().offset();
    test.journals.failing = " letters";
    consumer.subscription().reject(Offsets.of(offset));
    await().until(() -> test.facts("q").departing() == 1);

    test.journals.failing = "\0";
    test = test.killed();

    assertThat(test.consume("letters", 1).next().body()).isEqualTo("m");
    await().until(() -> test.facts("q").departing() == 0);
  }

  @Test
  void lettersThatLeaveAtTheStartAreRoutedByAllBindings() throws InterruptedException {
    int queues = 8;
    test.declare(QueueDefinition.durable("letters"));
    List<CompletableFuture<?>> bindings = new ArrayList<>();
    for (int n = 0; n < 2_000; n++) {
      Binding other = Binding.toQueue("amq.direct", "letters", "key" + n);
      bindings.add(test.host.bind(other, TestHost.CONNECTION));
    }
    TestHost.await(CompletableFuture.allOf(bindings.toArray(CompletableFuture<?>[]::new)));
    test.bind("amq.direct", "letters", "dead");
    test.journals.failing = " letters";
    for (int n = 0; n < queues; n++) {
      String queue = "q" + n;
      test.declare(QueueDefinition.durable(queue).withArguments(TO_DIRECT));
      test.publisher().publishAndWait(persistent("", queue, queue));
      TestConsumer consumer = test.consume(queue, 1);
      consumer.subscription().reject(Offsets.of(consumer.next().offset()));
      await().until(() -> test.facts(queue).departing() == 1);
    }

    test.journals.failing = "\0";
    test = test.killed();

    assertThat(test.consume("letters", queues).bodies(queues))
        .containsExactlyInAnyOrder("q0", "q1", "q2", "q3", "q4", "q5", "q6", "q7");
    assertThat(test.host.unroutable()).isEmpty();
  }

  /** A letter that one of its two queues has, and the other has refused. */
  private void rejectTowardsLettersAndFull() {
    test.declare("q", TO_DIRECT);
    test.declare("letters");
    test.declare("full", arguments("x-max-length", 0, "x-overflow", "reject-publish"));
    test.bind("amq.direct", "letters", "dead");
    test.bind("amq.direct", "full", "dead");
    test.publisher().publishAndWait(message("", "q", "m"));
    TestConsumer consumer = test.consume("q", 1);
    consumer.subscription().reject(Offsets.of(consumer.next().offset()));
    await().until(() -> test.facts("letters").ready() == 1);
  }
}
