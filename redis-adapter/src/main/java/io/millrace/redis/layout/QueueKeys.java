package io.millrace.redis.layout;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import redis.clients.jedis.util.JedisClusterCRC16;

/**
 * The keys of one queue. The list is the user's, by the very name that was given; whatever any
 * client pushes to it is a message. All others stand in the same slot of a cluster and exist only
 * while there is something in them.
 *
 * <pre>
 * mail                     list     what waits; pushed on one end, popped from the other
 * {mail}:head              list     elements before the list's first, moved there to wake a waiting worker
 * {mail}:claims:WORKER     hash     number of a claim to its element, as it was popped
 * {mail}:leases            zset     worker to the end of its lease, in milliseconds of Redis's clock; 0 if declared dead
 * {mail}:paused            string   while it exists no worker takes anything
 * {mail}:delayed           zset     id of a job to when it is due, in milliseconds of Redis's clock
 * {mail}:delayed:jobs      hash     id of a job to its element
 * {mail}:delayed:bell      list     rings for a mover that waits, when a job comes that is due before all others; for a second
 * {mail}:dead              list     dead letters, oldest first
 * {mail}:reaper            string   who looks for dead workers, for a while
 * {mail}:mover             string   who moves due jobs, for a while
 * {mail}:seen:ID           string   an id that was pushed, for the de-duplication window
 * {mail}:outcome:ID        string   what came of the message of this id, for as long as asked
 * </pre>
 *
 * <p>A list whose name has a hash tag keeps it: those of {@code {eu}:mail} begin with {@code
 * {eu}:mail:}.
 */
public final class QueueKeys {
  private final String list;
  private final String prefix;

  private QueueKeys(String list, String prefix) {
    this.list = list;
    this.prefix = prefix;
  }

  /**
   * @param list its name
   * @throws IllegalArgumentException if it is empty, or has a closing brace but no hash tag, as no
   *     other key can then be in its slot by name
   */
  public static QueueKeys of(String list) {
    if (list.isEmpty()) {
      throw new IllegalArgumentException("a list needs a name");
    }
    Optional<String> tag = tagOf(list);
    if (tag.isPresent()) {
      boolean isAllTag = tag.get().length() == list.length() - 2;
      return new QueueKeys(list, list + (isAllTag ? "::" : ":"));
    }
    if (list.indexOf('}') >= 0) {
      throw new IllegalArgumentException(
          "list '" + list + "' has a closing brace and no hash tag {...} before it");
    }
    return new QueueKeys(list, "{" + list + "}:");
  }

  /** What stands in the first pair of braces, if anything does. */
  private static Optional<String> tagOf(String key) {
    int open = key.indexOf('{');
    int close = open < 0 ? -1 : key.indexOf('}', open + 1);
    return close > open + 1 ? Optional.of(key.substring(open + 1, close)) : Optional.empty();
  }

  /** The list by the name it was given. */
  public String list() {
    return list;
  }

  /** The slot of a cluster that all keys are in. */
  public int slot() {
    return JedisClusterCRC16.getSlot(list.getBytes(UTF_8));
  }

  public String head() {
    return prefix + "head";
  }

  /** What {@link #claims} begins with, whatever the worker. */
  public String allClaims() {
    return prefix + "claims:";
  }

  /** The claims of one worker. */
  public String claims(String worker) {
    return allClaims() + worker;
  }

  public String leases() {
    return prefix + "leases";
  }

  public String paused() {
    return prefix + "paused";
  }

  public String delayed() {
    return prefix + "delayed";
  }

  public String delayedJobs() {
    return prefix + "delayed:jobs";
  }

  public String delayedBell() {
    return prefix + "delayed:bell";
  }

  public String dead() {
    return prefix + "dead";
  }

  public String reaper() {
    return prefix + "reaper";
  }

  public String mover() {
    return prefix + "mover";
  }

  /** An id within the de-duplication window. */
  public String seen(String id) {
    return prefix + "seen:" + id;
  }

  /** The stored outcome of the message of this id. */
  public String outcome(String id) {
    return prefix + "outcome:" + id;
  }

  @Override
  public String toString() {
    return list;
  }
}
