package io.millrace.testkit.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.millrace.queue.Settlement;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LogEventTextTest {

  static List<LogEvent> events() {
    return List.of(
        new LogEvent.Published(3, 12),
        new LogEvent.Begun("worker 1", "key=a b\n\u00fc", 0, Long.MAX_VALUE, 2),
        new LogEvent.Ended("w", "", 0, 0, 1, LogEvent.End.INTERRUPTED),
        new LogEvent.Settled(9, 1, 2, Settlement.Kind.DEAD_LETTERED),
        new LogEvent.Committed(0, 4, new TreeSet<>()),
        new LogEvent.Committed(0, 4, new TreeSet<>(List.of(6L, 9L))),
        new LogEvent.Crashed("w"));
  }

  @ParameterizedTest
  @MethodSource("events")
  void readsWhatItWrote(LogEvent event) {
    String line = LogEventText.toLine(event);
    assertThat(line).doesNotContain("\n");
    assertThat(LogEventText.fromLine(line)).isEqualTo(event);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "begun",
        "published 1",
        "published one two",
        "settled 1 2 3 eaten",
        "handled 1 2"
      })
  void refusesALineThatIsNoEvent(String line) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LogEventText.fromLine(line))
        .withMessageContaining("not an event: \"" + line + "\"");
  }
}
