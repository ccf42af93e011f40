package io.millrace.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.testkit.server.FaultyProxy.Direction;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With a server that sends every byte back, one greater. */
class FaultyProxyTest {
  private final AtomicInteger received = new AtomicInteger();
  private final ServerSocket listener = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
  private final FaultyProxy proxy = FaultyProxy.to("127.0.0.1", listener.getLocalPort());

  FaultyProxyTest() throws IOException {
    startThread(
        () -> {
          while (true) {
            Socket socket = listener.accept();
            startThread(() -> answer(socket));
          }
        });
  }

  @AfterEach
  void close() throws IOException {
    proxy.close();
    listener.close();
  }

  @Test
  void forwardsBothWays() throws IOException {
    try (Socket client = connect()) {
      assertThat(ask(client, 1)).isEqualTo(2);
      assertThat(ask(client, 7)).isEqualTo(8);
      assertThat(proxy.connections()).isEqualTo(1);
    }
    await().until(() -> proxy.connections() == 0);
  }

  @Test
  void delaysWhatPasses() throws IOException {
    try (Socket client = connect()) {
      ask(client, 1);
      proxy.delay(Duration.ofMillis(50));
      long before = System.nanoTime();

      ask(client, 1);

      assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(99));
    }
  }

  @Test
  void letsAnswersVanishThatTheServerHasGiven() throws IOException {
    try (Socket client = connect()) {
      proxy.swallow(Direction.TO_CLIENT);

      assertThatThrownBy(() -> askImpatiently(client, 1))
          .isInstanceOf(SocketTimeoutException.class);

      await().until(() -> received.get() == 1);
    }
  }

  @Test
  void letsQuestionsVanishAndBreaksTheTornConnectionWhenItHeals() throws IOException {
    try (Socket torn = connect();
        Socket whole = connect()) {
      assertThat(ask(whole, 1)).isEqualTo(2);
      proxy.swallowAll();
      assertThatThrownBy(() -> askImpatiently(torn, 1)).isInstanceOf(SocketTimeoutException.class);
      assertThat(received).hasValue(1);

      proxy.heal();

      assertThat(ask(whole, 2)).isEqualTo(3);
      assertThatThrownBy(() -> ask(torn, 2)).isInstanceOf(SocketException.class);
    }
  }

  @Test
  void cutsConnectionsAndRefusesNewOnesUntilItHeals() throws IOException {
    try (Socket client = connect()) {
      ask(client, 1);

      proxy.refuse();

      assertThatThrownBy(() -> ask(client, 2)).isInstanceOf(SocketException.class);
      assertThatThrownBy(
              () -> {
                try (Socket refused = connect()) {
                  ask(refused, 2);
                }
              })
          .isInstanceOf(SocketException.class);
    }
    proxy.heal();
    try (Socket client = connect()) {
      assertThat(ask(client, 2)).isEqualTo(3);
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(proxy.host(), proxy.port());
    socket.setSoTimeout(10_000);
    return socket;
  }

  private static int askImpatiently(Socket socket, int number) throws IOException {
    socket.setSoTimeout(200);
    return ask(socket, number);
  }

  private static int ask(Socket socket, int number) throws IOException {
    socket.getOutputStream().write(number);
    int answer = socket.getInputStream().read();
    if (answer < 0) {
      throw new SocketException("the connection has ended");
    }
    return answer;
  }

  private void answer(Socket socket) throws IOException {
    for (int next = socket.getInputStream().read();
        next >= 0;
        next = socket.getInputStream().read()) {
      received.incrementAndGet();
      socket.getOutputStream().write(next + 1);
    }
  }

  private interface Talk {
    void run() throws IOException;
  }

  private static void startThread(Talk talk) {
    Thread thread =
        new Thread(
            () -> {
              try {
                talk.run();
              } catch (IOException e) {
                // The test is over, or has cut the connection.
              }
            });
    thread.setDaemon(true);
    thread.start();
  }
}
