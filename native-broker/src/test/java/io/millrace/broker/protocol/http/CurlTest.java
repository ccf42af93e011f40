package io.millrace.broker.protocol.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.transport.Endpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the documentation shows, with curl itself. */
@Timeout(120)
class CurlTest {
  @TempDir private Path directory;

  @Test
  void publishesTakesAndAcknowledges() throws Exception {
    try (HttpBroker broker = new HttpBroker(HttpBroker.withLogin())) {
      String id = curl("-u", "guest:guest", "-d", "hello", broker.url("/msg?queue=q"));
      assertThat(id).matches("[0-9]+\n");

      String taken = curl("-i", "-u", "guest:guest", broker.url("/msg?queue=q&ack=1"));
      assertThat(taken).startsWith("HTTP/1.1 200 OK").endsWith("\r\n\r\nhello");
      Matcher held = Pattern.compile("(?i)x-msg-id: (\\S+)").matcher(taken);
      assertThat(held.find()).as(taken).isTrue();
      assertThat(held.group(1)).startsWith(id.strip());

      assertThat(
              curl(
                  "-i", "-u", "guest:guest", "-X", "DELETE", broker.url("/msg/q/" + held.group(1))))
          .startsWith("HTTP/1.1 204 ");
    }
  }

  @Test
  void sendsAFileThatItAnnouncesFirst() throws Exception {
    Path file = Files.write(directory.resolve("body"), new byte[3 << 20]);
    try (HttpBroker broker = HttpBroker.start()) {
      assertThat(curl("--data-binary", "@" + file, broker.url("/msg?queue=q"))).matches("[0-9]+\n");
      Path taken = directory.resolve("taken");
      curl("-o", taken.toString(), broker.url("/msg?queue=q"));
      assertThat(taken).hasSize(3 << 20);
    }
  }

  @Test
  void comesThroughAUnixSocket() throws Exception {
    Path socket = directory.resolve("http.sock");
    HttpSettings settings =
        HttpSettings.DEFAULT.withEndpoints(10, Endpoint.parse(socket.toString()));
    try (HttpBroker broker = new HttpBroker(HttpBroker.open().withHttp(settings))) {
      assertThat(broker.broker.httpEndpoints()).hasSize(1);
      assertThat(curl("--unix-socket", socket.toString(), "http://local/readyz")).isEqualTo("ok\n");
      assertThat(curl("--unix-socket", socket.toString(), "-d", "m", "http://local/msg?queue=q"))
          .matches("[0-9]+\n");
    }
    assertThat(socket).doesNotExist();
  }

  private static String curl(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("curl", "-sS", "--max-time", "60"));
    command.addAll(List.of(arguments));
    Process curl = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(curl.getInputStream().readAllBytes(), UTF_8);
    assertThat(curl.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(curl.exitValue()).as(output).isZero();
    return output;
  }
}
