package io.millrace.interop.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.millrace.interop.program.Figures;
import io.millrace.interop.server.AmqpServer;
import io.millrace.interop.server.AmqpServerExtension;
import io.millrace.testkit.rabbitmq.RabbitExtension;
import io.millrace.testkit.rabbitmq.RabbitServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs the scripts of {@code interop.scripts} numbers from {@code interop.first} on. A difference
 * is one that comes again when the script is run again; it is printed with the shortest script that
 * still shows one.
 */
@ExtendWith({AmqpServerExtension.class, RabbitExtension.class})
class DifferentialTest {
  private static final long FIRST = Long.getLong("interop.first", 1);
  private static final int SCRIPTS = Integer.getInteger("interop.scripts", 50);
  private static final int MOST_DIFFERENCES = Integer.getInteger("interop.differences", 3);

  @Test
  void answersAsRabbitDoes(AmqpServer server, RabbitServer rabbit) {
    List<String> differences = new ArrayList<>();
    List<Long> unsteady = new ArrayList<>();
    long steps = 0;
    long number = FIRST;
    try (Side reference = new Side(rabbit.host(), rabbit.port());
        Side other = new Side(server.host(), server.port())) {
      Comparison comparison = new Comparison(reference, other);
      for (; number < FIRST + SCRIPTS && differences.size() < MOST_DIFFERENCES; number++) {
        Script script = Generator.script(number);
        steps += script.steps().size();
        Optional<Difference> difference = comparison.run(script);
        if (difference.isPresent()) {
          Optional<Difference> again = comparison.run(script);
          if (again.isPresent()) {
            differences.add(comparison.shrink(again.get()).toString());
            Figures.line("differential", "%s", differences.get(differences.size() - 1));
          } else {
            unsteady.add(number);
          }
        }
      }
    }
    Figures.line(
        "differential",
        "%,d scripts of %,d steps, answered as RabbitMQ does but for %d; not the same twice: %s",
        number - FIRST,
        steps,
        differences.size(),
        unsteady);
    if (!differences.isEmpty()) {
      fail(String.join("\n\n", differences));
    }
    assertThat(unsteady)
        .as("numbers that differed once only")
        .hasSizeLessThanOrEqualTo(SCRIPTS / 50);
  }
}
