package io.millrace.broker.queue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is to be served: the highest priority first, and round robin within one.
 *
 * <p>Only consumers that can be served stand in a line; one that cannot any more is noticed when
 * its turn comes.
 */
final class Turns {
  /** One per priority, the highest first. */
  private final List<Line> lines = new ArrayList<>(0);

  /** A consumer may have become one that can be served. */
  void add(Consumer consumer) {
    if (!consumer.queued && consumer.isServable()) {
      consumer.queued = true;
      line(consumer.priority).consumers.addLast(consumer);
    }
  }

  /** Whose turn it is; null if nobody can be served. */
  @Nullable Consumer first() {
    for (int i = 0; i < lines.size(); i++) {
      Deque<Consumer> consumers = lines.get(i).consumers;
      Consumer first = consumers.peekFirst();
      while (first != null && !first.isServable()) {
        consumers.removeFirst();
        first.queued = false;
        first = consumers.peekFirst();
      }
      if (first != null) {
        return first;
      }
    }
    return null;
  }

  /** A consumer stands here no more. */
  void remove(Consumer consumer) {
    if (consumer.queued) {
      line(consumer.priority).consumers.remove(consumer);
      consumer.queued = false;
    }
  }

  /** A consumer goes to the end of its line, if it stands in one. */
  void moveBack(Consumer consumer) {
    if (consumer.queued) {
      Deque<Consumer> consumers = line(consumer.priority).consumers;
      if (consumers.peekLast() != consumer) {
        consumers.remove(consumer);
        consumers.addLast(consumer);
      }
    }
  }

  private Line line(int priority) {
    int index = 0;
    while (index < lines.size() && lines.get(index).priority > priority) {
      index++;
    }
    if (index == lines.size() || lines.get(index).priority != priority) {
      if (lines.removeIf(line -> line.consumers.isEmpty())) {
        return line(priority);
      }
      lines.add(index, new Line(priority, new ArrayDeque<>(4)));
    }
    return lines.get(index);
  }

  private record Line(int priority, Deque<Consumer> consumers) {}
}
