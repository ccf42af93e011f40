package io.millrace.broker.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.DefaultJedisSocketFactory;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.JedisSocketFactory;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisMovedDataException;

/** A connection to a server. Every call blocks; for one thread. */
final class Server implements AutoCloseable {
  private static final int CONNECT_MILLIS = 3_000;
  private static final int ANSWER_MILLIS = 10_000;

  private final Connection connection;
  private final RedisAddress address;

  private Server(Connection connection, RedisAddress address) {
    this.connection = connection;
    this.address = address;
  }

  /**
   * @throws IOException if it cannot be reached, does not let us in, or is one of several and no
   *     node of a cluster
   */
  static Server connect(RedisSettings settings, RedisAddress address) throws IOException {
    DefaultJedisClientConfig.Builder builder =
        DefaultJedisClientConfig.builder()
            .resp2()
            .database(settings.database())
            .clientName("millrace-broker")
            .connectionTimeoutMillis(CONNECT_MILLIS)
            .socketTimeoutMillis(ANSWER_MILLIS);
    settings.user().ifPresent(builder::user);
    settings.password().ifPresent(builder::password);
    JedisClientConfig config = builder.build();
    Server server;
    try {
      Connection connection = new Connection(sockets(settings, address, config), config);
      connection.connect();
      server = new Server(connection, address);
    } catch (JedisException e) {
      throw new IOException(
          "Redis at %s cannot be reached: %s".formatted(address, e.getMessage()), e);
    }
    try {
      if (settings.addresses().size() > 1 && !server.isInCluster()) {
        // With another server in the place of one that is down, all messages would seem lost.
        throw new IOException(
            "Redis at %s is no node of a cluster: name one address only".formatted(address));
      }
    } catch (IOException failure) {
      server.close();
      throw failure;
    }
    return server;
  }

  private static JedisSocketFactory sockets(
      RedisSettings settings, RedisAddress address, JedisClientConfig config) {
    return settings
        .tls()
        .<JedisSocketFactory>map(
            context -> new TlsSockets(address, context, CONNECT_MILLIS, ANSWER_MILLIS))
        .orElseGet(
            () ->
                new DefaultJedisSocketFactory(
                    new HostAndPort(address.host(), address.port()), config));
  }

  /** Every user may ask this. */
  private boolean isInCluster() throws IOException {
    Iterator<byte[]> words = texts(call(new CommandArguments(Command.HELLO))).iterator();
    while (words.hasNext()) {
      if (new String(words.next(), UTF_8).equals("mode")) {
        return new String(words.next(), UTF_8).equals("cluster");
      }
    }
    return false;
  }

  /** Those of an answer that are texts. */
  private static List<byte[]> texts(Object reply) {
    List<byte[]> texts = new ArrayList<>();
    for (Object each : (List<?>) reply) {
      if (each instanceof byte[] text) {
        texts.add(text);
      }
    }
    return texts;
  }

  /**
   * @return a {@code byte[]}, {@link Long}, {@link List} or null
   * @throws IOException if no answer comes: whether it was done nobody knows
   * @throws RefusedException if the server says no
   */
  private Object call(CommandArguments command) throws IOException {
    try {
      return connection.executeCommand(command);
    } catch (JedisMovedDataException elsewhere) {
      throw new RefusedException(elsewhere, address);
    } catch (JedisDataException no) {
      throw new RefusedException(no);
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

    private final transient @Nullable RedisAddress movedTo;

    RefusedException(JedisDataException no) {
      super(String.valueOf(no.getMessage()), no);
      this.movedTo = null;
    }

    /**
     * @param asked who says so: a node that does not know its host's name means the same host
     */
    RefusedException(JedisMovedDataException elsewhere, RedisAddress asked) {
      super(String.valueOf(elsewhere.getMessage()), elsewhere);
      HostAndPort target = elsewhere.getTargetNode();
      this.movedTo =
          new RedisAddress(
              target.getHost().isEmpty() ? asked.host() : target.getHost(), target.getPort());
    }

    /** Where the keys are, if that is why. */
    Optional<RedisAddress> movedTo() {
      return Optional.ofNullable(movedTo);
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
            "MOVED",
            "ASK",
            "TRYAGAIN",
            "CLUSTERDOWN",
            "NOAUTH",
            "WRONGPASS" ->
            true;
        default -> false;
      };
    }
  }
}
