package io.millrace.amqp;

/** What a reader asks and tells the source that it belongs to. */
interface ReaderReports {
  /** Whether that reader is the one that reads, where only one may. */
  boolean takeSeat(QueueReader<?> reader);

  /** It gets nothing, and why. */
  void failed(String why);

  /** Its consumer is attached, and it has no trouble. */
  void works();

  void closed(QueueReader<?> reader);
}
