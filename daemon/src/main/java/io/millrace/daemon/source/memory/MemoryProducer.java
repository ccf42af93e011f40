package io.millrace.daemon.source.memory;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.millrace.queue.Fetch;
import io.millrace.queue.FetchResult;
import io.millrace.queue.Message;
import io.millrace.queue.Producer;
import io.millrace.queue.Settlement;
import io.millrace.queue.SourcePartition;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Makes messages. Those that come back are lost: there is nowhere to keep them. */
final class MemoryProducer implements Producer<byte[]> {
  private static final int BLOCK = 512;
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private final MemorySource source;
  private final SourcePartition partition;
  private final String[] keyNames;
  private long next;
  private long end;

  MemoryProducer(MemorySource source, int index) {
    this.source = source;
    partition = new SourcePartition("memory", index);
    keyNames = new String[Math.min(source.keys(), 1 << 16)];
    Arrays.setAll(keyNames, i -> "key-" + i);
  }

  @Override
  public FetchResult fetch(Fetch<byte[]> fetch) {
    int wanted = Math.min(fetch.messageLimit(), allowed(fetch));
    if (wanted == 0) {
      return fetch.messageLimit() == 0 ? FetchResult.MORE : FetchResult.IDLE;
    }
    long now = System.currentTimeMillis();
    long bytes = 0;
    for (int i = 0; i < wanted && bytes < fetch.byteLimit(); i++) {
      if (next == end) {
        int block = source.rate() == 0 ? BLOCK : 1;
        next = source.take(block);
        end = Math.min(source.count(), next + block);
        if (next >= end) {
          return FetchResult.END;
        }
      }
      fetch.add(message(next++, now));
      bytes += source.size();
    }
    return FetchResult.MORE;
  }

  @Override
  public void settle(List<Settlement<byte[]>> settlements) {
    // Nothing keeps account of made-up messages.
  }

  /** What is left is told by one producer for all: the queue adds up what its producers tell. */
  @Override
  public long lag() {
    return partition.index() == 0 ? source.left() : Math.min(source.left(), 0);
  }

  /** How many messages the rate allows now, waiting for one for as long as the fetch may take. */
  private int allowed(Fetch<byte[]> fetch) {
    if (source.rate() == 0) {
      return Integer.MAX_VALUE;
    }
    double due = source.due();
    if (due < 1 && fetch.messageLimit() > 0) {
      LockSupport.parkNanos(
          Math.min(fetch.maxWait().toNanos(), (long) ((1 - due) * 1e9 / source.rate())));
      due = source.due();
    }
    return (int) Math.max(0, Math.min(due, Integer.MAX_VALUE));
  }

  private Message<byte[]> message(long number, long now) {
    byte[] payload = new byte[source.size()];
    Arrays.fill(payload, (byte) '.');
    byte[] digits = Long.toString(number).getBytes(US_ASCII);
    System.arraycopy(digits, 0, payload, 0, Math.min(digits.length, payload.length));
    Message.Builder<byte[]> message =
        Message.builder(payload)
            .position(partition, number)
            .timestampMillis(now)
            .sizeBytes(payload.length);
    if (source.keys() > 0) {
      long mixed = (number + source.seed()) * GOLDEN;
      int key = (int) Long.remainderUnsigned(mixed ^ mixed >>> 32, source.keys());
      message.key(key < keyNames.length ? keyNames[key] : "key-" + key);
    }
    return message.build();
  }
}
