package io.millrace.broker.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DeduplicationTest {
  private final QueueOptions.Builder options =
      QueueOptions.builder().deduplication(new Deduplication(1_000, 2));
  private final QueueFixture fixture = new QueueFixture(options);

  private Admission admission(String id) {
    return fixture.queue.admit(fixture.plain().withDeduplicationId(id), fixture.nowMillis);
  }

  private void enqueue(String id) {
    fixture.enqueue(fixture.plain().withDeduplicationId(id));
  }

  @Test
  void recognizesAnIdWithinItsWindowAlsoWhenTheMessageIsGone() {
    enqueue("a");
    fixture.queue.purge(fixture.nowMillis);

    assertThat(admission("a")).isEqualTo(Admission.DUPLICATE);
    assertThat(admission("b")).isEqualTo(Admission.ADMIT);
    fixture.pass(1_000);
    assertThat(admission("a")).isEqualTo(Admission.ADMIT);
  }

  @Test
  void theWindowOutlivesARestart() {
    enqueue("a");

    fixture.restart(options);

    assertThat(admission("a")).isEqualTo(Admission.DUPLICATE);
  }

  @Test
  void remembersSoManyIds() {
    enqueue("a");
    enqueue("b");
    enqueue("c");

    assertThat(admission("a")).isEqualTo(Admission.ADMIT);
    assertThat(admission("b")).isEqualTo(Admission.DUPLICATE);
  }
}
