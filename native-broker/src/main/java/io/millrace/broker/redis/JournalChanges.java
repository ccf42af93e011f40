package io.millrace.broker.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.broker.queue.Enqueue;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What has changed in one journal since it was handed over last. Owned by the journal's loop. */
final class JournalChanges {
  private static final byte[] UNCLEAN = {0};

  private final List<byte[]> log = new ArrayList<>();

  /** Messages that are new, by offset. What comes and goes in between is never written. */
  private final Map<Long, byte[]> messages = new LinkedHashMap<>();

  private final List<byte[]> gone = new ArrayList<>();
  private byte @Nullable [] snapshot;
  private boolean isNew;
  private boolean marksUnclean;
  private boolean forgetsMessages;

  boolean isEmpty() {
    return log.isEmpty()
        && messages.isEmpty()
        && gone.isEmpty()
        && snapshot == null
        && !isNew
        && !marksUnclean;
  }

  /** The journal is a new one. */
  void begin() {
    isNew = true;
  }

  /** From now on it counts as not stopped in order. */
  void markUnclean() {
    marksUnclean = true;
  }

  void append(byte[] command) {
    log.add(command);
  }

  void add(Enqueue message, byte[] bytes) {
    messages.put(message.offset(), bytes);
  }

  void remove(long offset) {
    if (messages.remove(offset) == null) {
      gone.add(key(offset));
    }
  }

  /** No messages are there but those that are added from now on. */
  void removeAll() {
    messages.clear();
    gone.clear();
    forgetsMessages = true;
  }

  /** A snapshot takes the place of all commands so far. */
  void replaceLog(byte[] bytes, boolean clean) {
    log.clear();
    byte[] all = new byte[bytes.length + 1];
    all[0] = (byte) (clean ? 1 : 0);
    System.arraycopy(bytes, 0, all, 1, bytes.length);
    snapshot = all;
  }

  /** Takes them out as commands for the server. */
  Changes take(Keys keys, String journal, byte[] name) {
    Changes changes = new Changes();
    if (isNew) {
      changes.add("SADD", keys.journals, name);
    }
    if (forgetsMessages) {
      changes.delete(keys.messages(journal));
    }
    List<byte[]> pairs = new ArrayList<>(2 * messages.size());
    messages.forEach(
        (offset, bytes) -> {
          pairs.add(key(offset));
          pairs.add(bytes);
        });
    changes.addAll("HSET", keys.messages(journal), pairs);
    changes.addAll("HDEL", keys.messages(journal), gone);
    if (snapshot != null) {
      changes.add("SET", keys.snapshot(journal), snapshot);
      changes.delete(keys.log(journal));
    } else if (marksUnclean) {
      changes.add("SETRANGE", keys.snapshot(journal), "0".getBytes(UTF_8), UNCLEAN);
    }
    changes.addAll("RPUSH", keys.log(journal), log);
    forget();
    return changes;
  }

  /** Nothing has changed. */
  void forget() {
    log.clear();
    messages.clear();
    gone.clear();
    snapshot = null;
    isNew = false;
    marksUnclean = false;
    forgetsMessages = false;
  }

  private static byte[] key(long offset) {
    return ByteBuffer.allocate(Long.BYTES).putLong(offset).array();
  }
}
