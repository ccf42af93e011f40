package io.millrace.testkit.example;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The backend of the example: a table of jobs, as a database would hold it. Each method is a
 * transaction.
 */
final class JobTable {

  /** A row: what is to be done, how often it was tried, and who has it. */
  record Job(
      long id,
      String key,
      Map<String, String> headers,
      String body,
      int attempt,
      Optional<String> owner) {
    Job ownedBy(Optional<String> newOwner, int newAttempt) {
      return new Job(id, key, headers, body, newAttempt, newOwner);
    }
  }

  private final Map<Long, Job> rows = new LinkedHashMap<>();
  private long nextId;

  synchronized void insert(String key, Map<String, String> headers, String body) {
    rows.put(nextId, new Job(nextId, key, headers, body, 1, Optional.empty()));
    nextId++;
  }

  /** Marks up to {@code limit} free jobs as the owner's, oldest first. */
  synchronized List<Job> claim(String owner, int limit) {
    List<Job> claimed = new ArrayList<>();
    for (Iterator<Job> free = rows.values().iterator();
        free.hasNext() && claimed.size() < limit; ) {
      Job job = free.next();
      if (job.owner().isEmpty()) {
        claimed.add(job.ownedBy(Optional.of(owner), job.attempt()));
      }
    }
    claimed.forEach(job -> rows.put(job.id(), job));
    return claimed;
  }

  synchronized void delete(long id) {
    rows.remove(id);
  }

  synchronized void free(long id, int attempt) {
    rows.computeIfPresent(id, (same, job) -> job.ownedBy(Optional.empty(), attempt));
  }

  /** What a database does when a connection breaks. */
  synchronized void freeAllOf(String owner) {
    rows.replaceAll(
        (id, job) ->
            job.owner().filter(owner::equals).isPresent()
                ? job.ownedBy(Optional.empty(), job.attempt())
                : job);
  }
}
