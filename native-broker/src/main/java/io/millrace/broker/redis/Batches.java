package io.millrace.broker.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Writes numbered batches, each once however often it is sent. For one thread; blocks.
 *
 * <p>A batch is written whole or not at all as long as the server lets this broker use all commands
 * that {@link #tryOut} tries: it takes nothing back when it refuses one in the middle. That ends
 * the store, so that the batch is not written once more on top of its beginning.
 *
 * <p>The server is told of all keys before, and of one that is never there: while a cluster moves
 * their slot to another node it refuses such a script before it begins, and would not refuse the
 * command in the midst of one that makes a key anew.
 *
 * <p>Once another broker has opened the store this one writes nothing any more. A server that has
 * forgotten a batch which it had acknowledged is found out by its number.
 */
final class Batches {
  /** The owner, a number, then for each command its number of words and these. */
  private static final String SCRIPT =
      """
      if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 'OWNER' end
      local last = tonumber(redis.call('GET', KEYS[2]) or '0')
      local number = tonumber(ARGV[2])
      if number <= last then return 'DONE' end
      if number > last + 1 then return 'GAP' end
      local at = 3
      while at <= #ARGV do
        local words = tonumber(ARGV[at])
        redis.call(unpack(ARGV, at + 1, at + words))
        at = at + words + 1
      end
      redis.call('SET', KEYS[2], ARGV[2])
      return 'DONE'
      """;

  /** All commands of {@link #SCRIPT} and of {@link Changes}, on a key that is gone afterwards. */
  private static final String TRIAL =
      """
      local key = KEYS[1]
      redis.call('DEL', key)
      redis.call('SET', key, '0')
      redis.call('SETRANGE', key, '0', '1')
      redis.call('GET', key)
      redis.call('DEL', key)
      redis.call('HSET', key, '0', '0')
      redis.call('HDEL', key, '0')
      redis.call('SADD', key, '0')
      redis.call('SREM', key, '0')
      redis.call('RPUSH', key, '0')
      redis.call('DEL', key)
      return 'DONE'
      """;

  private final Keys keys;
  private final byte[] owner;
  private long next = 1;

  /**
   * @param owner the word of this broker
   */
  Batches(Keys keys, String owner) {
    this.keys = keys;
    this.owner = owner.getBytes(UTF_8);
  }

  /**
   * Finds out whether the server lets this broker write.
   *
   * @throws IOException if it does not
   */
  static void tryOut(Server server, Keys keys) throws IOException {
    String unused = server.run(TRIAL, List.of(keys.trial, keys.never), List.of());
  }

  /**
   * Sends the batch whose turn it is. After an {@link IOException} the same one is to be sent
   * again.
   *
   * @throws LostStoreException if the store is not this broker's any more, or not what it was
   */
  void write(Server server, List<Changes> batch) throws IOException, LostStoreException {
    List<byte[]> arguments = new ArrayList<>();
    arguments.add(owner);
    arguments.add(Long.toString(next).getBytes(UTF_8));
    Set<byte[]> changed = new TreeSet<>(Arrays::compare);
    for (Changes each : batch) {
      arguments.addAll(each.words());
      changed.addAll(each.keys());
    }
    List<byte[]> all = new ArrayList<>(List.of(keys.owner, keys.batch, keys.never));
    all.addAll(changed);
    String answer = server.run(SCRIPT, all, arguments);
    switch (answer) {
      case "DONE" -> next++;
      case "OWNER" ->
          throw new LostStoreException(
              "another broker has opened the store, or Redis has lost what it had acknowledged");
      default ->
          throw new LostStoreException(
              "Redis has lost what it had acknowledged: batch %,d is not the next one"
                  .formatted(next));
    }
  }

  /** Nothing may be written any more. */
  static final class LostStoreException extends Exception {
    private static final long serialVersionUID = 1;

    LostStoreException(String text) {
      super(text);
    }
  }
}
