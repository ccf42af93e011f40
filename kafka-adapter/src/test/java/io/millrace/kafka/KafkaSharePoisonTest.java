package io.millrace.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.queue.Message;
import io.millrace.queue.Outcome;
import io.millrace.queue.Pusher;
import io.millrace.queue.Queue;
import io.millrace.testkit.kafka.KafkaBroker;
import io.millrace.testkit.kafka.KafkaExtension;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(KafkaExtension.class)
@Timeout(60)
class KafkaSharePoisonTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final List<Message<byte[]>> letters = new CopyOnWriteArrayList<>();
  private final AtomicBoolean isShut = new AtomicBoolean(true);

  /** Takes nothing while it is shut. */
  private final class Box implements Pusher<byte[]> {
    @Override
    public String name() {
      return "box";
    }

    @Override
    public void push(List<Message<byte[]>> messages) {
      if (isShut.get()) {
        throw new IllegalStateException("shut");
      }
      letters.addAll(messages);
    }
  }

  @Test
  void isKeptAndToldUntilSomebodyTakesIt(KafkaBroker broker) throws Exception {
    ShareTopic topic = new ShareTopic(broker);
    topic.publish(List.of(Message.of("twelve")));
    KafkaShareSource<Integer> source =
        topic.source(KafkaPayload.json(Integer.class)).onPoison(new Box()).build();
    try (Queue<Integer> queue =
        Queue.<Integer>builder("numbers")
            .producers(1, source)
            .consumers(() -> message -> Outcome.ack())
            .build()) {
      queue.start();
      await()
          .atMost(PATIENCE)
          .until(
              source::notReady,
              Optional.of("box does not take records: java.lang.IllegalStateException: shut")
                  ::equals);

      isShut.set(false);
      await().atMost(PATIENCE).until(() -> letters.size() == 1);
      await().atMost(PATIENCE).until(() -> source.notReady().isEmpty());
    }
    assertThat(letters).hasSize(1);
  }
}
