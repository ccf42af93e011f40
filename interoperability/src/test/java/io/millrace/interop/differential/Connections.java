package io.millrace.interop.differential;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeoutException;

/**
 * The connections to one broker, in one virtual host: two of the scripts', which stay from one to
 * the next, and {@link #OWN}. One that was closed is opened again when it is used next. For one
 * thread.
 */
final class Connections implements AutoCloseable {
  static final int COUNT = 3;

  /** By which the comparison asks for what no script has asked for. */
  static final int OWN = 2;

  private static final int ANSWER_MILLIS = 20_000;

  private final ConnectionFactory factory = new ConnectionFactory();
  private final Connection[] connections = new Connection[COUNT];

  Connections(String host, int port, String virtualHost) {
    factory.setHost(host);
    factory.setPort(port);
    factory.setVirtualHost(virtualHost);
    factory.setAutomaticRecoveryEnabled(false);
    factory.setSharedExecutor(new InlineExecutor());
    factory.setChannelRpcTimeout(ANSWER_MILLIS);
  }

  /** A new channel. */
  Channel channel(int connection) {
    try {
      if (connections[connection] == null || !connections[connection].isOpen()) {
        connections[connection] = factory.newConnection("differential");
      }
      return connections[connection].createChannel();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Closes one as a client does. */
  void close(int connection) throws IOException {
    if (connections[connection] != null && connections[connection].isOpen()) {
      connections[connection].close();
    }
  }

  @Override
  public void close() {
    for (Connection connection : connections) {
      if (connection != null) {
        connection.abort();
      }
    }
  }
}
