package io.millrace.bench.amqp.peers;

import io.millrace.bench.load.ProcessTree;
import java.io.IOException;
import java.time.Duration;

/** The time in which a load counts, seen from the broker. */
final class Stretch {
  private final ProcessTree process;
  private final Duration cpuBefore;

  private Stretch(ProcessTree process) {
    this.process = process;
    this.cpuBefore = process.cpu();
  }

  /** Begins now. */
  static Stretch begin(ProcessTree process) {
    return new Stretch(process);
  }

  /**
   * Ends now.
   *
   * @param sent messages since it began
   * @param received as many
   * @param seconds how long it was
   * @throws IOException when nothing was received
   */
  Figures end(double sent, double received, double seconds) throws IOException {
    if (received == 0) {
      throw new IOException("no message came back in %.1f s".formatted(seconds));
    }
    return new Figures(
        sent / seconds,
        received / seconds,
        process.cpu().minus(cpuBefore).toNanos() / 1e3 / received,
        process.residentBytes(),
        process.mostResidentBytes());
  }
}
