package io.millrace.daemon.demo;

import io.millrace.queue.Message;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * Messages whose order can be checked: the i-th belongs to key {@code i mod keys} and holds how
 * many of that key came before it.
 *
 * <p><b>Threads:</b> {@link #message} any; {@link #check} any, as long as one key is checked by one
 * thread at a time, which is what is being demonstrated: two at once are found as disorder.
 */
final class NumberedMessages {
  static final int SIZE_BYTES = 100;

  /** How many there are; known later where nobody knew before. */
  private volatile long count;

  private final int keys;

  /** For each key, the number that has to come next. */
  private final AtomicLongArray next;

  private final LongAdder checked = new LongAdder();
  private final LongAdder repeated = new LongAdder();
  private final LongAdder disordered = new LongAdder();

  NumberedMessages(long count, int keys) {
    this.count = count;
    this.keys = keys;
    next = new AtomicLongArray(keys);
  }

  /** From now on it is known how many there are. */
  void expect(long all) {
    count = all;
  }

  /** The i-th, from 0. */
  Message<byte[]> message(long i) {
    byte[] payload = ByteBuffer.allocate(SIZE_BYTES).putLong(i / keys).array();
    return Message.builder(payload).key("key-" + i % keys).sizeBytes(SIZE_BYTES).build();
  }

  /** Compares a message with what its key had to come to. */
  void check(Message<byte[]> message) {
    int key = key(message.key().orElse(""));
    if (key < 0 || message.payload().length != SIZE_BYTES) {
      disordered.increment();
      return;
    }
    long number = ByteBuffer.wrap(message.payload()).getLong();
    long expected = next.get(key);
    if (number == expected && next.compareAndSet(key, expected, expected + 1)) {
      checked.increment();
    } else if (number < expected) {
      repeated.increment();
    } else {
      disordered.increment();
    }
  }

  /** How many came in their turn. */
  long checked() {
    return checked.sum();
  }

  boolean isComplete() {
    return checked.sum() == count;
  }

  /** Whether each came, once, in its turn. */
  boolean isPerfect() {
    return isComplete() && repeated.sum() == 0 && disordered.sum() == 0;
  }

  /** What {@link #isPerfect} finds, in words. */
  String verdict() {
    if (isPerfect()) {
      return String.format(Locale.ROOT, "all of %,d keys in order, none missing, none twice", keys);
    }
    return String.format(
        Locale.ROOT,
        "%,d of %,d came in their turn, %,d missing, %,d twice, %,d out of order",
        checked(),
        count,
        count - checked(),
        repeated.sum(),
        disordered.sum());
  }

  private int key(String name) {
    if (!name.matches("key-[0-9]{1,9}")) {
      return -1;
    }
    int key = Integer.parseInt(name.substring("key-".length()));
    return key < keys ? key : -1;
  }
}
