package io.millrace.broker.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.broker.journal.Journal;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The journals of a broker in one Redis server, or in one slot of a cluster, as safe as that server
 * keeps them: what is durable here is what it has acknowledged. All messages are in the heap, too.
 *
 * <p><b>Threads:</b> any; a journal belongs to its loop. One thread of its own talks to the server
 * ({@code millrace-redis}).
 *
 * <p><b>Failure:</b> while the server does not answer nothing becomes durable; it goes on when it
 * answers again and has all that it had acknowledged. If it has not, or another broker has opened
 * the store, every journal is unusable.
 */
public final class RedisStore implements AutoCloseable {
  private static final String VERSION = "1";
  private static final int PAGE = 10_000;
  private static final Duration END = Duration.ofSeconds(20);

  /** So often a cluster may send us on, while it changes. */
  private static final int REDIRECTIONS = 5;

  private final RedisSettings settings;
  private final Keys keys;
  private final GroupWriter writer;

  /** Those that are there, open or not. */
  private final Set<String> names = ConcurrentHashMap.newKeySet();

  /** What was read when this was opened, until somebody opens it. */
  private final Map<String, StoredJournal> stored = new ConcurrentHashMap<>();

  private final AtomicLong heldBytes = new AtomicLong();

  /**
   * Reads all that there is, and takes the store from whichever broker had it. Blocks.
   *
   * @throws IOException if the server cannot be reached, has something else there, or does not let
   *     this user write
   */
  public static RedisStore open(RedisSettings settings) throws IOException {
    Nodes nodes = new Nodes(settings);
    for (int redirections = 0; ; redirections++) {
      Server server = nodes.connect();
      try {
        return new RedisStore(settings, nodes, server);
      } catch (IOException | RuntimeException failure) {
        server.close();
        if (!(failure instanceof Server.RefusedException refusal)
            || !nodes.learnFrom(refusal)
            || redirections == REDIRECTIONS) {
          throw failure;
        }
      }
    }
  }

  private RedisStore(RedisSettings settings, Nodes nodes, Server server) throws IOException {
    this.settings = settings;
    this.keys = new Keys(settings.keyPrefix());
    if (!server.setIfAbsent(keys.format, VERSION)) {
      String version = new String(server.get(keys.format), UTF_8);
      if (!version.equals(VERSION)) {
        throw new IOException("%s: a store of format '%s'".formatted(settings, version));
      }
    }
    Batches.tryOut(server, keys);
    // Nobody else writes from here on.
    String owner = UUID.randomUUID().toString();
    server.set(keys.owner, owner);
    server.delete(keys.batch);
    for (byte[] name : server.members(keys.journals)) {
      String journal = new String(name, UTF_8);
      names.add(journal);
      stored.put(journal, read(server, journal));
    }
    this.writer = new GroupWriter(settings, nodes, new Batches(keys, owner), server);
    writer.start();
  }

  private StoredJournal read(Server server, String journal) throws IOException {
    List<byte[]> log = new ArrayList<>();
    List<byte[]> page;
    do {
      page = server.range(keys.log(journal), log.size(), PAGE);
      log.addAll(page);
    } while (page.size() == PAGE);
    try {
      return StoredJournal.read(
          server.get(keys.snapshot(journal)), log, server.values(keys.messages(journal)));
    } catch (RuntimeException untrue) {
      throw new IOException(
          "%s: journal '%s' is not as it was written".formatted(settings, journal), untrue);
    }
  }

  /** The names of all journals that there are. */
  public List<String> names() {
    return List.copyOf(names);
  }

  /**
   * The journal of that name, a new one if there is none.
   *
   * @param loop owns it
   */
  public Journal open(String name, Executor loop) {
    StoredJournal found = stored.remove(name);
    if (found == null && !names.add(name)) {
      throw new IllegalStateException("open already: " + name);
    }
    return new RedisJournal(this, name, loop, found);
  }

  /** Why the store is unusable until it is opened anew; empty while it is not. */
  public Optional<IOException> failure() {
    return writer.failure();
  }

  /** Whether there is room for messages. */
  public boolean acceptsMessages() {
    return heldBytes.get() < settings.memoryBytes() && writer.hasRoom();
  }

  /**
   * Whether publishers that can wait had better do so: soon there will be no room, and what is on
   * its way by then will be refused. From any thread, never blocks.
   */
  public boolean isNearlyFull() {
    return heldBytes.get() >= settings.memoryBytes() / 10 * 9 || writer.isNearlyFull();
  }

  /** Why messages are refused, or nothing is confirmed, in words; empty while all is well. */
  public Optional<String> whyNoMessages() {
    if (heldBytes.get() >= settings.memoryBytes()) {
      return Optional.of("the memory for messages is full: " + settings.memoryBytes() + " bytes");
    }
    return writer.whyNoRoom();
  }

  /**
   * Writes what was handed over. Stop the journals before. Blocks.
   *
   * @throws IOException if something is not written
   */
  @Override
  public void close() throws IOException {
    writer.stop(END);
  }

  Keys keys() {
    return keys;
  }

  void hold(long bytes) {
    heldBytes.addAndGet(bytes);
  }

  void submit(Submission submission) {
    writer.submit(submission);
  }

  /** What has to be done so that a journal is no more; its name is free at once. */
  Changes delete(String name) {
    names.remove(name);
    Changes changes = new Changes();
    changes.delete(keys.snapshot(name), keys.log(name), keys.messages(name));
    changes.add("SREM", keys.journals, name.getBytes(UTF_8));
    return changes;
  }
}
