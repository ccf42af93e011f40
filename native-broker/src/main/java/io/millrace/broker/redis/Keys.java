package io.millrace.broker.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The keys of a store. The braces have a cluster keep all of them together, so that a script may
 * change several:
 *
 * <pre>
 * {prefix}:format          string   version of what follows
 * {prefix}:owner           string   a word of the broker that opened the store last
 * {prefix}:batch           string   number of its last batch
 * {prefix}:trial           any      there for a moment, while the store is opened
 * {prefix}:never           -        is never there, see {@link Batches}
 * {prefix}:journals        set      names of journals
 * {prefix}:snapshot:NAME   string   a byte, 1 after an orderly stop; the snapshot
 * {prefix}:log:NAME        list     commands since the snapshot
 * {prefix}:messages:NAME   hash     by offset (8 bytes), messages that are in the queue
 * </pre>
 */
final class Keys {
  private final String prefix;
  final byte[] format;
  final byte[] owner;
  final byte[] batch;
  final byte[] trial;
  final byte[] never;
  final byte[] journals;

  Keys(String prefix) {
    this.prefix = prefix;
    this.format = key("format");
    this.owner = key("owner");
    this.batch = key("batch");
    this.trial = key("trial");
    this.never = key("never");
    this.journals = key("journals");
  }

  byte[] snapshot(String journal) {
    return key("snapshot:" + journal);
  }

  byte[] log(String journal) {
    return key("log:" + journal);
  }

  byte[] messages(String journal) {
    return key("messages:" + journal);
  }

  private byte[] key(String rest) {
    return ("{" + prefix + "}:" + rest).getBytes(UTF_8);
  }
}
