package io.millrace.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.queue.Consumer;
import io.millrace.queue.Message;
import io.millrace.queue.Outcome;
import io.millrace.queue.QueueConfig;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A handler with a bug: it acknowledges each message at once, and stores it when the next one
 * comes.
 */
final class HastyScenario implements Scenario<Integer> {
  private final Set<Integer> stored = new HashSet<>();

  @Override
  public QueueConfig.Handler<Integer> handler() {
    return new QueueConfig.Single<>(HastyConsumer::new);
  }

  @Override
  public Message<Integer> message(int number) {
    return Message.of(number);
  }

  @Override
  public void atEnd(List<Message<Integer>> published) {
    assertThat(published)
        .allSatisfy(message -> assertThat(stored).as("never stored").contains(message.payload()));
  }

  private final class HastyConsumer implements Consumer<Integer> {
    private @Nullable Integer pending;

    @Override
    public Outcome consume(Message<Integer> message) {
      close();
      pending = message.payload();
      return Outcome.ack();
    }

    @Override
    public void close() {
      if (pending != null) {
        stored.add(pending);
      }
    }
  }
}
