package io.millrace.bench.amqp.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class PerfTestReportTest {
  private static final String LINE =
      "id: test-1, time 2.000 s, sent: 1,234 msg/s, nacked: 0 msg/s, received: 56.5 msg/s,"
          + " min/median/75th/95th/99th consumer latency: 12/13/14/15/16 µs";

  @Test
  void readsTimeAndRates() {
    PerfTestReport report = PerfTestReport.parse(LINE).orElseThrow();

    assertThat(report.seconds()).isEqualTo(2);
    assertThat(report.rate("sent")).hasValue(1_234);
    assertThat(report.rate("received")).hasValue(56.5);
    assertThat(report.rate("confirmed")).isEmpty();
  }

  @Test
  void takesNothingElseForOne() {
    assertThat(PerfTestReport.parse("id: test-1, starting consumer #0")).isEmpty();
    assertThat(PerfTestReport.parse("id: test-1, sending rate avg: 65 msg/s")).isEmpty();
    assertThat(PerfTestReport.parse("test stopped (Reached time limit)")).isEmpty();
  }

  @Test
  void countsByTheTimeThatAReportIsOf() throws IOException {
    PerfTestCount count = new PerfTestCount(report(1, "sent: 99 msg/s, received: 99 msg/s"));
    count.add(report(2, "sent: 10 msg/s, received: 8 msg/s"));
    // None in the third second, in which nothing came.
    count.add(report(4, "sent: 0 msg/s, received: 1 msg/s"));

    assertThat(count.sent()).isEqualTo(10);
    assertThat(count.received()).isEqualTo(10);
  }

  @Test
  void refusesReportsOfLossAndReportsThatLackSomething() {
    PerfTestCount count = new PerfTestCount(report(1, "sent: 1 msg/s"));

    assertThatIOException()
        .isThrownBy(() -> count.add(report(2, "sent: 1 msg/s")))
        .withMessageContaining("received");
    assertThatIOException()
        .isThrownBy(() -> count.add(report(3, "sent: 1 msg/s, nacked: 1 msg/s, received: 1 msg/s")))
        .withMessageContaining("nacked");
  }

  private static PerfTestReport report(int seconds, String rates) {
    return PerfTestReport.parse("id: test, time %d.000 s, %s".formatted(seconds, rates))
        .orElseThrow();
  }
}
