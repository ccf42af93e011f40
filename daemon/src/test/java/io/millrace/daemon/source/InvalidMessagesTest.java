package io.millrace.daemon.source;

import static io.millrace.daemon.fixture.Fixtures.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.queue.ConsumerFactory;
import io.millrace.queue.Message;
import io.millrace.queue.Outcome;
import io.millrace.queue.QueueConfig;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class InvalidMessagesTest {
  private final Message<byte[]> good = message("good");
  private final Message<byte[]> bad =
      message("bad").toBuilder().headers(InvalidMessages.header("not JSON")).build();

  @Test
  void aMarkedMessageIsADeadLetterAndTheHandlerSeesTheOthers() throws Exception {
    QueueConfig.Single<byte[]> guarded =
        (QueueConfig.Single<byte[]>)
            InvalidMessages.guard(
                new QueueConfig.Single<>(ConsumerFactory.shared(message -> Outcome.ack())));

    assertThat(guarded.factory().create().consume(good)).isEqualTo(Outcome.ack());
    assertThat(guarded.factory().create().consume(bad)).isEqualTo(Outcome.deadLetter("not JSON"));
  }

  @Test
  void outcomesOfABatchStayInTheirPlaces() throws Exception {
    QueueConfig.Batch<byte[]> guarded =
        (QueueConfig.Batch<byte[]>)
            InvalidMessages.guard(
                new QueueConfig.Batch<>(
                    () ->
                        messages ->
                            Collections.nCopies(
                                messages.size(), Outcome.retry("n=" + messages.size())),
                    9));

    assertThat(guarded.factory().create().consume(List.of(bad, good, bad, good)))
        .containsExactly(
            Outcome.deadLetter("not JSON"),
            Outcome.retry("n=2"),
            Outcome.deadLetter("not JSON"),
            Outcome.retry("n=2"));
  }
}
