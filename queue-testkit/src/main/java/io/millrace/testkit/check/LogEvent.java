package io.millrace.testkit.check;

import io.millrace.queue.Settlement;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Something that happened in a run, in the order it happened. A run inside one JVM appends events
 * to an {@link EventLog}; a run of several processes writes them as lines, see {@link
 * LogEventText}, which are joined afterwards.
 */
public sealed interface LogEvent
    permits LogEvent.Published,
        LogEvent.Begun,
        LogEvent.Ended,
        LogEvent.Settled,
        LogEvent.Committed,
        LogEvent.Crashed {

  <R> R match(Cases<R> cases);

  /** One answer for every kind of event. */
  interface Cases<R> {
    R published(Published event);

    R begun(Begun event);

    R ended(Ended event);

    R settled(Settled event);

    R committed(Committed event);

    R crashed(Crashed event);
  }

  /** How a handler call ended. */
  enum End {
    /**
     * The handler is done with the message: acknowledged, rejected, or given to the dead letters.
     */
    DONE,
    /** The handler failed or asked for another attempt. */
    FAILED,
    /** The handler gave way to a stop. */
    INTERRUPTED
  }

  /** The backend has the message safe. */
  record Published(int partition, long offset) implements LogEvent {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.published(this);
    }
  }

  /**
   * A handler was given a message.
   *
   * @param worker the process, or the queue, the handler runs in
   * @param lane what is handled in order: the key, or the partition's name
   */
  record Begun(String worker, String lane, int partition, long offset, int attempt)
      implements LogEvent {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.begun(this);
    }
  }

  /** The handler returned; written before the queue hears of it. */
  record Ended(String worker, String lane, int partition, long offset, int attempt, End end)
      implements LogEvent {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.ended(this);
    }
  }

  /**
   * A producer was told what became of a message.
   *
   * @param delivery which delivery of the message: a number never used twice in a run
   */
  record Settled(long delivery, int partition, long offset, Settlement.Kind kind)
      implements LogEvent {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.settled(this);
    }
  }

  /**
   * A position was made safe: these messages will not be delivered again.
   *
   * @param position every offset below it is finished
   * @param beyond finished offsets above it
   */
  record Committed(int partition, long position, SortedSet<Long> beyond) implements LogEvent {
    public Committed {
      beyond = new TreeSet<>(beyond);
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.committed(this);
    }
  }

  /** The worker is gone; what its handlers had begun never ended. */
  record Crashed(String worker) implements LogEvent {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.crashed(this);
    }
  }
}
