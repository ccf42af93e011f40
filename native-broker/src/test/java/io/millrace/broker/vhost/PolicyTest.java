package io.millrace.broker.vhost;

import static io.millrace.broker.vhost.TestHost.arguments;
import static io.millrace.broker.vhost.TestHost.done;
import static io.millrace.broker.vhost.TestHost.message;
import static io.millrace.broker.vhost.TestHost.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.broker.policy.ApplyTo;
import io.millrace.broker.policy.Policy;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PolicyTest {
  private TestHost test = new TestHost();

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void changesAQueueThatLives() {
    test.declare("orders");
    test.declare("other");
    TestPublisher publisher = test.publisher();
    publisher.publish(message("", "orders", "m"));
    publisher.publish(message("", "other", "m"));
    publisher.awaitAll();
    done(test.host.setPolicy(Policy.of("short", "^orders$", arguments("message-ttl", 10_000))));
    publisher.publish(message("", "orders", "mortal"));
    publisher.awaitAll();

    test.advance(Duration.ofSeconds(11));

    await().until(() -> test.facts("orders").ready() == 1);
    assertThat(test.facts("other").ready()).isEqualTo(1);
    done(test.host.removePolicy("short"));
    publisher.publishAndWait(message("", "orders", "immortal"));
    test.advance(Duration.ofSeconds(11));
    assertThat(test.facts("orders").ready()).isEqualTo(2);
  }

  @Test
  void aLowerLimitDropsAtOnceWhatIsTooMuch() {
    test.declare("q");
    TestPublisher publisher = test.publisher();
    for (int n = 0; n < 10; n++) {
      publisher.publish(message("", "q", "m" + n));
    }
    publisher.awaitAll();

    done(
        test.host.setPolicy(
            Policy.of("few", ".*", arguments("max-length", 3, "overflow", "drop-head"))));

    assertThat(test.facts("q").ready()).isEqualTo(3);
    assertThat(test.consume("q", 1).next().body()).isEqualTo("m7");
  }

  @Test
  void theStricterOfArgumentPolicyAndOperatorPolicyCounts() {
    test.declare("q", arguments("x-max-length", 5));
    done(test.host.setPolicy(Policy.of("more", ".*", arguments("max-length", 100))));
    assertThat(enqueued(10)).isEqualTo(5);
    done(test.host.purge("q", TestHost.CONNECTION));

    done(test.host.setOperatorPolicy(Policy.of("bound", ".*", arguments("max-length", 2))));
    assertThat(enqueued(10)).isEqualTo(2);
  }

  @Test
  void givesAnExchangeItsAlternate() {
    test.declareExchange("x", "direct");
    test.declare("rest");
    test.bind("amq.fanout", "rest", "");
    done(
        test.host.setPolicy(
            Policy.of("alternate", "^x$", arguments("alternate-exchange", "amq.fanout"))
                .withApplyTo(ApplyTo.EXCHANGES)));

    test.publisher().publishAndWait(message("x", "nobody", "m"));
    assertThat(test.facts("rest").ready()).isEqualTo(1);

    done(test.host.removePolicy("alternate"));
    assertThat(test.publisher().publish(message("x", "nobody", "m")))
        .isEqualTo(PublishOutcome.UNROUTABLE);
  }

  @Test
  void refusesWhatIsNotRight() {
    assertThat(
            refused(test.host.setPolicy(Policy.of("p", ".*", arguments("max-length", -1)))).text())
        .isEqualTo("invalid policy 'p': max-length of -1 is not within 0 to 9223372036854775807");
    assertThat(refused(test.host.removePolicy("none")))
        .isEqualTo(new Refusal.NotFound(Refusal.Kind.POLICY, "none"));
  }

  @Test
  void survivesARestart() {
    test.declare(QueueDefinition.durable("q"));
    Policy policy =
        Policy.of("few", "^q", arguments("max-length", 3))
            .withPriority(7)
            .withApplyTo(ApplyTo.QUEUES);
    done(test.host.setPolicy(policy));
    done(test.host.setOperatorPolicy(Policy.of("op", ".*", arguments("max-length", 2))));

    test = test.restarted();

    assertThat(test.host.policies().policies()).containsExactly(policy);
    assertThat(test.host.policies().operatorPolicies()).hasSize(1);
    assertThat(enqueued(5)).isEqualTo(2);
  }

  private long enqueued(int count) {
    TestPublisher publisher = test.publisher();
    for (int n = 0; n < count; n++) {
      publisher.publish(message("", "q", "m" + n));
    }
    publisher.awaitAll();
    return test.facts("q").ready();
  }
}
