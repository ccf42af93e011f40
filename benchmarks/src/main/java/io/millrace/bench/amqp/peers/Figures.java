package io.millrace.bench.amqp.peers;

import java.util.Comparator;
import java.util.List;

/**
 * What a broker did with a load.
 *
 * @param sentPerSecond messages that producers sent in a second
 * @param receivedPerSecond messages that consumers received in a second, each of them
 * @param serverMicros CPU time of the broker for each message received, in microseconds
 * @param residentBytes of the broker at the end
 * @param mostResidentBytes from the beginning of the load on
 */
record Figures(
    double sentPerSecond,
    double receivedPerSecond,
    double serverMicros,
    long residentBytes,
    long mostResidentBytes) {

  /** Those with as many above them as below, by what was received. */
  static Figures median(List<Figures> rounds) {
    return rounds.stream()
        .sorted(Comparator.comparingDouble(Figures::receivedPerSecond))
        .skip(rounds.size() / 2)
        .findFirst()
        .orElseThrow();
  }
}
