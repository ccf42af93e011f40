package io.millrace.broker.vhost;

import io.millrace.broker.loop.OwnerLoop;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Journals that nobody opens any more, since the broker went down while what they belong to was
 * made or deleted. They must go: what is stored behind their first record could never be given back
 * otherwise.
 */
final class OrphanJournals {
  private static final Logger LOG = LoggerFactory.getLogger(OrphanJournals.class);

  private OrphanJournals() {}

  /** Deletes those of the journals that are orphans; returns how many. On the loop. */
  static int delete(JournalFactory journals, OwnerLoop loop, Predicate<String> orphans) {
    int count = 0;
    for (String journal : journals.names()) {
      if (orphans.test(journal)) {
        LOG.info("deleting journal '{}', which belongs to nothing any more", journal);
        // If that is not durable before the broker goes down, it is deleted at the next start.
        var unused = journals.open(journal, loop, () -> {}).delete();
        count++;
      }
    }
    return count;
  }
}
