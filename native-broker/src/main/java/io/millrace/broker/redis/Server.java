package io.millrace.broker.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** A connection to the server. Every call blocks; for one thread. */
final class Server implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 10_000;

  private final Connection connection;

  private Server(Connection connection) {
    this.connection = connection;
  }

  /**
   * @throws IOException if it cannot be reached, or does not let us in
   */
  static Server connect(RedisSettings settings) throws IOException {
    try {
      DefaultJedisClientConfig.Builder config =
          DefaultJedisClientConfig.builder()
              .database(settings.database())
              .clientName("millrace-broker")
              .connectionTimeoutMillis(TIMEOUT_MILLIS)
              .socketTimeoutMillis(TIMEOUT_MILLIS);
      settings.user().ifPresent(config::user);
      settings.password().ifPresent(config::password);
      Connection connection =
          new Connection(new HostAndPort(settings.host(), settings.port()), config.build());
      connection.connect();
      return new Server(connection);
    } catch (JedisException e) {
      throw new IOException(settings + " cannot be reached: " + e.getMessage(), e);
    }
  }

  /**
   * @return a {@code byte[]}, {@link Long}, {@link List} or null
   * @throws IOException if no answer comes: whether it was done nobody knows
   * @throws RefusedException if the server says no
   */
  private Object call(CommandArguments command) throws IOException {
    try {
      return connection.executeCommand(command);
    } catch (JedisDataException no) {
      throw new RefusedException(String.valueOf(no.getMessage()), no);
    } catch (JedisException e) {
      throw new IOException("Redis does not answer: " + e.getMessage(), e);
    }
  }

  /** Empty if there is no such key. */
  byte[] get(byte[] key) throws IOException {
    return call(new CommandArguments(Command.GET).add(key)) instanceof byte[] value
        ? value
        : new byte[0];
  }

  /** Sets it if it is not there; whether it was not. */
  boolean setIfAbsent(byte[] key, String value) throws IOException {
    return call(new CommandArguments(Command.SETNX).add(key).add(value)) instanceof Long made
        && made == 1;
  }

  void delete(byte[] key) throws IOException {
    call(new CommandArguments(Command.DEL).add(key));
  }

  void set(byte[] key, String value) throws IOException {
    call(new CommandArguments(Command.SET).add(key).add(value));
  }

  List<byte[]> members(byte[] set) throws IOException {
    return bytes(call(new CommandArguments(Command.SMEMBERS).add(set)));
  }

  /** At most so many elements of a list from an index on. */
  List<byte[]> range(byte[] list, int from, int most) throws IOException {
    return bytes(
        call(new CommandArguments(Command.LRANGE).add(list).add(from).add(from + most - 1)));
  }

  /** All values of a hash, some at a time. */
  List<byte[]> values(byte[] hash) throws IOException {
    List<byte[]> all = new ArrayList<>();
    byte[] cursor = "0".getBytes(UTF_8);
    do {
      List<?> page =
          (List<?>)
              call(
                  new CommandArguments(Command.HSCAN)
                      .add(hash)
                      .add(cursor)
                      .add("COUNT")
                      .add(1_000));
      cursor = (byte[]) page.get(0);
      List<byte[]> pairs = bytes(page.get(1));
      for (int i = 1; i < pairs.size(); i += 2) {
        all.add(pairs.get(i));
      }
    } while (!new String(cursor, UTF_8).equals("0"));
    return all;
  }

  /** Runs a script, which is to answer with a text. */
  String run(String script, List<byte[]> keys, List<byte[]> arguments) throws IOException {
    CommandArguments command = new CommandArguments(Command.EVAL).add(script).add(keys.size());
    keys.forEach(command::add);
    arguments.forEach(command::add);
    return new String((byte[]) call(command), UTF_8);
  }

  private static List<byte[]> bytes(Object reply) {
    List<byte[]> all = new ArrayList<>();
    for (Object each : (List<?>) reply) {
      all.add((byte[]) each);
    }
    return all;
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (JedisException alreadyBroken) {
      // There is nothing that closing could lose: what was written is answered or not.
      connection.setBroken();
    }
  }

  /** The server has understood, and says no. */
  static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1;

    RefusedException(String text, Throwable cause) {
      super(text, cause);
    }

    /** Whether that may pass by itself, and nothing was done of what was refused. */
    boolean mayPass() {
      String code = String.valueOf(getMessage()).split(" ", 2)[0];
      return switch (code) {
        case "OOM",
            "READONLY",
            "MISCONF",
            "LOADING",
            "BUSY",
            "MASTERDOWN",
            "NOREPLICAS",
            "NOAUTH",
            "WRONGPASS" ->
            true;
        default -> false;
      };
    }
  }
}
