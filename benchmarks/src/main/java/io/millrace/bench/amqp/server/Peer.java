package io.millrace.bench.amqp.server;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Whose broker. */
public enum Peer {
  /** Ours, by the script at the root of the source tree, which is where this must run. */
  MILLRACE {
    @Override
    public Server start() throws IOException {
      return MillraceServer.start();
    }
  },
  /** Debian's package. */
  RABBITMQ {
    @Override
    public Server start() throws IOException {
      return RabbitMqServer.start();
    }
  },
  /** Apache Qpid Broker-J, from Maven Central. */
  QPID {
    @Override
    public Server start() throws IOException {
      return QpidServer.start();
    }
  };

  /** Blocks until it takes clients. */
  public abstract Server start() throws IOException;

  /** By the name that {@link #toString} gives. */
  public static Peer parse(String name) {
    return Arrays.stream(values())
        .filter(peer -> peer.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no server %s; there are %s"
                        .formatted(
                            name,
                            Arrays.stream(values())
                                .map(Peer::toString)
                                .collect(Collectors.joining(",")))));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
