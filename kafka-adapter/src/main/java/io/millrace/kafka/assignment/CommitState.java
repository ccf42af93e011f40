package io.millrace.kafka.assignment;

/** What commits have told of one assignment. The poll thread's. */
final class CommitState {
  static final long NOTHING_COMMITTED = -1;

  private long committed = NOTHING_COMMITTED;

  /** How many offsets were finished in all, and how many of those the last commit knew of. */
  private long finished;

  private long finishedCommitted;

  /** The assignment goes on behind a commit. */
  void behind(long offset) {
    committed = offset;
  }

  void finished(int count) {
    finished += count;
  }

  /** How many offsets were finished in all. */
  long finished() {
    return finished;
  }

  /** Whether a commit of a prefix would say something new. */
  boolean isDirty(long prefix) {
    return prefix > committed || finished > finishedCommitted;
  }

  /** How many were finished that no commit knows of. */
  long uncommitted() {
    return finished - finishedCommitted;
  }

  /**
   * Notes a commit; an older one, that is answered later, changes nothing.
   *
   * @param finishedThen how many offsets had been finished in all when it was made
   */
  void committed(long offset, long finishedThen) {
    committed = Math.max(committed, offset);
    finishedCommitted = Math.max(finishedCommitted, finishedThen);
  }
}
