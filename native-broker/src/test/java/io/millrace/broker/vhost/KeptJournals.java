package io.millrace.broker.vhost;

import io.millrace.broker.journal.Journal;
import io.millrace.broker.loop.OwnerLoop;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Journals that outlive the broker of a test in memory. What was appended is durable once flushed,
 * unless the test holds that back; a crash loses the rest.
 */
final class KeptJournals implements JournalFactory {
  private final Map<String, KeptJournal> journals = new ConcurrentHashMap<>();

  /** While true nothing becomes durable. */
  volatile boolean holdsBack;

  /** Nothing becomes durable in journals whose name contains it. */
  volatile String held = "\0";

  /** While true nothing that is flushed can be made durable any more. */
  volatile boolean broken;

  /** While true there is no room for messages. */
  volatile boolean full;

  /** Appends to journals whose name contains it fail. */
  volatile String failing = "\0";

  @Override
  public Journal open(String name, OwnerLoop loop, Runnable checkpointWanted) {
    return journals.computeIfAbsent(name, each -> new KeptJournal(each, this)).opened(loop);
  }

  @Override
  public List<String> names() {
    return List.copyOf(journals.keySet());
  }

  /** Whatever was held back becomes durable. */
  void letGo() {
    holdsBack = false;
    held = "\0";
    journals.values().forEach(KeptJournal::letGo);
  }

  /** What was held back becomes durable in one of them. */
  void letGo(String name) {
    journals.get(name).letGo();
  }

  /** Up to where a journal is durable. */
  long durable(String name) {
    return journals.get(name).durablePosition();
  }

  /** How many messages a journal keeps at hand for somebody to read. */
  int unread(String name) {
    return journals.get(name).unread();
  }

  /** A journal that belongs to nothing. */
  void forget(String name) {
    journals.put(name, new KeptJournal(name, this));
  }

  void remove(String name) {
    journals.remove(name);
  }

  void crash() {
    journals.values().forEach(KeptJournal::crash);
  }
}
