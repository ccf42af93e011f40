package io.millrace.broker.vhost;

import io.millrace.broker.journal.Journal;

/** What a queue needs of its virtual host. Called on the queue's loop; nothing here blocks. */
interface QueueHost {
  /** That of the virtual host. */
  String name();

  /** The journal of a queue, a new one if there is none; may read files. */
  Journal openJournal(HostedQueue queue);

  /** Where the dead letters of queues on that loop are published from. */
  LetterDesk letterDesk(int loopIndex);

  /** Where it is counted what goes through queues. */
  TrafficCounts traffic();

  /** How often it is said in the log that there is no room. */
  RoomWarnings.Rate roomWarnings();

  /** Nobody has used the queue since then, and such queues are to be deleted. */
  void unused(HostedQueue queue, long sinceMillis);

  /** The queue has failed and does nothing any more. */
  void failed(HostedQueue queue, RuntimeException cause);
}
