package io.millrace.broker.vhost;

import static io.millrace.broker.vhost.TestHost.arguments;
import static io.millrace.broker.vhost.TestHost.done;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.broker.message.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class EmptyExpiryTest {
  private static final int QUEUES = 500;
  private static final int PASSES = 200;

  private final TestHost test = new TestHost();

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void aQueueThatNobodyUsesGoesOnceItIsEmpty() {
    test.declare("q", arguments("x-empty-expires", 60_000));
    test.publisher().publishAndWait(TestHost.message("", "q", "m"));

    test.advance(Duration.ofMinutes(5));
    assertThat(test.facts("q").ready()).isEqualTo(1);

    done(test.host.get("q", TestHost.CONNECTION, true, new TestConsumer()));
    test.advance(Duration.ofSeconds(59));
    assertThat(test.facts("q").ready()).isZero();
    test.advance(Duration.ofMinutes(2));
    await().atMost(TestHost.DEADLINE).until(() -> test.host.queues().isEmpty());
  }

  @Test
  void aQueueWithAConsumerStays() {
    test.declare("q", arguments("x-empty-expires", 60_000));
    test.consume("q", 1);

    test.advance(Duration.ofHours(1));

    assertThat(test.facts("q").consumers()).isEqualTo(1);
  }

  /** Queues expire while others publish to them, a hundred thousand times. */
  @Test
  void whatIsPublishedAsAQueueExpiresIsThereOrRefused() throws InterruptedException {
    RacingPublisher publisher = new RacingPublisher(test.host);
    long sent = 0;
    for (int pass = 0; pass < PASSES; pass++) {
      for (int queue = 0; queue < QUEUES; queue++) {
        publisher.publish("q" + queue, Long.toString(sent++));
      }
      publisher.awaitAll();
      publisher.takeAll();
    }

    assertThat(sent).isEqualTo(100_000);
    assertThat(publisher.received).hasSize((int) sent);
    assertThat(publisher.doubled).isZero();
    assertThat(publisher.count).as("queues made anew").isGreaterThan(QUEUES);
  }

  /** Makes queues where there are none, as fronts do, and publishes again what comes back. */
  private static final class RacingPublisher implements ConfirmSink {
    private final VirtualHost host;
    private final Semaphore news = new Semaphore(0);
    private final Publisher publisher;
    private final List<Sent> sent = new ArrayList<>(List.of(new Sent("", "")));
    private final List<Sent> again = new ArrayList<>();
    private final List<CompletableFuture<Answer<QueueFacts>>> made = new ArrayList<>();
    private final Set<String> received = new HashSet<>();
    private int doubled;
    private int count;

    /** By the number of the publish. */
    private record Sent(String queue, String body) {}

    RacingPublisher(VirtualHost host) {
      this.host = host;
      this.publisher = host.publisher(news::release);
    }

    void publish(String queue, String body) {
      PublishOutcome outcome = publisher.publish(TestHost.message("", queue, body));
      sent.add(new Sent(queue, body));
      if (outcome == PublishOutcome.UNROUTABLE) {
        again.add(new Sent(queue, body));
        made.add(
            host.declareQueue(
                QueueDefinition.inMemory(queue).withArguments(arguments("x-empty-expires", 1)),
                TestHost.CONNECTION));
      }
    }

    void awaitAll() throws InterruptedException {
      while (true) {
        publisher.flush();
        publisher.takeConfirms(this);
        made.forEach(TestHost::done);
        count += made.size();
        made.clear();
        List<Sent> now = new ArrayList<>(again);
        again.clear();
        now.forEach(each -> publish(each.queue, each.body));
        if (now.isEmpty() && publisher.outstanding() == 0) {
          return;
        }
        publisher.flush();
        if (publisher.outstanding() > 0 && !news.tryAcquire(30, TimeUnit.SECONDS)) {
          throw new AssertionError(publisher.outstanding() + " publishes are not answered");
        }
      }
    }

    void takeAll() {
      List<CompletableFuture<Answer<Optional<Deliveries>>>> all = new ArrayList<>();
      for (int queue = 0; queue < QUEUES; queue++) {
        all.add(host.get("q" + queue, TestHost.CONNECTION, true, new TestConsumer()));
      }
      all.forEach(each -> received(done(each).orElseThrow().message(0)));
    }

    private void received(Message message) {
      doubled += received.add(new String(message.body(), UTF_8)) ? 0 : 1;
    }

    @Override
    public void confirmed(long sequence, boolean multiple) {}

    @Override
    public void refused(long sequence, PublishRefusal why) {
      assertThat(why).isEqualTo(PublishRefusal.GONE);
      again.add(sent.get((int) sequence));
    }
  }
}
