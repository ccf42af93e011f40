package io.millrace.bench.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class KafkaOptionsTest {
  @Test
  void measuresTheWholeGridUnlessToldOtherwise() {
    KafkaOptions options = KafkaOptions.parse();

    assertThat(options.cells())
        .extracting(Cell::toString)
        .containsExactly(
            "no-op, 100 B",
            "no-op, 1 KiB",
            "1ms, 100 B, 100 in flight",
            "1ms, 100 B, 1000 in flight",
            "10ms, 100 B, 100 in flight",
            "10ms, 100 B, 1000 in flight");
    assertThat(options.loads()).extracting(Load::records).containsExactly(2_000_000L, 500_000L);
  }

  @Test
  void takesContendersByTheBeginningOfTheirNames() {
    KafkaOptions options =
        KafkaOptions.parse("--contenders", "millrace", "--records-1kib", "0", "--handlers", "1ms");

    assertThat(options.cells()).hasSize(2);
    assertThat(options.contendersIn(options.cells().get(0)))
        .isNotEmpty()
        .allSatisfy(contender -> assertThat(contender.name()).startsWith("millrace"));
  }

  @Test
  void leavesLoopsOfOneThreadOutWhereHandlersBlock() {
    KafkaOptions options = KafkaOptions.parse("--handlers", "10ms");

    assertThat(options.contendersIn(options.cells().get(0)))
        .extracting(Contender::name)
        .noneMatch(name -> name.startsWith("raw"));
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertThatIllegalArgumentException().isThrownBy(() -> KafkaOptions.parse("--rouds", "3"));
    assertThatIllegalArgumentException().isThrownBy(() -> KafkaOptions.parse("--rounds"));
    assertThatIllegalArgumentException().isThrownBy(() -> KafkaOptions.parse("--handlers", "2ms"));
  }
}
