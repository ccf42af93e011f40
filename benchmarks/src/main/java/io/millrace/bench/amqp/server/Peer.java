package io.millrace.bench.amqp.server;

import io.millrace.bench.contest.Choice;
import java.io.IOException;

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
    return Choice.of(Peer.class, "server", name);
  }

  @Override
  public String toString() {
    return Choice.nameOf(this);
  }
}
