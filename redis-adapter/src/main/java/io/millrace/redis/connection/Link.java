package io.millrace.redis.connection;

import io.millrace.redis.layout.QueueKeys;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisAskDataException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisMovedDataException;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/**
 * A connection to whichever server has the keys of one queue, made when it is needed and made anew
 * where they have gone.
 *
 * <p>A call that a server has refused to run as the keys are elsewhere is sent there; a script that
 * it does not know is sent whole. Nothing is repeated that may have been run: when a connection
 * breaks the call fails, and the next one connects again.
 *
 * <p><b>Threads:</b> one at a time; {@link #cut} any. <b>Blocks:</b> for the answer, as long as the
 * settings' timeout.
 */
public final class Link implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Link.class);

  private static final int MAX_REDIRECTIONS = 5;

  /** After so long without a call, a connection is tried before it is used. */
  private static final long IDLE_NANOS = Duration.ofSeconds(1).toNanos();

  private final RedisServers servers;
  private final QueueKeys keys;
  private final Duration timeout;

  /** How many connections were made. */
  private int generation;

  /** When the connection last answered. */
  private long usedNanos;

  /** Where the connection leads, while there is one. */
  private @Nullable HostAndPort server;

  private volatile @Nullable Connection connection;
  private volatile boolean closed;

  public Link(RedisServers servers, QueueKeys keys) {
    this(servers, keys, servers.settings().timeout());
  }

  /**
   * @param timeout how long an answer may take
   */
  public Link(RedisServers servers, QueueKeys keys, Duration timeout) {
    this.servers = servers;
    this.keys = keys;
    this.timeout = timeout;
  }

  /**
   * Which connection it is, counted; a higher one than before may lead to a server that has
   * forgotten the last writes.
   */
  public int generation() {
    return connection == null || isReplaced() ? generation + 1 : generation;
  }

  /**
   * Runs one call.
   *
   * @return what Redis answered: bytes, a number, a list of such, or null
   * @throws JedisConnectionException when it may have been run or not
   * @throws JedisDataException when Redis refused it
   */
  public @Nullable Object run(Call call) {
    Object answer = runAll(List.of(call)).get(0);
    if (answer instanceof JedisDataException refusal) {
      throw refusal;
    }
    return answer;
  }

  /**
   * Runs calls in their order and in one round trip. One that is refused does not keep those behind
   * it from being run.
   *
   * @return an answer for each, or the exception it was refused with
   * @throws JedisConnectionException when it is unknown which of them were run
   */
  @SuppressWarnings("NullAway") // an answer may be null
  public List<@Nullable Object> runAll(List<Call> calls) {
    List<Object> answers =
        new ArrayList<>(exchange(calls.stream().map(Call::toArguments).toList()));
    for (int i = 0; i < calls.size(); i++) {
      if (answers.get(i) instanceof JedisDataException refusal) {
        answers.set(i, again(calls.get(i), refusal));
      }
    }
    if (answers.stream().anyMatch(Link::isOfNoMaster)) {
      disconnect();
      refresh();
    }
    return answers;
  }

  private static boolean isOfNoMaster(@Nullable Object answer) {
    return answer instanceof JedisDataException refusal
        && Refusal.of(refusal).map(Refusal::isOfNoMaster).orElse(false);
  }

  /** Runs a call that was refused where it may now be run, if it may anywhere. */
  private @Nullable Object again(Call call, JedisDataException first) {
    JedisDataException refusal = first;
    CommandArguments arguments = call.toArguments();
    for (int i = 0; i < MAX_REDIRECTIONS; i++) {
      Object answer;
      if (refusal instanceof JedisNoScriptException) {
        arguments = call.toWholeScript();
        answer = exchange(List.of(arguments)).get(0);
      } else if (refusal instanceof JedisMovedDataException moved) {
        disconnect();
        refresh();
        connect(moved.getTargetNode());
        answer = exchange(List.of(arguments)).get(0);
      } else if (refusal instanceof JedisAskDataException ask) {
        answer = askAt(ask.getTargetNode(), arguments);
      } else {
        return refusal;
      }
      if (!(answer instanceof JedisDataException next)) {
        return answer;
      }
      refusal = next;
    }
    return refusal;
  }

  /** The slot is being moved: its keys are there already, and this one call may see them. */
  private @Nullable Object askAt(HostAndPort node, CommandArguments arguments) {
    try (Connection there = new Connection(node, servers.settings().toConfig())) {
      there.sendCommand(Command.ASKING);
      there.sendCommand(arguments);
      return there.getMany(2).get(1);
    }
  }

  private List<Object> exchange(List<CommandArguments> commands) {
    Connection to = connected();
    try {
      for (CommandArguments command : commands) {
        to.sendCommand(command);
      }
      List<Object> answers = to.getMany(commands.size());
      usedNanos = System.nanoTime();
      return answers;
    } catch (JedisConnectionException e) {
      disconnect();
      refresh();
      throw e;
    } catch (RuntimeException e) {
      disconnect();
      throw e;
    }
  }

  private void refresh() {
    try {
      servers.refresh();
    } catch (JedisException e) {
      // The next call asks again where the keys are, and says what it is told.
      log.debug("{} do not tell who has what", servers, e);
    }
  }

  private Connection connected() {
    Connection current = connection;
    if (current != null && isReplaced()) {
      log.info("{}: {} is not known any more to be the master of {}", keys, server, servers);
      disconnect();
      current = null;
    }
    if (current != null && System.nanoTime() - usedNanos > IDLE_NANOS && !answers(current)) {
      disconnect();
      refresh();
      current = null;
    }
    return current != null ? current : connect(servers.serverOf(keys));
  }

  /** A former master takes writes, which will be forgotten, until it is told. */
  private boolean isReplaced() {
    HostAndPort current = server;
    return current != null && servers.isReplaced(current);
  }

  /** A server that went while nobody asked it anything is not to cost a call. */
  private static boolean answers(Connection idle) {
    try {
      return idle.ping();
    } catch (JedisException e) {
      return false;
    }
  }

  private Connection connect(HostAndPort to) {
    if (closed) {
      throw new JedisConnectionException("the link is closed");
    }
    Connection made = new Connection(to, servers.settings().toConfig());
    try {
      made.setSoTimeout((int) timeout.toMillis());
      connection = made;
      server = to;
      generation++;
      usedNanos = System.nanoTime();
      if (closed) {
        throw new JedisConnectionException("the link is closed");
      }
      return made;
    } catch (RuntimeException e) {
      disconnect();
      throw e;
    }
  }

  private void disconnect() {
    Connection current = connection;
    connection = null;
    server = null;
    if (current != null) {
      current.setBroken();
      try {
        current.disconnect();
      } catch (JedisConnectionException e) {
        // It was broken, and now it is gone.
      }
    }
  }

  /** Breaks off what is under way, for good. From any thread. */
  public void cut() {
    closed = true;
    Connection current = connection;
    if (current != null) {
      try {
        current.forceDisconnect();
      } catch (IOException e) {
        // Gone all the same.
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    disconnect();
  }
}
