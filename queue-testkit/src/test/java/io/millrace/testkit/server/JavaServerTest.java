package io.millrace.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class JavaServerTest {
  private static final List<String> SMALL =
      List.of("-Xmx32m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  @Test
  void keepsItsPortAndItsDataHoweverItEnds() throws IOException {
    try (JavaServer server =
        JavaServer.start(SMALL, CountingServer.class, JavaServer.Readiness.LISTENS, "more")) {
      assertThat(ask(server)).containsExactly(1, 3);
      server.restart();
      assertThat(ask(server)).containsExactly(2, 3);
      server.crash();
      assertThat(ask(server)).containsExactly(3, 3);
    }
  }

  @Test
  void tellsWhatAServerSaidThatEndedAtOnce() {
    assertThatThrownBy(
            () ->
                JavaServer.start(
                    SMALL, CountingServer.class, JavaServer.Readiness.LISTENS, "a", "b"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("too much");
  }

  private static byte[] ask(JavaServer server) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      return socket.getInputStream().readNBytes(2);
    }
  }
}
