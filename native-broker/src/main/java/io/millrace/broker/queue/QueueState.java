package io.millrace.broker.queue;

/**
 * Where all the messages of a queue are: each is waiting, delayed, in flight or departing, and in
 * only one of these.
 */
final class QueueState {
  final QueueLog log;
  final Audiences audiences = new Audiences();
  final Waiting waiting;
  final Delayed delayed = new Delayed();
  final InFlight inFlight = new InFlight();
  final Departing departing = new Departing();
  final Attempts attempts = new Attempts();
  final DeduplicationWindow window = new DeduplicationWindow();

  /** Of a queue that outlives a restart those that do not, but for departing ones. */
  final OffsetRuns transients = new OffsetRuns();

  private final boolean outlivesRestart;

  QueueOptions options = QueueOptions.DEFAULT;
  long nextOffset;

  /** Of all messages; those of the departing ones are in it. */
  long sizeBytes;

  long departingBytes;

  /** When this turn is: never goes back. */
  long nowMillis;

  /** When somebody used the queue last, while nobody consumes it. */
  long unusedSinceMillis;

  QueueState(QueueLog log) {
    this.log = log;
    this.waiting = new Waiting(log, audiences);
    this.outlivesRestart = log.outlivesRestart();
  }

  void configure(QueueOptions rules) {
    boolean starts = rules.messageGroups() && !options.messageGroups();
    options = rules;
    waiting.configure(rules);
    if (starts) {
      inFlight.forEach((offset, delivery) -> waiting.hold(delivery.envelope));
      delayed.forEachRetry(offset -> waiting.hold(log.envelope(offset)));
    }
  }

  /** How many wait or will: what a limit of length is about. */
  long backlog() {
    return waiting.size() + delayed.size();
  }

  long backlogBytes() {
    return sizeBytes - departingBytes - inFlight.sizeBytes();
  }

  /** A new message takes its place. */
  void enter(Enqueue command) {
    Envelope envelope = command.envelope();
    nextOffset = command.offset() + 1;
    sizeBytes += envelope.sizeBytes();
    if (envelope.isDelayed(envelope.enqueuedAtMillis())) {
      delayed.add(command.offset(), envelope.dueAtMillis());
    } else {
      waiting.add(command.offset(), envelope);
    }
    if (outlivesRestart && !command.message().properties().isPersistent()) {
      transients.add(command.offset());
    }
    String id = envelope.deduplicationId();
    if (id != null && options.deduplication().isOn()) {
      window.add(id, options.deduplication(), envelope.enqueuedAtMillis());
    }
  }

  /** A message has left for good. */
  void forget(long offset) {
    attempts.forget(offset);
    stay(offset);
  }

  /** What becomes of a message does not depend any more on whether it outlives a restart. */
  void stay(long offset) {
    if (!transients.isEmpty()) {
      transients.remove(offset);
    }
  }

  /** All messages have left for good but those in a set. */
  void retain(OffsetRuns survivors) {
    attempts.retain(survivors);
    if (!transients.isEmpty()) {
      OffsetRuns before = transients.copy();
      transients.clear();
      survivors.forEach(
          offset -> {
            if (before.contains(offset)) {
              transients.add(offset);
            }
          });
    }
  }
}
