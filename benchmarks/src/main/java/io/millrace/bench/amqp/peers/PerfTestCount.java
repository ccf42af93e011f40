package io.millrace.bench.amqp.peers;

import java.io.IOException;

/** Counts what PerfTest reports of. */
final class PerfTestCount {
  private double seconds;
  private double sent;
  private double received;

  /**
   * The first that counts is the one after {@code report}.
   *
   * @param report which tells of the time before
   */
  PerfTestCount(PerfTestReport report) {
    seconds = report.seconds();
  }

  /**
   * @throws IOException when it does not tell what was sent and received, or tells of messages that
   *     the broker has not taken
   */
  void add(PerfTestReport report) throws IOException {
    double passed = report.seconds() - seconds;
    sent += passed * told(report, "sent");
    received += passed * told(report, "received");
    seconds = report.seconds();
    for (String lost : new String[] {"nacked", "returned"}) {
      if (report.rate(lost).orElse(0) > 0) {
        throw new IOException("messages were " + lost);
      }
    }
  }

  private static double told(PerfTestReport report, String name) throws IOException {
    return report
        .rate(name)
        .orElseThrow(() -> new IOException("PerfTest does not tell what it " + name));
  }

  double sent() {
    return sent;
  }

  double received() {
    return received;
  }
}
