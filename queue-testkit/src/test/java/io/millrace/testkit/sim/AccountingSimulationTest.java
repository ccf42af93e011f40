package io.millrace.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.queue.Message;
import io.millrace.queue.Ordering;
import io.millrace.queue.Outcome;
import io.millrace.queue.QueueConfig;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The example of {@code docs/simulation.md}. */
class AccountingSimulationTest {

  /** Adds up payments by account. A payment may come twice, so it remembers which it has seen. */
  static final class Accounting implements Scenario<Integer> {
    private final Set<String> seen = new HashSet<>();
    private final Map<String, Integer> balances = new HashMap<>();

    @Override
    public QueueConfig.Handler<Integer> handler() {
      return new QueueConfig.Single<>(() -> this::book);
    }

    private Outcome book(Message<Integer> payment) {
      if (seen.add(payment.partition().index() + "@" + payment.offset())) {
        balances.merge(payment.key().orElse("nobody"), payment.payload(), Integer::sum);
      }
      return Outcome.ack();
    }

    @Override
    public Message<Integer> message(int number) {
      return Message.of(number);
    }

    @Override
    public void atEnd(List<Message<Integer>> published) {
      Map<String, Integer> expected = new HashMap<>();
      published.forEach(
          payment ->
              expected.merge(payment.key().orElse("nobody"), payment.payload(), Integer::sum));
      assertThat(balances).isEqualTo(expected);
    }
  }

  @BeforeAll
  static void silence() {
    EngineLog.off();
  }

  @AfterAll
  static void speakAgain() {
    EngineLog.on();
  }

  @Test
  void booksEachPaymentOnce() {
    Simulation.of((settings, random) -> new Accounting())
        .ordering(Ordering.KEY)
        .deadLetters(false)
        .run(1_000);
  }
}
