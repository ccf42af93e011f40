package io.millrace.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.amqp.connection.AmqpLocation;
import io.millrace.amqp.topology.QueueDeclaration;
import io.millrace.amqp.topology.Topology;
import io.millrace.queue.Message;
import io.millrace.queue.PushException;
import io.millrace.testkit.rabbitmq.RabbitServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class TlsTest {
  /** An address of this machine that the server's certificate does not name. */
  private static final String OTHER = "127.0.0.2";

  @Test
  void talksOnlyToABrokerWhoseCertificateItTrustsAndWhoseNameItBears() throws Exception {
    try (RabbitServer rabbit = RabbitServer.builder().tls().build();
        ServerSocket other = new ServerSocket(0, 5, InetAddress.getByName(OTHER))) {
      rabbit.start();
      URI uri = URI.create(rabbit.tlsUri());
      CompletableFuture<Void> unused = inThread(() -> passOn(other, uri.getPort()));
      String otherUri = "amqps://guest:guest@" + OTHER + ":" + other.getLocalPort();

      assertThat(outcome(at -> at.address(rabbit.tlsUri()).tls(rabbit.certificate())))
          .isEqualTo("taken");
      assertThat(outcome(at -> at.address(rabbit.tlsUri()))).contains("PKIX");
      assertThat(outcome(at -> at.address(otherUri).tls(rabbit.certificate())))
          .contains("No subject alternative names matching IP address " + OTHER);
    }
  }

  /** The common pool has one thread where there are two processors, and two tasks wait here. */
  private static CompletableFuture<Void> inThread(Runnable task) {
    return CompletableFuture.runAsync(task, each -> new Thread(each, "passing-on").start());
  }

  /** Takes one connection to a port of the loopback address. */
  private static void passOn(ServerSocket from, int port) {
    try (Socket client = from.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), port)) {
      CompletableFuture<Void> answers = inThread(() -> transfer(server, client));
      transfer(client, server);
      answers.join();
    } catch (IOException e) {
      throw new IllegalStateException("nobody came", e);
    }
  }

  private static void transfer(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      // One of them has left, which is what the client is to do.
    }
  }

  private static String outcome(Consumer<AmqpLocation> location) throws Exception {
    try (AmqpSink<String> sink =
        AmqpSink.builder(AmqpPayload.text())
            .location(location)
            .queue("secret")
            .topology(Topology.NONE.with(QueueDeclaration.of("secret")))
            .build()) {
      PushException failure =
          catchThrowableOfType(PushException.class, () -> sink.push(List.of(Message.of("x"))));
      return failure == null ? "taken" : failure.getMessage();
    }
  }
}
