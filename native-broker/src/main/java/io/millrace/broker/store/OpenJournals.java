package io.millrace.broker.store;

import java.util.ArrayList;
import java.util.List;

/**
 * The journals of one loop that take part in checkpoints, each of which knows its place here, so
 * that it takes four bytes.
 *
 * <p>Not safe for use by several threads.
 */
final class OpenJournals {
  private final List<LocalJournal> all = new ArrayList<>();

  void add(LocalJournal journal) {
    journal.place(all.size());
    all.add(journal);
  }

  /** Takes it out; harmless if it is not in. */
  void remove(LocalJournal journal) {
    int place = journal.place();
    if (place == LocalJournal.NOWHERE) {
      return;
    }
    LocalJournal last = all.remove(all.size() - 1);
    if (last != journal) {
      all.set(place, last);
      last.place(place);
    }
    journal.place(LocalJournal.NOWHERE);
  }

  /** As they are now, in any order. */
  List<LocalJournal> copy() {
    return List.copyOf(all);
  }
}
