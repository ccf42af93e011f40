package io.millrace.bench.kafka;

import io.millrace.bench.contest.Work;
import java.time.Duration;

/**
 * One measurement to make, as a line of text from one process to another.
 *
 * @param longest how long it goes on at most
 */
record Run(Topic topic, Cell cell, Duration longest) {
  private static final String SEPARATOR = "\t";

  String toLine() {
    return String.join(
        SEPARATOR,
        topic.bootstrapServers(),
        topic.name(),
        Integer.toString(topic.partitions()),
        topic.group(),
        cell.load().label(),
        Long.toString(cell.load().records()),
        Integer.toString(cell.load().sizeBytes()),
        cell.work().toString(),
        Integer.toString(cell.inFlight()),
        longest.toString());
  }

  static Run fromLine(String line) {
    String[] parts = line.split(SEPARATOR);
    Topic topic = new Topic(parts[0], parts[1], Integer.parseInt(parts[2]), parts[3]);
    Load load = new Load(parts[4], Long.parseLong(parts[5]), Integer.parseInt(parts[6]));
    Cell cell = new Cell(load, Work.parse(parts[7]), Integer.parseInt(parts[8]));
    return new Run(topic, cell, Duration.parse(parts[9]));
  }
}
