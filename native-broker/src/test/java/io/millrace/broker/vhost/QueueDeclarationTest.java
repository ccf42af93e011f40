package io.millrace.broker.vhost;

import static io.millrace.broker.vhost.TestHost.CONNECTION;
import static io.millrace.broker.vhost.TestHost.arguments;
import static io.millrace.broker.vhost.TestHost.done;
import static io.millrace.broker.vhost.TestHost.message;
import static io.millrace.broker.vhost.TestHost.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.broker.exchange.Binding;
import io.millrace.broker.message.Headers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class QueueDeclarationTest {
  private static final long OTHER = 8;

  private final TestHost test = new TestHost();

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void declaringAgainGivesTheQueueThatIsThere() {
    test.declare("q");
    test.publisher().publishAndWait(message("", "q", "m"));

    assertThat(test.declare("q").ready()).isEqualTo(1);
  }

  @Test
  void declaringAgainDifferentlyTellsWhatDiffers() {
    test.declare("q", arguments("x-max-length", 10));

    assertThat(refused(declare(QueueDefinition.durable("q"))).text())
        .isEqualTo(
            "inequivalent arg 'durable' for queue 'q': received 'true' but current is 'false'");
    assertThat(
            refused(
                    declare(
                        QueueDefinition.inMemory("q").withArguments(arguments("x-max-length", 11))))
                .text())
        .isEqualTo(
            "inequivalent arg 'x-max-length' for queue 'q': received '11' but current is '10'");
    assertThat(refused(declare(QueueDefinition.inMemory("q")))).isInstanceOf(Refusal.Differs.class);
  }

  @ParameterizedTest
  @CsvSource({
    "x-message-ttl, -1",
    "x-expires, 0",
    "x-max-length, -5",
    "x-max-priority, 256",
    "x-delivery-limit, -2",
    "x-consumer-timeout, 0"
  })
  void refusesNumbersOutOfRange(String argument, long value) {
    Refusal refusal =
        refused(declare(QueueDefinition.inMemory("q").withArguments(arguments(argument, value))));

    assertThat(refusal.text()).startsWith("invalid queue 'q': " + argument + " of " + value);
  }

  @Test
  void refusesArgumentsOfTheWrongTypeOrWithoutTheirMate() {
    assertThat(refusalOf(arguments("x-message-ttl", "soon")))
        .isEqualTo("invalid queue 'q': x-message-ttl is not an integer");
    assertThat(refusalOf(arguments("x-overflow", "explode"))).contains("is not one of drop-head");
    assertThat(refusalOf(arguments("x-dead-letter-routing-key", "k")))
        .contains("needs x-dead-letter-exchange");
    assertThat(refusalOf(arguments("x-single-active-consumer", 1)))
        .contains("is not true or false");
  }

  @Test
  void refusesReservedAndTooLongNamesAndMakesNamesOfItsOwn() {
    assertThat(refused(declare(QueueDefinition.inMemory("amq.mine"))))
        .isInstanceOf(Refusal.Reserved.class);
    assertThat(refused(declare(QueueDefinition.inMemory("é".repeat(128)))))
        .isInstanceOf(Refusal.Invalid.class);

    String first = test.declare("").definition().name();
    String second = test.declare("").definition().name();

    assertThat(first).startsWith("amq.gen-").isNotEqualTo(second);
    assertThat(test.declare(first).definition().name()).isEqualTo(first);
  }

  @Test
  void anExclusiveQueueIsLockedForOthersAndGoesWithItsConnection() {
    QueueDefinition mine = new QueueDefinition("mine", false, true, false, Headers.EMPTY);
    test.declare(mine);

    assertThat(refused(test.host.declareQueue(mine, OTHER))).isEqualTo(new Refusal.Locked("mine"));
    assertThat(refused(test.host.queue("mine", OTHER))).isInstanceOf(Refusal.Locked.class);
    assertThat(refused(test.host.purge("mine", OTHER))).isInstanceOf(Refusal.Locked.class);
    assertThat(refused(test.host.deleteQueue("mine", OTHER, DeleteCondition.NONE)))
        .isInstanceOf(Refusal.Locked.class);
    assertThat(refused(test.host.bind(Binding.toQueue("amq.fanout", "mine", ""), OTHER)))
        .isInstanceOf(Refusal.Locked.class);
    assertThat(
            refused(
                test.host.subscribe("mine", SubscribeOptions.automatic(OTHER), new TestConsumer())))
        .isInstanceOf(Refusal.Locked.class);

    TestHost.await(test.host.connectionClosed(CONNECTION));
    assertThat(refused(test.host.queue("mine", CONNECTION)))
        .isEqualTo(new Refusal.NotFound(Refusal.Kind.QUEUE, "mine"));
  }

  @Test
  void anAutoDeleteQueueGoesWithItsLastConsumer() {
    test.declare(new QueueDefinition("q", false, false, true, Headers.EMPTY));
    TestConsumer first = test.consume("q", 1);
    TestConsumer second = test.consume("q", 1);

    first.subscription().cancel();
    assertThat(test.facts("q").consumers()).isEqualTo(1);
    second.subscription().detach(false);

    await().until(() -> test.host.queues().isEmpty());
  }

  @Test
  void aQueueThatIsNotUsedGoesAfterItsTime() {
    test.declare("q", arguments("x-expires", 60_000));
    test.declare("used", arguments("x-expires", 60_000));
    TestConsumer consumer = test.consume("used", 1);

    test.advance(Duration.ofSeconds(59));
    assertThat(test.facts("q").ready()).isZero();
    test.advance(Duration.ofSeconds(2));

    await().until(() -> test.host.queues().size() == 1);
    assertThat(test.facts("used").consumers()).isEqualTo(1);
    assertThat(consumer.cancelled).isEmpty();
  }

  @Test
  void deletesOnlyUnderTheConditionsThatWereAsked() {
    test.declare("q");
    test.publisher().publishAndWait(message("", "q", "m"));
    TestConsumer consumer = test.consume("q", 0);

    assertThat(refused(test.host.deleteQueue("q", CONNECTION, DeleteCondition.IF_UNUSED)))
        .isEqualTo(new Refusal.InUse(Refusal.Kind.QUEUE, "q"));
    assertThat(refused(test.host.deleteQueue("q", CONNECTION, DeleteCondition.IF_EMPTY)))
        .isEqualTo(new Refusal.NotEmpty("q", 1));
    consumer.subscription().cancel();
    done(test.host.purge("q", CONNECTION));
    done(test.host.deleteQueue("q", CONNECTION, DeleteCondition.IF_UNUSED_AND_EMPTY));

    assertThat(refused(test.host.deleteQueue("q", CONNECTION, DeleteCondition.NONE)))
        .isInstanceOf(Refusal.NotFound.class);
  }

  @Test
  void declaresAndDeletesOfOneNameAtTheSameTimeAllGetAnAnswer() {
    for (int round = 0; round < 50; round++) {
      var declared = declare(QueueDefinition.durable("q"));
      var deleted = test.host.deleteQueue("q", CONNECTION, DeleteCondition.NONE);
      var again = declare(QueueDefinition.durable("q"));
      done(declared);
      done(deleted);
      assertThat(done(again).ready()).isZero();
      assertThat(test.publisher().publishAndWait(message("", "q", "m"))).isNull();
    }
  }

  @Test
  void holdsItsLimitOfQueues() {
    TestHost.await(test.host.setLimits(new VirtualHostLimits(1, 10)));
    test.declare("one");

    assertThat(refused(declare(QueueDefinition.inMemory("two"))))
        .isEqualTo(new Refusal.LimitReached("queues", 1));
    test.declare("one");
    assertThat(TestHost.await(test.host.limits()).maxConnections()).isEqualTo(10);
  }

  @Test
  void refusesASecondConsumerBesideAnExclusiveOne() {
    test.declare("q");
    test.consume("q", new SubscribeOptions(CONNECTION, 0, true, false, true, 1, Optional.empty()));

    assertThat(
            refused(
                test.host.subscribe(
                    "q", SubscribeOptions.automatic(CONNECTION), new TestConsumer())))
        .isEqualTo(new Refusal.ConsumerRefused("q"));
  }

  @Test
  void whatIsDeclaredDoesNotStayAtHandInTheJournalOfDefinitions() {
    for (int n = 0; n < 20; n++) {
      done(declare(QueueDefinition.durable("q" + n)));
    }

    // A journal has room at hand for a few thousand: the next one would be read from the disk.
    assertThat(test.journals.unread(JournalNames.definitions("/"))).isZero();
  }

  @Test
  void tellsTheActiveConsumerAndItsSuccessor() {
    test.declare("q", arguments("x-single-active-consumer", true));
    TestConsumer first = test.consume("q", 10);
    assertThat(TestConsumer.take(first.activations)).isTrue();
    TestConsumer second = test.consume("q", 10);
    test.publisher().publishAndWait(message("", "q", "m"));
    assertThat(first.next().body()).isEqualTo("m");

    first.subscription().detach(true);

    assertThat(TestConsumer.take(second.activations)).isTrue();
    assertThat(second.next().body()).isEqualTo("m");
  }

  private CompletableFuture<Answer<QueueFacts>> declare(QueueDefinition queue) {
    return test.host.declareQueue(queue, CONNECTION);
  }

  private String refusalOf(Headers arguments) {
    return refused(declare(QueueDefinition.inMemory("q").withArguments(arguments))).text();
  }
}
