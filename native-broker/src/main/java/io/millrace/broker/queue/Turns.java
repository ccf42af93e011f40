package io.millrace.broker.queue;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is to be served: the highest priority first, and round robin within one. A turn is
 * one message, or a run of them where that harms nobody, see {@link Line}.
 *
 * <p>Only consumers that can be served stand in a line; one that cannot any more is noticed when
 * its turn comes.
 */
final class Turns {
  /** One per priority, the highest first. */
  private final List<Line> lines = new ArrayList<>(0);

  /** A consumer may have become one that can be served, or has less on its way. */
  void add(Consumer consumer) {
    if (consumer.queued) {
      line(consumer.priority).noteLess(consumer);
    } else if (consumer.isServable()) {
      consumer.queued = true;
      line(consumer.priority).add(consumer);
    }
  }

  /** Whose turn it is; null if nobody can be served. */
  @Nullable Consumer first() {
    for (int i = 0; i < lines.size(); i++) {
      Consumer first = lines.get(i).first();
      if (first != null) {
        return first;
      }
    }
    return null;
  }

  /** A consumer has got a message; returns whether its turn is over. */
  boolean served(Consumer consumer) {
    return !consumer.queued || line(consumer.priority).served(consumer);
  }

  /** A consumer stands here no more. */
  void remove(Consumer consumer) {
    if (consumer.queued) {
      line(consumer.priority).remove(consumer);
      consumer.queued = false;
    }
  }

  /** A consumer goes to the end of its line, if it stands in one. */
  void moveBack(Consumer consumer) {
    if (consumer.queued) {
      line(consumer.priority).moveBack(consumer);
    }
  }

  private Line line(int priority) {
    int index = 0;
    while (index < lines.size() && lines.get(index).priority > priority) {
      index++;
    }
    if (index == lines.size() || lines.get(index).priority != priority) {
      if (lines.removeIf(Line::isEmpty)) {
        return line(priority);
      }
      lines.add(index, new Line(priority));
    }
    return lines.get(index);
  }
}
