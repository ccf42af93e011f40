package io.millrace.bench.redis;

import java.time.Duration;

/**
 * One measurement to make, as a line of text from one process to another.
 *
 * @param connections by how many jobs are taken
 * @param jobs how many there are
 * @param longest how long it goes on at most
 */
record Run(Site site, int connections, long jobs, Duration longest) {
  private static final String SEPARATOR = "\t";

  String toLine() {
    return String.join(
        SEPARATOR,
        site.host(),
        Integer.toString(site.port()),
        Integer.toString(connections),
        Long.toString(jobs),
        longest.toString());
  }

  static Run fromLine(String line) {
    String[] parts = line.split(SEPARATOR);
    return new Run(
        new Site(parts[0], Integer.parseInt(parts[1])),
        Integer.parseInt(parts[2]),
        Long.parseLong(parts[3]),
        Duration.parse(parts[4]));
  }
}
