package io.millrace.testkit.check;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The events of one run in the order they were appended.
 *
 * <p><b>Threads:</b> any. Its lock is a leaf: it calls nothing while holding it, so it may be
 * appended to under other locks.
 */
public final class EventLog implements Consumer<LogEvent> {
  private final List<LogEvent> events = new ArrayList<>();

  @Override
  public synchronized void accept(LogEvent event) {
    events.add(event);
  }

  /** What was appended so far. */
  public synchronized List<LogEvent> events() {
    return List.copyOf(events);
  }

  /** Judges what was appended so far. */
  public ConservationReport judge(ConservationCheck check) {
    events().forEach(check);
    return check.report();
  }
}
