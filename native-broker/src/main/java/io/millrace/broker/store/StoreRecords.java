package io.millrace.broker.store;

/**
 * The kinds of the log's records that are neither commands nor messages:
 *
 * <pre>
 *  7 snapshot  stopped (1)  the queue's snapshot           in the place of all that was before
 *  8 created   the queue's name, UTF-8
 *  9 deleted
 * 10 opened                                                after a stop: messages may be delivered from here on
 * </pre>
 */
final class StoreRecords {
  static final byte SNAPSHOT = 7;
  static final byte CREATED = 8;
  static final byte DELETED = 9;
  static final byte OPENED = 10;

  private StoreRecords() {}
}
