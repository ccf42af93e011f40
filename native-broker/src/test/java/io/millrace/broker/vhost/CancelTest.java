package io.millrace.broker.vhost;

import static io.millrace.broker.vhost.TestHost.CONNECTION;
import static io.millrace.broker.vhost.TestHost.done;
import static io.millrace.broker.vhost.TestHost.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.queue.Offsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What becomes of a consumer that is cancelled while others hold messages. Whom a queue still knows
 * is told when it goes.
 */
@Timeout(60)
class CancelTest {
  private final TestHost test = new TestHost();
  private TestConsumer holder;

  @BeforeEach
  void somebodyHoldsAMessage() {
    test.declare("q");
    holder = test.consume("q", 1);
    test.publisher().publishAndWait(message("", "q", "held"));
    holder.next();
  }

  @AfterEach
  void close() {
    test.close();
  }

  private void cancel(TestConsumer consumer) {
    consumer.subscription().cancel();
    TestConsumer.take(consumer.ends);
  }

  private void delete() {
    done(test.host.deleteQueue("q", CONNECTION, DeleteCondition.NONE));
    assertThat(holder.cancelled).hasSize(1);
  }

  @Test
  void oneThatSettlesNothingIsForgottenAtOnce() {
    TestConsumer cancelled = test.consume("q", SubscribeOptions.automatic(CONNECTION));

    cancel(cancelled);

    delete();
    assertThat(cancelled.cancelled).isEmpty();
  }

  @Test
  void oneThatHoldsSomethingIsForgottenWhenThatIsSettled() {
    TestConsumer settling = test.consume("q", 1);
    TestConsumer waiting = test.consume("q", 1);
    test.publisher().publishAndWait(message("", "q", "for one"));
    test.publisher().publishAndWait(message("", "q", "for the other"));
    long offset = settling.next().offset();
    waiting.next();
    cancel(settling);
    cancel(waiting);

    settling.subscription().acknowledge(Offsets.of(offset));

    delete();
    assertThat(settling.cancelled).isEmpty();
    assertThat(waiting.cancelled).hasSize(1);
  }

  @Test
  void oneWhoseLastMessageIsTakenBackIsForgotten() {
    TestConsumer late =
        test.consume(
            "q", SubscribeOptions.prefetch(CONNECTION, 1).withAckTimeout(Duration.ofSeconds(1)));
    test.publisher().publishAndWait(message("", "q", "for long"));
    late.next();
    cancel(late);

    test.advance(Duration.ofSeconds(2));

    assertThat(late.overdue).hasSize(1);
    delete();
    assertThat(late.cancelled).isEmpty();
  }

  @Test
  void aCancelIsAnsweredThoughTheQueueIsGone() {
    delete();

    cancel(holder);
  }
}
