package io.millrace.testkit.redis;

import io.millrace.testkit.server.LoopbackPorts;
import java.io.IOException;
import java.util.List;

/**
 * Where this package finds a server, and how it is let in.
 *
 * @param login the words of an order that logs in; empty when none is needed
 */
record ServerAddress(int port, List<String> login) {

  /** Every answer must come within {@code answerMillis}. */
  RespConnection open(int answerMillis) throws IOException {
    RespConnection connection = new RespConnection(LoopbackPorts.HOST, port, answerMillis);
    if (!login.isEmpty()) {
      try {
        connection.call(login);
      } catch (IOException e) {
        connection.close();
        throw e;
      }
    }
    return connection;
  }

  String call(int answerMillis, List<String> words) throws IOException {
    try (RespConnection connection = open(answerMillis)) {
      return connection.call(words);
    }
  }
}
